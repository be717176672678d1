/** An admin decides about a held change: the access goes as the directory wants, or the members keep it. */

import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import {
  getHeldChange,
  type HeldChangeDocument,
  heldChanges,
  heldMemberIds,
  isOnTheWay,
} from '../../model/held-change.ts';
import { operate } from '../../operation/operate.ts';
import { decideAccess } from '../decide-access.ts';
import { settled } from '../grants/settle.ts';
import { type Concerned, deferAccess, loadConcerned, membersPerCommit } from '../large-change.ts';
import { loadAccessWithAdmins, rulesOf } from '../state.ts';

type State = Concerned & { readonly change: HeldChangeDocument };

/**
 * `approved`: members lose what was held. `rejected`: they keep it as `manual` grants, although the directory does not
 * give it any more. Either has its effect at once, for more than 1,000 members by a job that stores it. Deciding the same
 * again changes nothing.
 * @throws DomainError not_found; conflict/held_change_decided when it was decided otherwise, or nothing is held any more;
 *   conflict/last_admin
 */
export function decideHeldChange(
  context: Context,
  orgId: string,
  heldChangeId: string,
  status: 'approved' | 'rejected',
): Promise<void> {
  return operate(orgId, context, {
    load: () => load(orgId, heldChangeId),
    decide: ({ change, access, deferred }, draft) => {
      if (change.status === status) return;
      if (change.status !== 'pending') throw decidedAlready(change);
      const { groupId, groupName, revision, affected } = change;
      const why = { reason: `a held change of group "${groupName}" was ${status}` };
      const { organization, jobId } = deferred
        ? deferAccess(draft, context, access.organization, why)
        : { organization: access.organization, jobId: null };
      const decision = { status, decidedAt: draft.now, decidedBy: context.actor, jobId };
      const next = { ...decision, revision: revision + 1, updatedAt: draft.now };
      draft.update(heldChanges, heldChangeId, next, { revision });
      draft.event({
        type: `held_change.${status}`,
        subject: { heldChangeId, groupId },
        before: { status: 'pending' },
        after: { status, displayName: groupName, affected },
      });
      const decided = { ...change, ...next };
      const changes = [...access.members.values()].map(({ member, grants: present }) => ({
        memberId: member._id,
        status: member.status,
        grants: settled(present, decided, rulesOf(access), draft.now),
      }));
      decideAccess(draft, { ...access, organization }, changes);
    },
  });
}

async function load(orgId: string, heldChangeId: string): Promise<State> {
  const change = await getHeldChange(orgId, heldChangeId);
  // Who is behind may yet hold some of it: asked before the grants, which whoever catches up has written by then.
  const mayHoldMore = await isOnTheWay(orgId, change);
  if (mayHoldMore) return { change, access: await loadAccessWithAdmins(orgId), deferred: true };
  return { change, ...(await loadConcerned(orgId, await heldMemberIds(orgId, heldChangeId, membersPerCommit + 1))) };
}

function decidedAlready({ status, decidedBy, decidedAt }: HeldChangeDocument): DomainError {
  const by = decidedBy && 'name' in decidedBy && decidedBy.name ? ` by ${decidedBy.name}` : '';
  const when = decidedAt ? ` at ${decidedAt.toISOString()}` : '';
  return new DomainError(
    'conflict',
    'held_change_decided',
    status === 'obsolete'
      ? 'Nothing is held by this change any more: the groups give it again, or the members are gone.'
      : `This change was ${status}${by}${when}. To change what single members have, set overrides or change their groups.`,
  );
}
