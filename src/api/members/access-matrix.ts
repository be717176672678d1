/** Members by workspaces: who has which role where, as one table. */
import { z } from 'zod';
import { listMembers } from '../../domain/administration/members/list-members.ts';
import type { MemberView } from '../../domain/administration/members/view-members.ts';
import { emailOf } from '../../domain/model/member.ts';
import { listWorkspaces } from '../../domain/model/workspace.ts';
import { memberKeyOf, pageOf, pageOfAll, readCursor, toMemberKey, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import {
  allRoles,
  exampleIds,
  idOf,
  memberEmail,
  memberStatusSchema,
  organizationParams,
  organizationRoleSchema,
  orNull,
  personName,
  sourceSchema,
  workspaceName,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';
import { filterOf, membersQuery } from './member-filter.ts';

const rowSchema = z.object({
  memberId: idOf('member'),
  name: personName,
  email: memberEmail,
  status: memberStatusSchema,
  organizationRole: orNull(organizationRoleSchema).meta({ description: 'null: not active' }),
  cells: z
    .array(
      z.object({ workspaceId: idOf('workspace'), role: workspaceRoleSchema, roles: allRoles, source: sourceSchema }),
    )
    .meta({
      description: 'Only workspaces of these columns with access; of pending members, what they are invited to',
    }),
});

const matrixSchema = pageOf(rowSchema)
  .extend({
    columns: z
      .array(z.object({ workspaceId: idOf('workspace'), name: workspaceName }))
      .meta({ description: 'Oldest workspace first' }),
    nextColumns: z
      .string()
      .nullable()
      .meta({ description: 'Sent as `columns`, gives the next columns; null: these are the last', examples: [null] }),
  })
  .meta({
    id: 'AccessMatrix',
    description: 'A page of members, with their roles in a page of workspaces',
    examples: [
      {
        columns: [{ workspaceId: exampleIds.workspace, name: 'Research' }],
        nextColumns: null,
        items: [
          {
            memberId: exampleIds.member,
            name: 'Ada Lovelace',
            email: 'ada@acme.example',
            status: 'active',
            organizationRole: 'Organization User',
            cells: [
              {
                workspaceId: exampleIds.workspace,
                role: 'Workspace Viewer',
                roles: ['Workspace Viewer'],
                source: 'scim-group',
              },
            ],
          },
        ],
        nextCursor: null,
        total: 1,
      },
    ],
  });

export const accessMatrixRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/access-matrix',
    summary: 'Members by workspaces with role and source, page by page in both directions',
    needs: 'access:read',
    tag: 'Access',
    params: organizationParams,
    query: membersQuery.extend({
      columnLimit: z.coerce.number().int().min(1).max(200).default(100).meta({ description: 'Workspaces a page' }),
      columns: z.string().max(2_000).optional().meta({ description: 'nextColumns of the columns before' }),
    }),
    responses: { 200: matrixSchema },
    handle: async ({ params: { org }, query }) => {
      const { limit, sort, cursor, columnLimit, columns, ...asked } = query;
      const list = `access-matrix/${org}/${sort}`;
      const after = toMemberKey(readCursor(list, cursor));
      const across = { limit: columnLimit, cursor: columns };
      const shown = pageOfAll(`access-matrix-columns/${org}`, await listWorkspaces(org), across, 'oldest first');
      const page = { sort, after, limit: limit + 1 };
      const { rows, total } = await listMembers(org, filterOf(asked), page, { withTotal: cursor === undefined });
      const { items, nextCursor } = toPage(list, rows, limit, ({ member }) => memberKeyOf(member));
      const columnIds = new Set(shown.items.map(({ _id }) => _id));
      return {
        status: 200,
        body: {
          columns: shown.items.map(({ _id: workspaceId, name }) => ({ workspaceId, name })),
          nextColumns: shown.nextCursor,
          items: items.map((view) => toRow(view, columnIds)),
          nextCursor,
          ...(total === undefined ? {} : { total }),
        },
      };
    },
  }),
];

function toRow({ member, organizationRole, workspaces }: MemberView, columnIds: ReadonlySet<string>) {
  const { _id: memberId, name, status } = member;
  const cells = workspaces
    .filter(({ workspaceId }) => columnIds.has(workspaceId))
    .map(({ workspaceId, role, roles, source }) => ({ workspaceId, role, roles: [...roles], source }));
  return { memberId, name, email: emailOf(member), status, organizationRole, cells };
}
