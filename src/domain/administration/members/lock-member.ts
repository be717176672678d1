/**
 * An admin locks a member: one action ends its sessions and keys and denies everything until somebody lifts it. Neither a
 * directory nor an override reaches past a lock; what they decide meanwhile counts afterwards.
 */
import { decideAccess } from '../../access/decide-access.ts';
import { effective } from '../../access/grants/effective.ts';
import { heldAccess, type MemberAccessView } from '../../access/read-access.ts';
import { loadAccess, rulesOf } from '../../access/state.ts';
import { draftEndings, loadEndingsWithin } from '../../entry/reach/end-entries.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type MemberDocument, members, standingOf } from '../../model/member.ts';
import { operate, rehearse } from '../../operation/operate.ts';

export type LockOutcome = {
  readonly lock: MemberDocument['lock'];
  /** From now on. */
  readonly access: MemberAccessView;
  /** How many ended. */
  readonly sessions: number;
  readonly keys: number;
};

type Order = {
  readonly orgId: string;
  readonly memberId: string;
  /** null: the lock is lifted. */
  readonly reason: string | null;
  /** Nothing is written: the answer says what would be. */
  readonly dryRun: boolean;
};

/**
 * Locks the member, or lifts its lock. What is so already stays as it is.
 * @throws DomainError not_found, conflict/not_accepted for a pending member, conflict/last_admin
 */
export function lockMember(context: Context, { orgId, memberId, reason, dryRun }: Order): Promise<LockOutcome> {
  const steps: Parameters<typeof rehearse<Awaited<ReturnType<typeof load>>, LockOutcome>>[0] = {
    load: () => load(orgId, memberId, reason !== null),
    decide: ({ access, present, endings }, draft) => {
      const { member, grants } = present;
      const locked = reason !== null;
      const lock = locked ? (member.lock ?? { at: draft.now, reason }) : null;
      const after = effective(standingOf({ status: member.status, lock }), grants, rulesOf(access), draft.now);
      const changes = locked !== Boolean(member.lock);
      if (changes) {
        draft.update(members, memberId, { lock });
        draft.event({
          type: locked ? 'user.locked' : 'user.unlocked',
          subject: { memberId },
          before: { reason: member.lock?.reason ?? null },
          after: { reason },
        });
        decideAccess(draft, access, [{ memberId, status: member.status, grants, locked }]);
        if (endings) draftEndings(draft, endings, { reason: 'member_locked', decidedIn: orgId });
      }
      return {
        lock,
        access: {
          organizationRole: after.organization.role,
          workspaces: [...after.workspaces].flatMap(([id, resolution]) => heldAccess(id, resolution)),
        },
        sessions: changes ? (endings?.sessions.length ?? 0) : 0,
        keys: changes ? (endings?.keys.length ?? 0) : 0,
      };
    },
  };
  return dryRun ? rehearse(steps) : operate(orgId, context, steps);
}

async function load(orgId: string, memberId: string, ends: boolean) {
  const access = await loadAccess(orgId, [memberId]);
  const present = access.members.get(memberId);
  if (!present) throw new DomainError('not_found', 'member_not_found', 'There is no such member.');
  const { accountId, status } = present.member;
  if (status === 'pending')
    throw new DomainError('conflict', 'not_accepted', 'The invitation is not accepted yet. Revoke it instead.');
  return { access, present, endings: ends && accountId ? await loadEndingsWithin([accountId], orgId) : null };
}
