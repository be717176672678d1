/** The end of an invitation is an event like any other, although nobody does anything at that time. */
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { systemContext } from '../../kernel/context.ts';
import type { Worker } from '../../kernel/workers.ts';
import { getInvitation, invitations, isExpired } from '../../model/invitation.ts';
import { operate } from '../../operation/operate.ts';

const batch = 100;

/** Records the expiry of invitations that have ended. The pending member waits for the invitation to be sent again. */
export const expiryNotices: Worker = { name: 'invitation-expiry', intervalMs: 60_000, run: noticeExpiry };

async function noticeExpiry(): Promise<boolean> {
  const ended = await system('invitations').find(
    invitations,
    { status: 'pending', expiryNoticed: false, expiresAt: { $ne: null, $lte: now() } },
    { limit: batch, sort: { expiresAt: 1 } },
  );
  for (const { orgId, _id } of ended) {
    await operate(orgId, systemContext, {
      load: () => getInvitation(orgId, _id),
      decide: ({ status, expiresAt, expiryNoticed, memberId, email, ...invitation }, draft) => {
        if (status !== 'pending' || expiryNoticed || !isExpired({ expiresAt }, draft.now)) return;
        const { tokenHash } = invitation;
        draft.update(invitations, _id, { expiryNoticed: true }, { status, expiresAt, expiryNoticed, tokenHash });
        draft.event({
          type: 'invitation.expired',
          subject: { memberId, invitationId: _id },
          before: { status: 'pending', email },
          after: { status: 'expired', expiresAt },
        });
      },
    });
  }
  return ended.length === batch;
}
