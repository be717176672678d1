/**
 * The places where identity providers write a value in another shape than RFC 7643, each named after its vendor. The
 * shapes accepted here have no meaning in a strict request (the RFC refuses them), so strict clients get what the RFC
 * says. This folder imports the schema folder's types and limits.
 */
import { appRoleOf } from '../../domain/model/user-content.ts';
import { isJsonObject, type Json } from '../../json.ts';
import type { Attribute } from '../schema/model.ts';

/** Keys that may stand beside `value` where Entra wraps a simple value into an object. */
const WRAPPER_KEYS = new Set(['value', '$ref', 'display']);

/**
 * Brings a value into the shape that the attribute's schema asks for, where a vendor's shape is known, and returns any
 * other value as it is, for coercion to judge. A multi-valued attribute always comes back as a list.
 */
export function adaptValue(attribute: Attribute, value: Json): Json {
  if (attribute.multiValued) {
    // RFC 7644 section 3.5.2.1 shows lists; Okta and Entra also send the one object alone.
    const elements = Array.isArray(value) ? value : [value];
    return elements.map((element) => adaptElement(attribute, element));
  }
  return adaptElement(attribute, soleElement(value));
}

/** The same for one element of a multi-valued attribute, or for the value of a single-valued one. */
export function adaptElement(attribute: Attribute, value: Json): Json {
  if (attribute.type === 'complex') {
    // Entra: `manager` as a bare string. OneLogin, JumpCloud: `roles` (and others) as strings.
    const element = typeof value === 'string' && hasValue(attribute) ? { value } : value;
    return attribute.name === 'roles' ? adaptRole(element) : element;
  }
  const bare = unwrapped(value);
  return attribute.type === 'boolean' ? adaptBoolean(bare) : bare;
}

/** Entra, in a PATCH: an app role as JSON text in `value`. */
function adaptRole(element: Json): Json {
  const role = isJsonObject(element) && typeof element.value === 'string' ? appRoleOf(element.value) : null;
  if (role === null || !isJsonObject(element)) return element;
  return { ...(role.display === null ? {} : { display: role.display }), ...element, value: role.value };
}

/** Entra: booleans as the strings "True" and "False". Anything else is left for coercion to refuse. */
function adaptBoolean<T>(value: T): T | boolean {
  if (typeof value !== 'string') return value;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : value;
}

/** Entra: a single-valued attribute as a list of one, `manager: [{"value": "..."}]`. */
export function soleElement(value: Json): Json {
  return Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : value;
}

/** Entra: a simple value as `{"$ref": null, "value": "..."}`. */
function unwrapped(value: Json): Json {
  if (!isJsonObject(value) || value.value === undefined) return value;
  return Object.keys(value).every((key) => WRAPPER_KEYS.has(key)) ? value.value : value;
}

function hasValue(attribute: Attribute): boolean {
  return attribute.subAttributes.some((sub) => sub.name === 'value');
}
