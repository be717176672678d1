/** The list of members as a file, by the same filters. */
import type { z } from 'zod';
import {
  exportMembers,
  type MemberFilter,
  type memberOrders,
} from '../../domain/administration/members/list-members.ts';
import { csvOf } from '../http/csv.ts';
import { type Route, route, textStream } from '../http/route-declaration.ts';
import { organizationParams } from '../http/shared-schemas.ts';
import { filterOf, membersQuery } from './member-filter.ts';
import { exampleMember, type memberSchema, toMember } from './member-schemas.ts';

const columns = [
  'id',
  'name',
  'email',
  'claimedEmail',
  'userName',
  'externalId',
  'status',
  'organizationRole',
  'managedBy',
  'signedIn',
  'createdAt',
  'workspaces',
  'groups',
] as const;

export const memberExportRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/member-export',
    summary: 'Export the members that the list would show, all of them, as CSV with a line of headings',
    needs: 'members:read',
    tag: 'Members',
    params: organizationParams,
    query: membersQuery.omit({ limit: true, cursor: true }),
    responses: { 200: textStream },
    media: { 'text/csv': csvOf([columns, cellsOf(exampleMember)]) },
    handle: async ({ params: { org }, query: { sort, ...asked } }) => {
      const headers = {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="members.csv"',
      };
      return { status: 200, headers, body: written(org, filterOf(asked), sort) };
    },
  }),
];

async function* written(org: string, filter: MemberFilter, sort: (typeof memberOrders)[number]) {
  yield csvOf([columns]);
  for await (const page of exportMembers(org, filter, sort)) yield csvOf(page.map((view) => cellsOf(toMember(view))));
}

/** Several values share a cell, with a semicolon between them. */
function cellsOf({ workspaces, groups, ...member }: z.input<typeof memberSchema>): string[] {
  const listed = {
    ...member,
    workspaces: workspaces.map(({ name, roles }) => `${name}: ${roles.join(' + ')}`).join('; '),
    groups: groups.map(({ displayName }) => displayName).join('; '),
  };
  return columns.map((column) => String(listed[column] ?? ''));
}
