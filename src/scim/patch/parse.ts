/** From the body of a PATCH request to a plan. Everything that can be refused without the stored resource is refused here. */
import { isJsonObject, type Json } from '../../json.ts';
import type { RequestedOperation } from '../dialects/patch-request.ts';
import { readPatchRequest, shown } from '../dialects/patch-request.ts';
import { readSchemaNames } from '../dialects/schema-names.ts';
import { type Ignored, ignoredNames } from '../schema/ignored.ts';
import type { Attribute, ResourceType, Schema } from '../schema/model.ts';
import { ScimError } from '../scim-error.ts';
import type { AttributeOperation, MemberOperation, PatchPlan, PatchTarget } from './plan.ts';
import { joinMembers, planMembers } from './plan-members.ts';
import { isMembers, newElement, resolveTarget, schemaNamed, targetOfKey } from './target.ts';
import { readElement, readValue } from './value.ts';

/** One target of a request's operation with the value meant for it. */
type Step = {
  readonly operation: RequestedOperation;
  readonly target: PatchTarget;
  readonly value: Json | undefined;
  /** False where the target is a key of a value: there, readOnly attributes may repeat what is stored. */
  readonly byPath: boolean;
};

/**
 * Plans a PATCH, by the strict profile or not: every path resolved, every value coerced, in the order of the request, members of a Group apart from
 * its attributes. Throws `ScimError` 400 (`invalidSyntax`, `invalidPath`, `invalidFilter`, `invalidValue`, `mutability`,
 * `noTarget`, `tooMany`) that names the operation at fault. RFC 7644 section 3.5.2.
 */
export function parsePatch(type: ResourceType, body: Json, isStrict = false): PatchPlan {
  const ignored = ignoredNames();
  const operations = readPatchRequest(body);
  if (isStrict) requirePaths(operations);
  const steps = operations.flatMap((operation) => stepsOf(type, operation, { ignored, isStrict }));
  const asksForMore = steps.some((step) => !isStale(step) && !isSchemas(type, step));
  const attributes: AttributeOperation[] = [];
  const members: MemberOperation[] = [];
  const stale: string[] = [];
  for (const step of steps) {
    if (isStale(step) && !isSchemas(type, step) && asksForMore) {
      ignored.add(nameOf(step.target));
      stale.push(nameOf(step.target));
    } else if (isMembers(type, step.target)) {
      const planned = planMembers(step.operation.kind, step.target, step.value, ignored);
      if (planned !== null) members.push(planned);
    } else {
      const planned = planAttribute(type, step, ignored);
      if (planned !== null) attributes.push(planned);
    }
  }
  return { attributes, members: joinMembers(members), ignored: ignored.names(), stale, isStrict };
}

/**
 * What only the server sets and a client repeats as it once read it: `id`, `meta`, `groups` in a value without path (Okta,
 * Keycloak). Beside a change it is left out, as in a PUT; a request of nothing else must say what is stored.
 */
function isStale({ target: { extension, attribute }, byPath }: Step): boolean {
  return !byPath && extension === null && attribute.mutability === 'readOnly';
}

function isSchemas(type: ResourceType, { target }: Step): boolean {
  return target.extension === null && target.attribute.name === 'schemas' && type.common.includes(target.attribute);
}

function requirePaths(operations: readonly RequestedOperation[]): void {
  const without = operations.find(({ path }) => path === null);
  if (without === undefined) return;
  const detail = `${without.at}: "path" is missing, and this client is strict. Send an operation for each attribute.`;
  throw new ScimError(400, 'invalidSyntax', detail);
}

function stepsOf(
  type: ResourceType,
  operation: RequestedOperation,
  { ignored, isStrict }: { readonly ignored: Ignored; readonly isStrict: boolean },
): Step[] {
  const { kind, path, value, at } = operation;
  if (path === null && kind === 'remove') {
    throw new ScimError(400, 'noTarget', `${at}: a removal needs a "path" that says what to remove.`);
  }
  const schema = path === null ? type.schema : schemaNamed(type, path);
  if (path !== null && schema === null) {
    return [{ operation, target: resolveTarget(type, path, at, isStrict), value, byPath: true }];
  }
  if (schema !== null && schema !== type.schema && (kind === 'remove' || value === null)) {
    const removal = removalOf(operation, schema, at);
    if (removal.length === 0) throw readOnly(schema.id, at);
    return removal;
  }
  const within = schema === type.schema ? null : schema;
  return stepsOfKeys(type, operation, value, { at, within, mayHoldSchemas: path === null, ignored });
}

type Keys = {
  readonly at: string;
  /** The extension whose object this is. */
  readonly within: Schema | null;
  readonly mayHoldSchemas: boolean;
  readonly ignored: Ignored;
};

/**
 * A value without path: each key is a path of its own, and a URN key may hold the attributes of its schema. A key that is
 * the name of nothing is ignored like any unknown attribute of a body.
 */
function stepsOfKeys(
  type: ResourceType,
  operation: RequestedOperation,
  value: Json | undefined,
  { at, within, mayHoldSchemas, ignored }: Keys,
): Step[] {
  if (operation.kind === 'remove' || !isJsonObject(value)) {
    throw new ScimError(400, 'invalidValue', `${at}: "value" must be an object of attributes.`);
  }
  return Object.entries(value).flatMap(([key, inner]): Step[] => {
    const keyAt = `${at}, "${shown(key)}"`;
    const schema = mayHoldSchemas ? schemaNamed(type, key) : null;
    if (schema === null) {
      // Some clients repeat `schemas` inside the value of an extension; it is the resource's either way.
      const scope = key.toLowerCase() === 'schemas' ? null : within;
      const target = targetOfKey(type, key, keyAt, scope);
      if (target !== null) return [{ operation, target, value: inner, byPath: false }];
      ignored.add(scope === null ? key : `${scope.id}:${key}`);
      return [];
    }
    const inside = schema === type.schema ? null : schema;
    if (inside !== null && inner === null) return removalOf(operation, inside, keyAt);
    return stepsOfKeys(type, operation, inner, { at: keyAt, within: inside, mayHoldSchemas: false, ignored });
  });
}

/** The removal of a whole extension: of each attribute in it that a client may change. */
function removalOf(operation: RequestedOperation, schema: Schema, at: string): Step[] {
  const writable = schema.attributes.filter((attribute) => attribute.mutability !== 'readOnly');
  return writable.map((attribute) => ({
    operation: { ...operation, kind: 'remove' },
    target: { extension: schema, attribute, filter: null, selects: () => true, sub: null, at },
    value: undefined,
    byPath: true,
  }));
}

function planAttribute(type: ResourceType, step: Step, ignored: Ignored): AttributeOperation | null {
  const { operation, target, byPath } = step;
  const { kind } = operation;
  const { attribute, filter, sub, at } = target;
  if (isSchemas(type, step)) return checkSchemas(type, step, ignored);
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    if (byPath || kind === 'remove') throw readOnly(nameOf(target), at);
    return { kind: 'expect', target, value: step.value ?? null };
  }
  if (kind !== 'remove' && step.value === undefined) {
    throw new ScimError(400, 'invalidValue', `${at}: "value" is missing. Give one, or use "remove".`);
  }
  const whole = filter === null && sub === null;
  const value = step.value ?? null;
  // A password is checked like any value and then forgotten, as in POST: people sign in with their identity provider.
  if (attribute.mutability === 'writeOnly') {
    if (value !== null) readValue(attribute, value, at, ignored);
    ignored.add(nameOf(target));
    return null;
  }
  if (kind === 'remove') {
    const last = sub ?? attribute;
    const listed = (whole || sub !== null) && last.multiValued && value !== null;
    return { kind, target, values: listed ? asList(readValue(last, value, at, ignored)) : null };
  }
  if (value === null) {
    // RFC 7643 section 2.5: null is "unassigned". To add nothing to a list leaves the list.
    return kind === 'add' && whole && attribute.multiValued ? null : { kind: 'remove', target, values: null };
  }
  const coerced =
    sub !== null
      ? readValue(sub, value, at, ignored)
      : filter !== null
        ? readElement(attribute, value, at, ignored)
        : readValue(attribute, value, at, ignored);
  // A key such as `emails[type eq "work"].value` is itself a habit of Entra, so it creates as Entra expects.
  const creates = kind === 'add' || operation.replaceCreates || !byPath || filter === null;
  return { kind, target, value: coerced, newElement: creates ? newElement(target) : null };
}

/** `schemas` follows from what the resource holds, so it may be sent but changes nothing; it must not lie, though. */
function checkSchemas(type: ResourceType, { operation, target, value }: Step, ignored: Ignored): null {
  if (operation.kind === 'remove') throw readOnly('schemas', target.at);
  const { unknown, fault } = readSchemaNames(type, value ?? null);
  if (fault !== null) throw new ScimError(400, 'invalidValue', `${target.at}: ${fault}`);
  for (const name of unknown) ignored.add(`schemas ${name}`);
  return null;
}

/** `name.givenName`, or `urn:...:User:manager.value` in an extension. */
function nameOf({
  extension,
  attribute,
  sub,
}: {
  extension: Schema | null;
  attribute: Attribute;
  sub: Attribute | null;
}) {
  const name = sub === null ? attribute.name : `${attribute.name}.${sub.name}`;
  return extension === null ? name : `${extension.id}:${name}`;
}

function readOnly(name: string, at: string): ScimError {
  return new ScimError(400, 'mutability', `${at}: ${name} is readOnly; the server sets it. Leave it out.`);
}

function asList(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}
