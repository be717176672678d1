/** Groups with what they give, or why they give nothing. */
import { z } from 'zod';
import { describeUnmatched } from '../../domain/access/mapping/nearest-names.ts';
import { listMappedGroups, type MappedGroup } from '../../domain/administration/mappings/list-mapped-groups.ts';
import { lastIdOf, pageOf, readCursor, searchQuery, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import {
  exampleGroup,
  exampleIds,
  id,
  organizationParams,
  organizationRoleSchema,
  orNull,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

const mappedGroupSchema = z
  .object({
    id,
    displayName: z.string(),
    externalId: z.string().nullable(),
    members: z.int().meta({ description: 'Direct members' }),
    mapping: z.object({
      state: z.enum(['explicit', 'convention', 'unmatched']),
      reason: z.string().nullable().meta({ description: 'Why nothing matches; null when something does' }),
      detail: z.string().nullable().meta({ description: 'The same for people, with the nearest names' }),
      nearest: z.array(z.object({ kind: z.enum(['workspace', 'role', 'group']), name: z.string() })),
    }),
    targets: z.array(
      z.object({
        workspaceId: id.nullable(),
        workspaceName: z.string().nullable(),
        workspaceRole: orNull(workspaceRoleSchema),
        organizationRole: orNull(organizationRoleSchema),
      }),
    ),
  })
  .meta({
    id: 'MappedGroup',
    examples: [
      {
        ...exampleGroup,
        externalId: null,
        members: 12,
        mapping: { state: 'convention', reason: null, detail: null, nearest: [] },
        targets: [
          {
            workspaceId: exampleIds.workspace,
            workspaceName: 'Research',
            workspaceRole: 'Workspace Viewer',
            organizationRole: null,
          },
        ],
      },
    ],
  });

export const mappedGroupRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/scim/groups',
    summary: 'List groups with what they are mapped to, or why they are not',
    needs: 'access:read',
    tag: 'Provisioning',
    params: organizationParams,
    query: searchQuery.extend({ state: z.enum(['explicit', 'convention', 'unmatched']).optional() }),
    responses: { 200: pageOf(mappedGroupSchema) },
    handle: async ({ params: { org }, query: { q, limit, cursor, state } }) => {
      const list = `scim-groups/${org}`;
      const after = lastIdOf(readCursor(list, cursor));
      const rows = await listMappedGroups(org, state, { q, after, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ group }) => [group._id]);
      return { status: 200, body: { items: items.map(toMappedGroup), nextCursor } };
    },
  }),
];

function toMappedGroup({ group, members, nearest, targets }: MappedGroup) {
  const { _id: id, displayName, externalId, mapping } = group;
  const reason = mapping.state === 'unmatched' ? mapping.reason : null;
  const detail = reason === null ? null : describeUnmatched(reason, nearest);
  const shown = { state: mapping.state, reason, detail, nearest: [...nearest] };
  return { id, displayName, externalId, members, mapping: shown, targets: [...targets] };
}
