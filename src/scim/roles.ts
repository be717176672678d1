/**
 * `/Roles`: the roles that a directory may name in `roles` of a User, to be read and nothing else
 * (draft-ietf-scim-roles-entitlements). They are thousands at most, so filters, order and pages are made here, and of a page that is
 * nothing but the next one no other is looked at.
 */

import { findDirectoryRole, type ListedRole, listDirectoryRoles } from '../domain/directory/list-roles.ts';
import type { SortKey } from '../domain/directory/list-users.ts';
import { now } from '../domain/kernel/clock.ts';
import { foldName } from '../domain/kernel/fold-name.ts';
import { everyWorkspace } from '../domain/model/workspace.ts';
import type { Json, JsonObject } from '../json.ts';
import { type Endpoint, locationOf, type Resources } from './exchange.ts';
import { compileMatcher } from './filter/match.ts';
import { listResponse, scopeOf } from './list/paging.ts';
import { compileProjection } from './list/project.ts';
import { type ListQuery, parseAttributeSelection, parseListQuery } from './list/query.ts';
import { notSortable } from './list/sort.ts';
import { resolveName } from './schema/resolve.ts';
import { ScimError } from './scim-error.ts';

export function roleEndpoints(resources: Resources): { readonly list: Endpoint; readonly read: Endpoint } {
  const { type, cursors } = resources;

  return {
    async list({ caller: { orgId }, query }) {
      const asked = { ...parseListQuery(query), orgId };
      const matches = asked.filter ? compileMatcher(type, asked.filter) : () => true;
      const order = orderOf(resources, asked);
      const projection = compileProjection(type, asked);
      const isLookedAt = asked.filter !== null || asked.sortBy !== null;
      const shownAs = (role: ListedRole) => represent(resources, role);
      const rows = (await listDirectoryRoles(orgId))
        .map((role) => ({ role, looked: isLookedAt ? shownAs(role) : null }))
        .filter(({ looked }) => looked === null || matches(looked))
        .map(({ role, looked }): Row => ({ role, key: looked === null ? [null, role.id] : order.keyOf(looked) }))
        .sort((a, b) => order.compare(a.key, b.key));
      const scope = scopeOf(resources, asked);
      const after = asked.cursor ? cursors.read(scope, asked.cursor, now()) : null;
      const rest =
        after === null ? rows.slice(asked.startIndex - 1) : rows.filter(({ key }) => order.compare(key, after) > 0);
      const page = rest.slice(0, asked.count);
      const last = rest.length > page.length ? page.at(-1) : undefined;
      const paging =
        asked.cursor === null
          ? { startIndex: asked.startIndex }
          : last
            ? { nextCursor: cursors.write(scope, last.key, now()) }
            : {};
      const shown = page.map(({ role }) => projection.apply(shownAs(role)));
      return { status: 200, body: listResponse(shown, rows.length, paging) };
    },

    async read({ caller: { orgId }, id, query }) {
      const projection = compileProjection(type, parseAttributeSelection(query));
      const role = await findDirectoryRole(orgId, id);
      if (!role) throw new ScimError(404, null, `Role "${id.slice(0, 200)}" not found.`);
      return { status: 200, body: projection.apply(represent(resources, role)) };
    },
  };
}

type Row = { readonly role: ListedRole; readonly key: SortKey };

function represent(resources: Resources, { id, value, roleName, workspaceId, workspaceName, supported }: ListedRole) {
  const { type } = resources;
  const place = workspaceId === everyWorkspace ? 'all workspaces' : workspaceName;
  return {
    schemas: [type.schema.id],
    id,
    value,
    display: place === null ? roleName : `${roleName} in ${place}`,
    type: workspaceId === null ? 'organization' : 'workspace',
    supported,
    limitedAssignmentsPermitted: false,
    meta: { resourceType: type.name, location: locationOf(resources, id) },
  } satisfies JsonObject;
}

/** By one attribute, which may be missing, and then by id. @throws ScimError 400 for what has no order */
function orderOf({ type }: Resources, { sortBy, sortOrder }: ListQuery) {
  const path = sortBy === null ? null : resolveName(type, sortBy);
  if (sortBy !== null && (path === null || path.attribute.type === 'complex' || path.attribute.multiValued))
    throw notSortable(type, sortBy);
  const direction = sortOrder === 'ascending' ? 1 : -1;
  return {
    keyOf: (role: JsonObject): SortKey => [path === null ? null : sortable(role[path.attribute.name]), String(role.id)],
    compare: ([a = null, idA]: SortKey, [b = null, idB]: SortKey): number =>
      direction * byText(a, b) || byText(idA ?? null, idB ?? null),
  };
}

function sortable(value: Json | undefined): string | null {
  return value === undefined || value === null ? null : foldName(String(value));
}

/** What is missing comes last. */
function byText(a: SortKey[number], b: SortKey[number]): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return String(a) < String(b) ? -1 : 1;
}
