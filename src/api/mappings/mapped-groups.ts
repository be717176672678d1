/** Groups with what they give, or why they give nothing. */
import { z } from 'zod';
import { describeUnmatched } from '../../domain/access/mapping/nearest-names.ts';
import { explainName } from '../../domain/administration/mappings/explain-name.ts';
import {
  listMappedGroups,
  type MappedGroup,
  viewMappedGroup,
} from '../../domain/administration/mappings/list-mapped-groups.ts';
import { groupMakers } from '../../domain/model/group.ts';
import { limits } from '../../domain/model/limits.ts';
import { lastIdOf, pageOf, readCursor, searchQuery, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import {
  exampleGroup,
  exampleIds,
  groupName,
  groupReference,
  idOf,
  itemParams,
  noControls,
  organizationParams,
  organizationRoleSchema,
  orNull,
  workspaceName,
  workspaceOrAll,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

const madeBySchema = z.enum(groupMakers).meta({
  id: 'GroupMaker',
  description: '`directory`: a directory has pushed the group; `admin`: admins made it, and SCIM does not show it',
});

const mappingState = z.enum(['explicit', 'convention', 'unmatched']).meta({
  description: '`explicit`: an admin said what it gives; `convention`: its name says so; `unmatched`: it gives nothing',
});

const unmatched = {
  reason: z
    .string()
    .nullable()
    .meta({ description: 'Why nothing matches; null when something does', examples: ['unknown_workspace'] }),
  detail: z
    .string()
    .nullable()
    .meta({
      description: 'The same for people, with the nearest names; null when something matches',
      examples: ['No workspace is called "Reserch".'],
    }),
  nearest: z
    .array(
      z.object({
        kind: z.enum(['workspace', 'role', 'group']).meta({ description: 'What has this name' }),
        name: z.string().meta({ description: 'A name that there is', examples: ['Research'] }),
      }),
    )
    .meta({ description: 'What the name was probably meant to say, nearest first; empty: nothing is near' }),
};

const targetSchema = z.object({
  workspaceId: workspaceOrAll.nullable().meta({
    description: 'Id of the workspace; `*`: all of them; null: an organization role',
  }),
  workspaceName: workspaceName.nullable().meta({ description: 'Name of the workspace; null: an organization role' }),
  workspaceRole: orNull(workspaceRoleSchema).meta({ description: 'The role there; null: an organization role' }),
  organizationRole: orNull(organizationRoleSchema).meta({ description: 'null: a workspace role' }),
});

const groupFields = {
  id: idOf('group').meta({ description: 'Of a group of the directory also the id of the SCIM Group' }),
  displayName: groupName,
  madeBy: madeBySchema,
  externalId: z
    .string()
    .nullable()
    .meta({ description: 'What the directory calls it; null: it did not say', examples: ['00g1a2b3c4'] }),
  members: z.int().meta({ description: 'How many direct members it has', examples: [12] }),
  mapping: z
    .object({ state: mappingState, ...unmatched })
    .meta({ description: 'Whether it gives anything, and why not' }),
  targets: z.array(targetSchema).meta({ description: 'What it gives its members' }),
};

const mappedGroupSchema = z.object(groupFields).meta({
  id: 'MappedGroup',
  description: 'A group that a directory has pushed or admins made, with what it gives',
  examples: [
    {
      ...exampleGroup,
      madeBy: 'directory',
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
    query: searchQuery.extend({
      madeBy: madeBySchema.optional().meta({ description: 'Only those that they made' }),
      state: mappingState.optional().meta({ description: 'Only those of which this is true' }),
    }),
    responses: { 200: pageOf(mappedGroupSchema) },
    handle: async ({ params: { org }, query: { q, limit, cursor, state, madeBy } }) => {
      const list = `scim-groups/${org}`;
      const after = lastIdOf(readCursor(list, cursor));
      const rows = await listMappedGroups(org, { state, madeBy }, { q, after, limit: limit + 1 });
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
    params: itemParams('group'),
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
        .regex(...noControls)
        .meta({ description: 'The name to read', examples: [exampleGroup.displayName] }),
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
  const madeBy = group.madeBy ?? 'directory';
  return { id, displayName, madeBy, externalId, members, mapping: shown, targets: [...targets] };
}
