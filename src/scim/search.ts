import type { Json, JsonObject } from '../json.ts';
import { namesMessage } from './dialects/schema-names.ts';
import { type Endpoint, objectOf, type ScimAnswer, type ScimRequest } from './exchange.ts';
import { listResponse } from './list/paging.ts';
import { parseListQuery } from './list/query.ts';
import { checkJson } from './schema/text.ts';
import { ScimError } from './scim-error.ts';

const searchSchema = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** `POST .../.search` (RFC 7644 section 3.4.3): the list that GET would give, its parameters in the body. */
export function searchBy(list: Endpoint): Endpoint {
  return async (request) => list({ ...request, query: readSearch(request.body) });
}

function readSearch(body: Json): JsonObject {
  checkJson(body);
  const { schemas, ...query } = objectOf(body, 'a SearchRequest');
  if (!namesMessage(schemas, searchSchema)) {
    throw new ScimError(400, 'invalidSyntax', `"schemas" of a search must be ["${searchSchema}"].`);
  }
  return query;
}

/**
 * `POST /.search`: resources of every type in one list, type after type, each in the order that was asked for. A type whose
 * schemas do not have an attribute of the filter has no matches.
 */
export function searchAll(lists: readonly Endpoint[]): Endpoint {
  return async (request) => {
    const query = readSearch(request.body);
    const ask = (index: number, part: JsonObject) => askOne(lists, { ...request, query: { ...query, ...part } }, index);
    return typeof query.cursor === 'string' ? byCursor(lists, query, ask) : byIndex(lists, query, ask);
  };
}

type Ask = (index: number, part: JsonObject) => Promise<JsonObject | null>;

/** What one type answers; null where it does not have what the filter speaks of. */
async function askOne(lists: readonly Endpoint[], request: ScimRequest, index: number): Promise<JsonObject | null> {
  try {
    return (await lists[index]?.(request))?.body ?? null;
  } catch (error) {
    if (error instanceof ScimError && error.scimType === 'invalidFilter') {
      // Where no type understands it, the filter is wrong.
      if (index === lists.length - 1 && !(await anyUnderstands(lists.slice(0, -1), request))) throw error;
      return null;
    }
    throw error;
  }
}

async function anyUnderstands(lists: readonly Endpoint[], request: ScimRequest): Promise<boolean> {
  const { filter } = request.query;
  const answers = lists.map((list) =>
    list({ ...request, query: { filter, count: 0 } }).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(answers)).includes(true);
}

async function byIndex(lists: readonly Endpoint[], query: JsonObject, ask: Ask): Promise<ScimAnswer> {
  const { startIndex, count } = parseListQuery(query);
  let left = count;
  let before = 0;
  const found: Json[] = [];
  for (const index of lists.keys()) {
    const body = await ask(index, { startIndex: Math.max(1, startIndex - before), count: left });
    const rows = resourcesOf(body);
    found.push(...rows);
    left -= rows.length;
    before += Number(body?.totalResults ?? 0);
  }
  return answer(found, before, { startIndex });
}

/** A cursor says in front of which type it stands: `1.<cursor of that type>`, empty for its first page. */
async function byCursor(lists: readonly Endpoint[], query: JsonObject, ask: Ask): Promise<ScimAnswer> {
  const { count } = parseListQuery(query);
  const [, at = '0', inner = ''] = /^(\d)\.(.*)$/.exec(String(query.cursor)) ?? [];
  if (query.cursor !== '' && !lists[Number(at)])
    throw new ScimError(400, 'invalidCursor', 'This cursor is not of this search.');
  const found: Json[] = [];
  let total = 0;
  let next: string | null = null;
  for (const index of lists.keys()) {
    const left = count - found.length;
    const isNow = next === null && index >= Number(at) && left > 0;
    const cursor = index === Number(at) ? inner : '';
    const body = await ask(index, isNow ? { cursor, count: left } : { cursor: null, count: 0 });
    total += Number(body?.totalResults ?? 0);
    if (isNow) {
      found.push(...resourcesOf(body));
      if (typeof body?.nextCursor === 'string') next = `${index}.${body.nextCursor}`;
    } else if (next === null && index > Number(at) && Number(body?.totalResults ?? 0) > 0) next = `${index}.`;
  }
  return answer(found, total, next === null ? {} : { nextCursor: next });
}

function resourcesOf(body: JsonObject | null): Json[] {
  return Array.isArray(body?.Resources) ? body.Resources : [];
}

function answer(found: Json[], total: number, paging: JsonObject): ScimAnswer {
  return { status: 200, body: listResponse(found, total, paging) };
}
