/** Held changes: what the mass-change guard keeps until an admin decides. */
import { decideHeldChange } from '../../domain/access/guard/decide-held-change.ts';
import {
  type HoldingMember,
  type ListedHeldChange,
  listHeldChanges,
  listHoldingMembers,
  viewHeldChange,
} from '../../domain/access/guard/list-held-changes.ts';
import { emailOf } from '../../domain/model/member.ts';
import { lastIdOf, pageOf, pageQuery, readCursor, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { itemParams, organizationParams } from '../http/shared-schemas.ts';
import { heldChangeSchema, holdingMemberSchema } from './held-change-schemas.ts';

const shared = { tag: 'Access' };
const params = itemParams('heldChange');
const path = '/organizations/{org}/held-changes';
const page = pageQuery;

export const heldChangeRoutes: Route[] = [
  route({
    ...shared,
    method: 'get',
    path,
    summary: 'List the changes of groups whose effect on access is or was held, newest first',
    needs: 'access:read',
    params: organizationParams,
    query: page.extend({
      status: heldChangeSchema.shape.status.optional().meta({ description: 'Only those with this status' }),
    }),
    responses: { 200: pageOf(heldChangeSchema) },
    handle: async ({ params: { org }, query: { limit, cursor, status } }) => {
      const list = `held-changes/${org}`;
      const before = lastIdOf(readCursor(list, cursor));
      const rows = await listHeldChanges(org, status, { before, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ change }) => [change._id]);
      return { status: 200, body: { items: items.map(toHeldChange), nextCursor } };
    },
  }),
  route({
    ...shared,
    method: 'get',
    path: `${path}/{id}`,
    summary: 'Read a held change',
    needs: 'access:read',
    params,
    responses: { 200: heldChangeSchema },
    handle: async ({ params: { org, id } }) => ({ status: 200, body: toHeldChange(await viewHeldChange(org, id)) }),
  }),
  route({
    ...shared,
    method: 'get',
    path: `${path}/{id}/members`,
    summary: 'List the members who lose access by approval, with what they lose; empty once it is decided',
    needs: 'access:read',
    params,
    query: page,
    responses: { 200: pageOf(holdingMemberSchema) },
    handle: async ({ params: { org, id }, query: { limit, cursor } }) => {
      const list = `held-changes/${org}/${id}/members`;
      const after = lastIdOf(readCursor(list, cursor));
      const rows = await listHoldingMembers(org, id, { after, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ member }) => [member._id]);
      return { status: 200, body: { items: items.map(toHoldingMember), nextCursor } };
    },
  }),
  decision('approve', 'approved', 'Let a held change have its effect: its members lose what is held'),
  decision('reject', 'rejected', 'Let the members keep what is held, as grants made by hand'),
];

function decision(verb: 'approve' | 'reject', status: 'approved' | 'rejected', summary: string): Route {
  return route({
    ...shared,
    method: 'post',
    path: `${path}/{id}/${verb}`,
    summary,
    params,
    responses: { 200: heldChangeSchema },
    needs: 'access:manage',
    handle: async ({ context, params: { org, id } }) => {
      await decideHeldChange(context, org, id, status);
      return { status: 200, body: toHeldChange(await viewHeldChange(org, id)) };
    },
  });
}

function toHeldChange({ change, members, counting }: ListedHeldChange) {
  const { _id: id, status, groupId, groupName, cause, affected, createdAt, updatedAt, jobId } = change;
  return {
    id,
    status,
    group: { id: groupId, displayName: groupName },
    cause,
    affected,
    members,
    counting,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    decidedAt: change.decidedAt?.toISOString() ?? null,
    decidedBy: change.decidedBy,
    jobId,
  };
}

function toHoldingMember({ member, held }: HoldingMember) {
  const { _id: memberId, name, status } = member;
  return { memberId, email: emailOf(member), name, status, held: [...held] };
}
