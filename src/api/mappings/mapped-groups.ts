/** Groups with what they give, or why they give nothing. */
import { z } from 'zod';
import { describeUnmatched } from '../../domain/access/mapping/nearest-names.ts';
import { explainName } from '../../domain/administration/mappings/explain-name.ts';
import {
  listMappedGroups,
  type MappedGroup,
  viewMappedGroup,
} from '../../domain/administration/mappings/list-mapped-groups.ts';
import { limits } from '../../domain/model/limits.ts';
import { lastIdOf, pageOf, readCursor, searchQuery, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import {
  exampleGroup,
  exampleIds,
  groupReference,
  id,
  noControls,
  organizationItemParams,
  organizationParams,
  organizationRoleSchema,
  orNull,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

const unmatched = {
  reason: z.string().nullable().meta({ description: 'Why nothing matches; null when something does' }),
  detail: z.string().nullable().meta({ description: 'The same for people, with the nearest names' }),
  nearest: z.array(z.object({ kind: z.enum(['workspace', 'role', 'group']), name: z.string() })),
};

const targetSchema = z.object({
  workspaceId: id.nullable(),
  workspaceName: z.string().nullable(),
  workspaceRole: orNull(workspaceRoleSchema),
  organizationRole: orNull(organizationRoleSchema),
});

const groupFields = {
  id,
  displayName: z.string(),
  externalId: z.string().nullable(),
  members: z.int().meta({ description: 'Direct members' }),
  mapping: z.object({ state: z.enum(['explicit', 'convention', 'unmatched']), ...unmatched }),
  targets: z.array(targetSchema),
};

const mappedGroupSchema = z.object(groupFields).meta({
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

const oneGroupSchema = z
  .object({
    ...groupFields,
    contains: z.array(groupReference).meta({ description: 'Groups that are members of it' }),
    within: z.array(groupReference).meta({ description: 'Groups that it is a member of' }),
  })
  .meta({ id: 'MappedGroupWithNesting', description: 'A group with what it gives, and its place among groups' });

const nameReadingSchema = z
  .object({ ...unmatched, target: orNull(targetSchema).meta({ description: 'What it gives; null: nothing' }) })
  .meta({ id: 'NameReading', description: 'What the naming convention reads in a group’s name' });

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
  route({
    method: 'get',
    path: '/organizations/{org}/scim/groups/{id}',
    summary: 'Read a group with what it is mapped to, the groups in it and those that it is in',
    needs: 'access:read',
    tag: 'Provisioning',
    params: organizationItemParams,
    responses: { 200: oneGroupSchema },
    handle: async ({ params: { org, id } }) => {
      const { contains, within, ...group } = await viewMappedGroup(org, id);
      return { status: 200, body: { ...toMappedGroup(group), contains: [...contains], within: [...within] } };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/scim/name-reading',
    summary: 'Read a name as that of a group by the naming convention, whether it is switched on or not',
    needs: 'access:read',
    tag: 'Provisioning',
    params: organizationParams,
    query: z.object({
      displayName: z
        .string()
        .trim()
        .min(1)
        .max(limits.groupName)
        .regex(...noControls),
    }),
    responses: { 200: nameReadingSchema },
    handle: async ({ params: { org }, query: { displayName } }) => {
      const { reason, nearest, target } = await explainName(org, displayName);
      const detail = reason === null ? null : describeUnmatched(reason, nearest);
      return { status: 200, body: { reason, detail, nearest: [...nearest], target } };
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
