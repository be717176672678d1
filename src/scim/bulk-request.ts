/** Reads the body of a bulk request (RFC 7644 section 3.7). */
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { referencesIn } from './bulk-references.ts';
import { namesMessage } from './dialects/schema-names.ts';
import { maxBulkOperations } from './schema/client-limits.ts';
import { checkJson } from './schema/text.ts';
import { ScimError } from './scim-error.ts';

const requestSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** `/Users/2819c223`; some leave out the slash in front, or begin as the server's addresses do. */
const resourcePath = /^(?:\/?scim\/v2\/)?\/?([^/]+)(?:\/([^/]+))?\/?$/i;

export type BulkOperation = {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly bulkId: string | null;
  /** `/Users`; `id` follows it in the path, empty for POST. */
  readonly collection: string;
  readonly id: string;
  readonly data: Json;
  /** As in If-Match. */
  readonly version: string | null;
  /** The bulkIds of other operations that it mentions. */
  readonly references: readonly string[];
  /** Why it cannot be carried out. */
  readonly fault: ScimError | null;
};

/**
 * @param collections `/Users`, `/Groups`
 * @throws ScimError 400 for a request that is not understood as a whole, 413 for too many operations
 */
export function readBulkRequest(
  body: Json,
  collections: readonly string[],
): { readonly operations: readonly BulkOperation[]; readonly failOnErrors: number | null } {
  checkJson(body);
  if (!isJsonObject(body)) throw invalidSyntax('The body must be a JSON object with "Operations".');
  if (!namesMessage(body.schemas, requestSchema)) {
    throw invalidSyntax(`"schemas" of a bulk request must be ["${requestSchema}"].`);
  }
  const { Operations: listed, failOnErrors = null } = body;
  if (!Array.isArray(listed) || listed.length === 0)
    throw invalidSyntax('"Operations" must be a list of at least one operation.');
  if (listed.length > maxBulkOperations) {
    throw new ScimError(
      413,
      'tooMany',
      `The request holds ${listed.length} operations, at most ${maxBulkOperations} are accepted (see /ServiceProviderConfig). Send it in parts.`,
    );
  }
  if (
    failOnErrors !== null &&
    !(typeof failOnErrors === 'number' && Number.isInteger(failOnErrors) && failOnErrors > 0)
  ) {
    throw invalidSyntax('"failOnErrors" must be a whole number above 0.');
  }
  const operations = listed.map((operation, index) => readOperation(operation, `Operations[${index}]`, collections));
  const seen = new Set<string>();
  for (const { bulkId } of operations) {
    if (bulkId === null) continue;
    if (seen.has(bulkId)) throw invalidSyntax(`Two operations have the bulkId "${bulkId}". Give each its own.`);
    seen.add(bulkId);
  }
  return { operations, failOnErrors };
}

/** What is wrong with one operation is its own outcome, not that of the request. */
function readOperation(operation: Json, at: string, collections: readonly string[]): BulkOperation {
  if (!isJsonObject(operation)) throw invalidSyntax(`${at} must be an object with "method" and "path".`);
  const { method, path, data = null, bulkId = null, version = null } = operation;
  const [, collection = '', id = ''] = resourcePath.exec(typeof path === 'string' ? path : '') ?? [];
  const read = {
    method: (typeof method === 'string' ? method.toUpperCase() : '') as BulkOperation['method'],
    bulkId: typeof bulkId === 'string' ? bulkId : null,
    collection: collections.find((known) => known.toLowerCase() === `/${collection.toLowerCase()}`) ?? '',
    id,
    data,
    version: typeof version === 'string' ? version : null,
    references: [...new Set([...referencesIn(id), ...referencesIn(data)])],
  };
  const detail = faultIn(read, operation, collections);
  const fault = detail === null ? null : new ScimError(400, 'invalidSyntax', `${at}: ${detail}`);
  return { ...read, fault, references: fault ? [] : read.references };
}

function faultIn(
  { method, collection, id, data }: Omit<BulkOperation, 'fault'>,
  { bulkId, version }: JsonObject,
  collections: readonly string[],
): string | null {
  if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return '"method" must be POST, PUT, PATCH or DELETE.';
  if (collection === '') return `"path" must begin with ${collections.join(' or ')}.`;
  if ((method === 'POST') !== (id === '')) {
    return `"path" of a ${method} is ${method === 'POST' ? collection : `${collection}/{id}`}.`;
  }
  if (bulkId !== undefined && bulkId !== null && (typeof bulkId !== 'string' || bulkId === '')) {
    return '"bulkId" must be a text that is not empty.';
  }
  if (version !== undefined && version !== null && typeof version !== 'string') return '"version" must be an ETag.';
  return method !== 'DELETE' && !isJsonObject(data) ? `"data" must be the body of the ${method}.` : null;
}

function invalidSyntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail);
}
