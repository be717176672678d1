/** Refused sign-ins in the record of events: somebody whom a provider vouches for and who may not come in. */
import { createHash } from 'node:crypto';
import { tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { events } from '../../model/event.ts';
import type { RefusalReason, VerifiedClaims } from '../../model/verified-claims.ts';
import { operate } from '../../operation/operate.ts';

/** Writes one event for each person, connection and reason a minute, however often and on however many nodes they try. */
export function recordRefusal(
  context: Context,
  orgId: string,
  claims: VerifiedClaims,
  reason: RefusalReason,
): Promise<void> {
  const { connectionId, issuer, subject, email } = claims;
  const minute = Math.floor(now().getTime() / 60_000);
  const facts = JSON.stringify([orgId, connectionId, issuer, subject, reason, minute]);
  const id = createHash('sha256').update(facts).digest('base64url');
  return operate(orgId, context, {
    load: () => tenant(orgId).findOne(events, { _id: id }),
    decide: (recorded, draft) => {
      if (recorded) return;
      draft.event({
        id,
        type: 'sign_in.refused',
        subject: { connectionId },
        after: { reason, issuer, subject, email },
      });
    },
  });
}
