/** From what a list request asks to the page that the domain reads, and on to the answer: by index or by cursor. */

import type { Page, PageRequest } from '../../domain/directory/list-users.ts';
import { now } from '../../domain/kernel/clock.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Resources, ScimAnswer } from '../exchange.ts';
import type { CursorScope } from './cursor.ts';
import type { Place } from './places.ts';
import type { ListQuery } from './query.ts';
import type { MongoSort } from './sort.ts';

type Asked = ListQuery & { readonly orgId: string };

export function pageRequestOf<T>(
  resources: Resources,
  asked: Asked,
  filter: PageRequest<T>['filter'],
  order: MongoSort,
): PageRequest<T> {
  const page = { filter, order, limit: asked.count };
  if (asked.cursor === null) {
    const before = asked.startIndex - 1;
    const place = resources.places.before(JSON.stringify(scopeOf(resources, asked)), before);
    return { ...page, skip: before - (place?.rows ?? 0), after: place?.key ?? null };
  }
  const after = asked.cursor === '' ? null : resources.cursors.read(scopeOf(resources, asked), asked.cursor, now());
  return { ...page, skip: 0, after };
}

/** RFC 7644 section 3.4.2; by cursor, RFC 9865 section 2: without `startIndex`, the last page without `nextCursor`. */
export function answerPage(
  resources: Resources,
  asked: Asked,
  { total, before, more }: Page<unknown>,
  rendered: readonly JsonObject[],
): ScimAnswer {
  const scope = scopeOf(resources, asked);
  if (asked.cursor === null) {
    const rows = asked.startIndex - 1;
    const note = (place: Place) => resources.places.note(JSON.stringify(scope), place);
    if (before !== null) note({ rows, key: before });
    if (more !== null) note({ rows: rows + rendered.length, key: more });
  }
  const next = more === null ? {} : { nextCursor: resources.cursors.write(scope, more, now()) };
  const paging = asked.cursor === null ? { startIndex: asked.startIndex } : next;
  return { status: 200, body: listResponse([...rendered], total, paging) };
}

export function listResponse(found: Json[], total: number, paging: JsonObject): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    ...paging,
    itemsPerPage: found.length,
    Resources: found,
  };
}

export function scopeOf({ type }: Resources, { orgId, filterText, sortBy, sortOrder }: Asked): CursorScope {
  return { orgId, endpoint: type.endpoint, filter: filterText, sortBy, sortOrder };
}
