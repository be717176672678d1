import type { Json, JsonObject } from '../../json.ts';
import type { Attribute } from './model.ts';

/** Sub-attributes that only describe an element. */
const DESCRIPTIONS = new Set(['type', 'primary', 'display']);

/**
 * Whether an element of a multi-valued complex attribute says anything beyond what describes it: its `value`, a line of an
 * address, what an operator's own schema has. Directories send elements that do not, such as `{"type": "work", "primary":
 * true}`, for what a person does not have; these are not kept. Empty text is no value, as for `pr`.
 */
export function holdsValue({ subAttributes }: Attribute, element: JsonObject): boolean {
  const telling = subAttributes.filter(({ name }) => !DESCRIPTIONS.has(name));
  return (telling.length > 0 ? telling : subAttributes).some(({ name }) => isPresent(element[name]));
}

function isPresent(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(isPresent);
  return value !== undefined && value !== null && value !== '';
}
