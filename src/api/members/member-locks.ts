/** Locking a member: everything ends at once, and stays denied until somebody lifts it. */
import { z } from 'zod';
import { type LockOutcome, lockMember } from '../../domain/administration/members/lock-member.ts';
import { viewMember } from '../../domain/administration/members/view-members.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { memberParams, noControls } from '../http/shared-schemas.ts';
import { exampleMember, memberSchema, toLock, toMember } from './member-schemas.ts';

const outcomeSchema = z
  .object({
    member: memberSchema.meta({ description: 'The member as it is from now on' }),
    ended: z
      .object({
        sessions: z.int().meta({ description: 'Sessions that reached this organization', examples: [2] }),
        apiKeys: z.int().meta({ description: 'Personal keys that reached this organization', examples: [1] }),
      })
      .meta({ description: 'What ended by it, everywhere' }),
  })
  .meta({
    id: 'LockOutcome',
    description: 'What locking or unlocking did, or with `dryRun=true` would do',
    examples: [
      {
        member: {
          ...exampleMember,
          organizationRole: null,
          workspaces: [],
          lock: { at: exampleMember.createdAt, reason: 'The laptop was stolen' },
        },
        ended: { sessions: 2, apiKeys: 1 },
      },
    ],
  });

const shared = {
  method: 'post',
  needs: 'access:manage',
  tag: 'Members',
  params: memberParams,
  query: z.object({
    dryRun: z
      .enum(['true', 'false'])
      .default('false')
      .meta({ description: '`true`: answer what would be, and write nothing' }),
  }),
  responses: { 200: outcomeSchema },
} as const;

export const memberLockRoutes: Route[] = [
  route({
    ...shared,
    path: '/organizations/{org}/members/{member}/lock',
    summary:
      'Lock a member: sessions and keys end, and all access is denied until it is unlocked, whatever the directory says; never the last Organization Admin',
    body: z.strictObject({
      reason: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .regex(...noControls)
        .meta({ description: 'Why, for who reads it later', examples: ['The laptop was stolen'] }),
    }),
    handle: async ({ context, params: { org, member }, query: { dryRun }, body: { reason } }) => {
      const order = { orgId: org, memberId: member, reason, dryRun: dryRun === 'true' };
      return { status: 200, body: await shown(org, member, await lockMember(context, order)) };
    },
  }),
  route({
    ...shared,
    path: '/organizations/{org}/members/{member}/unlock',
    summary: 'Unlock a member: what groups, invitations and overrides give counts again; what ended stays ended',
    handle: async ({ context, params: { org, member }, query: { dryRun } }) => {
      const order = { orgId: org, memberId: member, reason: null, dryRun: dryRun === 'true' };
      return { status: 200, body: await shown(org, member, await lockMember(context, order)) };
    },
  }),
];

async function shown(org: string, memberId: string, { lock, access, sessions, keys }: LockOutcome) {
  const member = { ...toMember(await viewMember(org, memberId, access)), lock: lock ? toLock(lock) : null };
  return { member, ended: { sessions, apiKeys: keys } };
}
