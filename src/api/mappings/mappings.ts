/** Explicit mappings: what a group gives, whatever its name. */
import { z } from 'zod';
import { changeMapping, createMapping, deleteMapping } from '../../domain/administration/mappings/change-mappings.ts';
import { getMapping, type ListedMapping, listMappings } from '../../domain/administration/mappings/list-mappings.ts';
import { lastIdOf, pageOf, pageQuery, readCursor, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idOf, idParamOf, itemParams, organizationParams } from '../http/shared-schemas.ts';
import { mappingChange, mappingOrder, mappingSchema, onDelete } from './mapping-schemas.ts';

const shared = { tag: 'Provisioning' };
const ofAll = { ...shared, path: '/organizations/{org}/scim/mappings', params: organizationParams };
const ofOne = {
  ...shared,
  path: `${ofAll.path}/{id}`,
  params: itemParams('mapping'),
};

export const mappingRoutes: Route[] = [
  route({
    ...ofAll,
    method: 'get',
    summary: 'List the explicit mappings, those that wait for their group included',
    needs: 'access:read',
    query: pageQuery.extend({
      group: idParamOf('group').optional().meta({ description: 'Only those of the group with this id' }),
      workspace: idParamOf('workspace')
        .optional()
        .meta({ description: 'Only those that give the workspace with this id' }),
    }),
    responses: { 200: pageOf(mappingSchema) },
    handle: async ({ params: { org }, query: { limit, cursor, group, workspace } }) => {
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
    needs: 'access:manage',
    body: mappingOrder,
    responses: { 201: mappingSchema },
    handle: async ({ context, params: { org }, body: { group, ...order } }) => {
      const id = await createMapping(context, org, group, order);
      return { status: 201, body: toMapping(await getMapping(org, id)) };
    },
  }),
  route({
    ...ofOne,
    method: 'get',
    summary: 'Read an explicit mapping',
    needs: 'access:read',
    responses: { 200: mappingSchema },
    handle: async ({ params: { org, id } }) => ({ status: 200, body: toMapping(await getMapping(org, id)) }),
  }),
  route({
    ...ofOne,
    method: 'patch',
    summary: 'Change the targets or the priority of a mapping',
    needs: 'access:manage',
    body: mappingChange,
    responses: { 200: mappingSchema },
    handle: async ({ context, params: { org, id }, body }) => {
      await changeMapping(context, org, id, body);
      return { status: 200, body: toMapping(await getMapping(org, id)) };
    },
  }),
  route({
    ...ofOne,
    method: 'delete',
    summary: 'Delete a mapping; onDelete says whether members keep what it gave. 202: a job keeps it for a large group',
    needs: 'access:manage',
    query: z.object({ onDelete }),
    responses: {
      202: z.object({ jobId: idOf('job').meta({ description: 'The job that lets the members keep it' }) }),
      204: null,
    },
    handle: async ({ context, params: { org, id }, query: { onDelete } }) => {
      const jobId = await deleteMapping(context, org, id, onDelete);
      return jobId === null ? { status: 204 } : { status: 202, body: { jobId } };
    },
  }),
];

function toMapping({ group, targets, createdAt, ...mapping }: ListedMapping) {
  return { ...mapping, group, waiting: group.id === null, targets: [...targets], createdAt: createdAt.toISOString() };
}
