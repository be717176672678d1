/** `POST /Bulk` (RFC 7644 section 3.7): many operations in one request, each with an outcome of its own. */
import type { Json, JsonObject } from '../json.ts';
import { beginPart } from '../storage/patience.ts';
import { errorBody, scimErrorOf } from './answer-errors.ts';
import { referencesIn, withKnownReferences, withoutReferences, withReferences } from './bulk-references.ts';
import { type BulkOperation, readBulkRequest } from './bulk-request.ts';
import { type Endpoint, idIn, type ResourceEndpoints, type ScimAnswer, type ScimRequest } from './exchange.ts';
import { recordDenial } from './record-denial.ts';
import { ScimError } from './scim-error.ts';

const responseSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** A resource that was created without some of its references. */
type Incomplete = { readonly operation: BulkOperation; readonly id: string };
type Outcome = { readonly operation: BulkOperation; readonly answer: ScimAnswer; readonly location: string | null };

/**
 * Operations are carried out in the order of the request, except that one that refers to the `bulkId` of a later one waits
 * for it. Where they wait for each other, a resource is first created without the references and completed once they
 * are known, before any other operation changes it.
 * @param endpoints by the path of their collection, `/Users`
 */
export function bulkEndpoint(endpoints: ReadonlyMap<string, ResourceEndpoints>, baseUrl: string): Endpoint {
  return async (request) => {
    const { operations, failOnErrors } = readBulkRequest(request.body, [...endpoints.keys()]);
    const outcomes = new Map<BulkOperation, Outcome>();
    const ids = new Map<string, string | null>();
    let incomplete: Incomplete[] = [];
    let errors = 0;
    const mayGoOn = () => failOnErrors === null || errors < failOnErrors;
    const settle = (operation: BulkOperation, answer: ScimAnswer, id: string | null) => {
      if (answer.status >= 400) errors += 1;
      // RFC 7644 section 3.7.3: everything but a POST that failed has a location.
      const at = id ?? withKnownReferences(operation.id, ids);
      const location = operation.collection && at && `${baseUrl}${operation.collection}/${at}`;
      outcomes.set(operation, { operation, answer, location: location || null });
    };
    /** bulkIds of resources that are still to be made. */
    const open = new Set(operations.flatMap(({ method, bulkId }) => (method === 'POST' && bulkId ? [bulkId] : [])));
    const conclude = (operation: BulkOperation, answer: ScimAnswer) => {
      const id = answer.status >= 400 ? null : idAfter(operation, answer, ids);
      if (operation.method === 'POST' && operation.bulkId !== null) {
        ids.set(operation.bulkId, id);
        open.delete(operation.bulkId);
      }
      settle(operation, answer, id);
      return id;
    };
    const run = (operation: BulkOperation, data = operation.data) => attempt(endpoints, request, operation, data, ids);
    const isReady = ({ id, references }: BulkOperation) =>
      references.every((bulkId) => !open.has(bulkId)) &&
      !incomplete.some(({ operation: { bulkId } }) => bulkId !== null && referencesIn(id).includes(bulkId));

    const waiting = [...operations];
    while (waiting.length > 0 && mayGoOn()) {
      const first = waiting.findIndex(isReady);
      if (first < 0) {
        const [next] = waiting.splice(
          waiting.findIndex(({ method }) => method === 'POST'),
          1,
        ) as [BulkOperation];
        const id = conclude(next, await run(next, withoutReferences(next.data, open)));
        if (id !== null) incomplete.push({ operation: next, id });
        await completeWhatCan();
        continue;
      }
      const [next] = waiting.splice(first, 1) as [BulkOperation];
      conclude(next, await run(next));
      await completeWhatCan();
    }
    // What too many errors kept from being made is not there to refer to.
    for (const bulkId of open) ids.set(bulkId, null);
    open.clear();
    await completeWhatCan();
    return {
      status: 200,
      body: {
        schemas: [responseSchema],
        Operations: operations.flatMap((operation) => {
          const outcome = outcomes.get(operation);
          return outcome ? [toResponse(outcome)] : [];
        }),
      },
    };

    /** Gives resources the references that they were created without, where these are known by now. */
    async function completeWhatCan(): Promise<void> {
      const can = incomplete.filter(({ operation }) => operation.references.every((bulkId) => !open.has(bulkId)));
      for (const { operation, id } of can) await complete(operation, id);
      incomplete = incomplete.filter((one) => !can.includes(one));
    }

    /** Where the complete resource is refused, what was created of it goes again. */
    async function complete(operation: BulkOperation, id: string): Promise<void> {
      const answer = await run({ ...operation, method: 'PUT', id, version: null });
      if (answer.status < 400) {
        settle(operation, { ...answer, status: 201 }, id);
        return;
      }
      await run({ ...operation, method: 'DELETE', id, version: null }, null);
      if (operation.bulkId !== null) ids.set(operation.bulkId, null);
      settle(operation, answer, null);
    }
  };
}

const methods = { POST: 'create', PUT: 'replace', PATCH: 'patch', DELETE: 'remove' } as const;

/** One operation as the endpoint of its resource would answer it alone. */
async function attempt(
  endpoints: ReadonlyMap<string, ResourceEndpoints>,
  request: ScimRequest,
  { method, collection, id, version, fault }: BulkOperation,
  data: Json,
  ids: ReadonlyMap<string, string | null>,
): Promise<ScimAnswer> {
  try {
    if (fault) throw fault;
    beginPart();
    const endpoint = endpoints.get(collection)?.[methods[method]] as Endpoint;
    return await endpoint({
      ...request,
      query: {},
      id: String(withReferences(id, ids)),
      body: withReferences(data, ids),
      ifMatch: version,
      ifNoneMatch: null,
    });
  } catch (thrown) {
    const path = method === 'POST' ? collection : `${collection}/:id`;
    await recordDenial(thrown, request.caller, { method, path, id });
    const error = scimErrorOf(thrown, request.caller.context.requestId ?? '');
    // The database is gone: the rest would fail too, and the client is to send all of it again.
    if (error.status >= 500) throw thrown instanceof ScimError ? thrown : error;
    return { status: error.status, body: errorBody(error) };
  }
}

function idAfter({ id }: BulkOperation, answer: ScimAnswer, ids: ReadonlyMap<string, string | null>): string {
  return answer.status === 201 ? idIn(answer) : String(withReferences(id, ids));
}

/** RFC 7644 section 3.7.3: the body of an answer is shown where the operation failed. */
function toResponse({ operation: { method, bulkId }, answer, location }: Outcome): JsonObject {
  const { status, body, headers = {} } = answer;
  return {
    method,
    ...(bulkId === null ? {} : { bulkId }),
    ...(headers.ETag === undefined ? {} : { version: headers.ETag }),
    ...(location === null ? {} : { location }),
    status: String(status),
    ...(status >= 400 && body ? { response: body } : {}),
  };
}
