/** Two records of one person: who may be one with a member, and joining them. */
import { z } from 'zod';
import { type Joined, joinMembers } from '../../domain/administration/members/join-members.ts';
import { listPerhapsOne } from '../../domain/administration/members/perhaps-one.ts';
import { viewMember } from '../../domain/administration/members/view-members.ts';
import { likenesses } from '../../domain/entry/proof/proof.ts';
import { effectSchema, toEffects } from '../effects/effects.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { exampleIds, idOf, idParamOf, memberParams } from '../http/shared-schemas.ts';
import { exampleMember, memberSchema, toMember } from './member-schemas.ts';

const shared = { needs: 'access:manage', tag: 'Members', params: memberParams } as const;

const duplicateSchema = z
  .object({
    member: memberSchema,
    reasons: z
      .array(
        z.enum(likenesses).meta({
          description:
            '`address`: both have it; `claimed-address`: one claims what the other has; `subject`: the directory calls the one as the provider calls the other; `name`: both are called so',
        }),
      )
      .meta({ description: 'In what the two are alike', examples: [['claimed-address', 'name']] }),
  })
  .meta({ id: 'PossibleDuplicate', description: 'A member that is perhaps the same person; nothing proves it' });

const outcomeSchema = z
  .object({
    member: memberSchema.meta({ description: 'The record that stays, as it is from now on' }),
    goneId: idOf('member').meta({ description: 'Id of the record that is no more' }),
    signInMoves: z.boolean().meta({
      description: 'Whether who signed in as the one that is gone is the one that stays from now on',
      examples: [true],
    }),
    effects: z.array(effectSchema).meta({
      description:
        'Of the one that stays, what changes; of the one that is gone, what who signed in as it has by the other instead. Whoever keeps what they have is left out',
    }),
    ended: z
      .object({
        sessions: z.int().meta({ description: 'Sessions that reached this organization', examples: [1] }),
        apiKeys: z.int().meta({ description: 'Personal keys that reached this organization', examples: [0] }),
      })
      .meta({ description: 'What ended by it, everywhere: of who signed in as the one that is gone' }),
  })
  .meta({
    id: 'JoinOutcome',
    description: 'What joining two records did, or with `dryRun=true` would do',
    examples: [
      {
        member: exampleMember,
        goneId: exampleIds.admin,
        signInMoves: true,
        effects: [],
        ended: { sessions: 1, apiKeys: 0 },
      },
    ],
  });

export const joinedMemberRoutes: Route[] = [
  route({
    ...shared,
    method: 'get',
    path: '/organizations/{org}/members/{member}/possible-duplicates',
    summary: 'List up to 10 members that are perhaps the same person and could be joined, the most alike first',
    responses: {
      200: z
        .object({ items: z.array(duplicateSchema).meta({ description: 'Those who are like it in anything' }) })
        .meta({ id: 'PossibleDuplicates', description: 'Who is perhaps one person with a member' }),
    },
    handle: async ({ params: { org, member } }) => {
      const found = await listPerhapsOne(org, member);
      const items = found.map(({ view, reasons }) => ({ member: toMember(view), reasons: [...reasons] }));
      return { status: 200, body: { items } };
    },
  }),
  route({
    ...shared,
    method: 'post',
    path: '/organizations/{org}/members/{member}/join',
    summary:
      'Join two records that are one person: the one that the directory knows stays, with what admins and invitations gave the other and its sign-in',
    query: z.object({
      dryRun: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: '`true`: answer what would be, and write nothing' }),
    }),
    body: z.strictObject({
      memberId: idParamOf('member').meta({ description: 'Id of the other record', examples: [exampleIds.admin] }),
    }),
    responses: { 200: outcomeSchema },
    handle: async ({ context, params: { org, member }, query: { dryRun }, body: { memberId } }) => {
      const isDryRun = dryRun === 'true';
      const joined = await joinMembers(context, { orgId: org, memberIds: [member, memberId], dryRun: isDryRun });
      return { status: 200, body: await shown(org, joined) };
    },
  }),
];

async function shown(org: string, { staysId, goesId: goneId, signInMoves, access, effects, sessions, keys }: Joined) {
  const member = toMember(await viewMember(org, staysId, access));
  return {
    member: { ...member, signedIn: member.signedIn || signInMoves },
    goneId,
    signInMoves,
    effects: await toEffects(org, effects),
    ended: { sessions, apiKeys: keys },
  };
}
