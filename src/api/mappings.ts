/** How groups give roles: settings of the organization, and explicit mappings. */
import { z } from 'zod';
import { changeMapping, createMapping, deleteMapping } from '../domain/administration/mappings/change-mappings.ts';
import { getMapping, type ListedMapping, listMappings } from '../domain/administration/mappings/list-mappings.ts';
import { changeScimSettings } from '../domain/administration/settings/change-scim-settings.ts';
import { getOrganization } from '../domain/model/organization.ts';
import { authorize } from './authorize.ts';
import {
  mappingChange,
  mappingOrder,
  mappingSchema,
  scimSettingsChange,
  scimSettingsSchema,
} from './mapping-schemas.ts';
import { lastIdOf, pageOf, pageQuery, readCursor, toPage } from './page.ts';
import { type Route, route } from './route.ts';
import { idParam, organizationParams } from './schemas.ts';

const shared = { who: 'Organization Admin', tag: 'Provisioning' };
const ofSettings = {
  ...shared,
  path: '/organizations/{org}/scim/settings',
  params: organizationParams,
  responses: { 200: scimSettingsSchema },
};
const ofAll = { ...shared, path: '/organizations/{org}/scim/mappings', params: organizationParams };
const ofOne = {
  ...shared,
  path: '/organizations/{org}/scim/mappings/{id}',
  params: organizationParams.extend({ id: idParam }),
};

export const mappingRoutes: Route[] = [
  route({
    ...ofSettings,
    method: 'get',
    summary: 'Read how group names give roles, and which group wins',
    handle: async ({ caller, params: { org } }) => {
      await authorize(caller, org, 'access:read');
      return { status: 200, body: { ...(await getOrganization(org)).scim, jobId: null } };
    },
  }),
  route({
    ...ofSettings,
    method: 'patch',
    summary: 'Change how group names give roles; every group is read again, in a large organization by a job',
    body: scimSettingsChange,
    handle: async ({ caller, context, params: { org }, body }) => {
      await authorize(caller, org, 'access:manage');
      const { scim, jobId } = await changeScimSettings(context, org, body);
      return { status: 200, body: { ...scim, jobId } };
    },
  }),
  route({
    ...ofAll,
    method: 'get',
    summary: 'List the explicit mappings, those that wait for their group included',
    query: pageQuery.omit({ q: true }).extend({ group: idParam.optional(), workspace: idParam.optional() }),
    responses: { 200: pageOf(mappingSchema) },
    handle: async ({ caller, params: { org }, query: { limit, cursor, group, workspace } }) => {
      await authorize(caller, org, 'access:read');
      const list = `scim-mappings/${org}`;
      const page = { after: lastIdOf(readCursor(list, cursor)), limit: limit + 1 };
      const rows = await listMappings(org, { groupId: group, workspaceId: workspace }, page);
      const { items, nextCursor } = toPage(list, rows, limit, ({ id }) => [id]);
      return { status: 200, body: { items: items.map(toMapping), nextCursor } };
    },
  }),
  route({
    ...ofAll,
    method: 'post',
    summary: 'Say what a group gives, whatever its name; also before the directory pushes it',
    body: mappingOrder,
    responses: { 201: mappingSchema },
    handle: async ({ caller, context, params: { org }, body: { group, ...order } }) => {
      await authorize(caller, org, 'access:manage');
      const id = await createMapping(context, org, group, order);
      return { status: 201, body: toMapping(await getMapping(org, id)) };
    },
  }),
  route({
    ...ofOne,
    method: 'get',
    summary: 'Read an explicit mapping',
    responses: { 200: mappingSchema },
    handle: async ({ caller, params: { org, id } }) => {
      await authorize(caller, org, 'access:read');
      return { status: 200, body: toMapping(await getMapping(org, id)) };
    },
  }),
  route({
    ...ofOne,
    method: 'patch',
    summary: 'Change the targets or the priority of a mapping',
    body: mappingChange,
    responses: { 200: mappingSchema },
    handle: async ({ caller, context, params: { org, id }, body }) => {
      await authorize(caller, org, 'access:manage');
      await changeMapping(context, org, id, body);
      return { status: 200, body: toMapping(await getMapping(org, id)) };
    },
  }),
  route({
    ...ofOne,
    method: 'delete',
    summary: 'Delete a mapping; onDelete says whether members keep what it gave. 202: a job keeps it for a large group',
    query: z.object({ onDelete: z.enum(['keep', 'remove']) }),
    responses: { 202: z.object({ jobId: z.string() }), 204: null },
    handle: async ({ caller, context, params: { org, id }, query: { onDelete } }) => {
      await authorize(caller, org, 'access:manage');
      const jobId = await deleteMapping(context, org, id, onDelete);
      return jobId === null ? { status: 204 } : { status: 202, body: { jobId } };
    },
  }),
];

function toMapping({ group, targets, createdAt, ...mapping }: ListedMapping) {
  return { ...mapping, group, waiting: group.id === null, targets: [...targets], createdAt: createdAt.toISOString() };
}
