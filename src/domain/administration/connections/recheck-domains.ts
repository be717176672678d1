/**
 * Verified domains are looked up again each day: who gives a domain up, or loses it, shall not speak for its addresses for ever.
 * One whose record is gone lapses after a week, and is told of at once.
 */
import { system, tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { systemContext } from '../../kernel/context.ts';
import { releaseLease, takeLease } from '../../kernel/lease.ts';
import type { Worker } from '../../kernel/workers.ts';
import { domainOwners, type EmailDomainDocument, emailDomains, lapseOf } from '../../model/email-domain.ts';
import { inLivingOrganizations } from '../../model/organization.ts';
import { operate } from '../../operation/operate.ts';
import { proofOfDomain } from './change-email-domains.ts';
import { draftWarnings } from './domain-warnings.ts';

const hourMs = 3_600_000;
/** A little less than a day: whoever looks at it daily shall see it looked up daily. */
const betweenChecksMs = 23 * hourMs;
const lease = 'domain-checks';
/** So many at a time; each may wait for a name server for seconds. */
const batch = 20;
const leaseMs = 5 * 60_000;

/** The TXT records of a domain, each as one text; null: the DNS does not say. */
export type LookUp = (name: string) => Promise<readonly string[] | null>;

/** Looks domains up, one process at a time. */
export function domainChecks(lookUp: LookUp): Worker {
  return { name: 'domain-checks', intervalMs: 10 * 60_000, run: () => recheckDomains(lookUp) };
}

/** @returns whether more may be due @internal */
export async function recheckDomains(lookUp: LookUp): Promise<boolean> {
  if (!(await takeLease(lease, leaseMs))) return false;
  try {
    const before = new Date(now().getTime() - betweenChecksMs);
    const due = await system('background').find(
      emailDomains,
      { verifiedAt: { $lte: before }, $or: [{ checkedAt: { $exists: false } }, { checkedAt: { $lte: before } }] },
      { sort: { checkedAt: 1, _id: 1 }, limit: batch },
    );
    const living = await inLivingOrganizations(due);
    for (const row of living) await recheck(row, await lookUp(row.name));
    // Those of deleted organizations give nothing any more, and must not keep the others from their turn until they are purged.
    for (const { _id } of due.filter((row) => !living.includes(row)))
      await system('background').updateOne(emailDomains, { _id }, { $set: { checkedAt: now() } });
    return due.length === batch;
  } finally {
    await releaseLease(lease);
  }
}

/** What was found is held against the row as it is by then: an admin may have given it up, or verified it again. */
function recheck({ orgId, _id }: EmailDomainDocument, found: readonly string[] | null): Promise<void> {
  return operate(orgId, systemContext, {
    load: () => tenant(orgId).findOne(emailDomains, { _id }),
    decide: (row, draft) => {
      if (row === null || row.verifiedAt === null) return;
      const { name, verifiedAt, missingSince = null } = row;
      const known = { verifiedAt, checkedAt: row.checkedAt ?? null, missingSince: row.missingSince ?? null };
      const write = (change: Partial<EmailDomainDocument>) => draft.update(emailDomains, _id, change, known);
      const subject = { domainId: _id };
      // Nobody loses a domain by a name server that is away: it is asked again in an hour.
      if (found === null) return write({ checkedAt: new Date(draft.now.getTime() - betweenChecksMs + hourMs) });
      const isThere = found.some((text) => text.trim() === proofOfDomain(row));
      if (isThere) {
        write({ checkedAt: draft.now, missingSince: null });
        if (missingSince !== null) draft.event({ type: 'domain.found_again', subject, after: { name } });
        return;
      }
      if (missingSince === null) {
        write({ checkedAt: draft.now, missingSince: draft.now });
        const lapsesAt = lapseOf({ missingSince: draft.now });
        draft.event({ type: 'domain.missing', subject, after: { name, lapsesAt } });
        if (lapsesAt !== null) draftWarnings(draft, row, lapsesAt);
        return;
      }
      const lapsesAt = lapseOf({ missingSince });
      if (lapsesAt === null || lapsesAt > draft.now) return write({ checkedAt: draft.now });
      write({ checkedAt: draft.now, missingSince: null, verifiedAt: null });
      draft.delete(domainOwners, name, { orgId });
      draft.event({
        type: 'domain.lapsed',
        subject,
        before: { name, verified: true },
        after: { name, verified: false },
      });
    },
  });
}
