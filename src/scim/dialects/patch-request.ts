/**
 * Reads the envelope of a PATCH request (RFC 7644 section 3.5.2) in every spelling that identity providers use:
 * `Add`/`Replace`/`Remove` (Entra), `REPLACE` (JumpCloud), `operations` for `Operations`, no `schemas` (OneLogin), and
 * `"path": null`. What the operations mean is decided in `patch/`.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { checkJson } from '../schema/text.ts';
import { ScimError } from '../scim-error.ts';
import { namesMessage } from './schema-names.ts';

const PATCH_OP_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Operations a request may hold. Entra sends at most a few dozen, Okta chunks of some hundred members in one. */
const MAX_OPERATIONS = 1000;

/** One operation as the client wrote it. */
export type RequestedOperation = {
  readonly kind: 'add' | 'replace' | 'remove';
  /** Null where the client gave none. */
  readonly path: string | null;
  /** Undefined where the client gave none, which is not the same as null. */
  readonly value: Json | undefined;
  /** Entra, known by its capital letter, expects `Replace` to create an element that its filter does not find. */
  readonly replaceCreates: boolean;
  /** `Operations[2], replace emails[type eq "work"].value`, for error messages. */
  readonly at: string;
};

/** The operations of a request, or a 400 that says what is wrong with the envelope. */
export function readPatchRequest(body: Json): RequestedOperation[] {
  if (!isJsonObject(body)) throw invalidSyntax('The body of a PATCH must be a JSON object with "Operations".');
  checkJson(body);
  const schemas = field(body, 'schemas', 'The body');
  if (!namesMessage(schemas, PATCH_OP_SCHEMA)) {
    throw invalidSyntax(`"schemas" of a PATCH must be ["${PATCH_OP_SCHEMA}"].`);
  }
  const operations = field(body, 'operations', 'The body');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw invalidSyntax('"Operations" must be a list of at least one operation.');
  }
  if (operations.length > MAX_OPERATIONS) {
    throw new ScimError(
      400,
      'tooMany',
      `A PATCH may hold at most ${MAX_OPERATIONS} operations, this one holds ${operations.length}. Send it in parts.`,
    );
  }
  return operations.map(readOperation);
}

function readOperation(operation: Json, index: number): RequestedOperation {
  const place = `Operations[${index}]`;
  if (!isJsonObject(operation)) throw invalidSyntax(`${place} must be an object with "op".`);
  const op = field(operation, 'op', place);
  const kind = typeof op === 'string' ? op.toLowerCase() : undefined;
  if (kind !== 'add' && kind !== 'replace' && kind !== 'remove') {
    throw invalidSyntax(`${place}: "op" must be "add", "replace" or "remove".`);
  }
  const path = field(operation, 'path', place) ?? null;
  if (path !== null && typeof path !== 'string') {
    throw new ScimError(400, 'invalidPath', `${place}: "path" must be a string.`);
  }
  return {
    kind,
    path,
    value: field(operation, 'value', place),
    replaceCreates: op !== kind,
    at: path === null ? `${place}, ${kind}` : `${place}, ${kind} ${shown(path)}`,
  };
}

/** The value of a key in whatever case it was written. Two spellings of one key would leave the meaning open. */
function field(object: JsonObject, name: string, place: string): Json | undefined {
  const keys = Object.keys(object).filter((key) => key.toLowerCase() === name);
  if (keys.length > 1) throw invalidSyntax(`${place} holds "${name}" more than once. Keep one.`);
  return keys[0] === undefined ? undefined : object[keys[0]];
}

/** A client's text in an error message, cut to a readable length. */
export function shown(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}

function invalidSyntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail);
}
