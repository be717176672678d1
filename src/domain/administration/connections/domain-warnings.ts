/**
 * The administrators of an organization are told by mail that a verified domain of theirs is about to lapse: at the first check
 * that misses its record, and on the day before. Both are written with the check's event, so they are sent once over all nodes.
 */
import { type DocumentOf, defineCollection, newId } from '../../../storage/collection.ts';
import { date, nullable, number, oneOf, text } from '../../../storage/fields.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { isFinal, type Mailer } from '../../entry/mail/smtp.ts';
import { now } from '../../kernel/clock.ts';
import { systemContext } from '../../kernel/context.ts';
import type { Worker } from '../../kernel/workers.ts';
import { type EmailDomainDocument, emailDomains, lapseOf } from '../../model/email-domain.ts';
import { emailOf, mayEnter, members } from '../../model/member.ts';
import { findOrganization } from '../../model/organization.ts';
import { type Draft, operate } from '../../operation/operate.ts';
import { proofOfDomain } from './change-email-domains.ts';
import { domainLetter } from './domain-letter.ts';

const domainWarnings = defineCollection(
  'domainWarnings',
  'tenant',
  {
    domainId: text,
    kind: oneOf('missing', 'last_day'),
    /** Of the domain when it was written: found again since, and it is about nothing. */
    missingSince: date,
    /** null: for whoever administers the organization when it is due. */
    to: nullable(text),
    attempts: number,
    /** Also while somebody sends it: who dies over it keeps it from others no longer than this. */
    nextAttemptAt: date,
    expiresAt: date,
  },
  [{ keys: { nextAttemptAt: 1 } }, { keys: { expiresAt: 1 }, expireAfterSeconds: 0 }],
);

type Warning = DocumentOf<typeof domainWarnings>;

const dayMs = 86_400_000;
/** For how long a process that sends one keeps others from it. */
const claimMs = 120_000;
const maxAttempts = 8;
/** More administrators hear of it from these. */
const maxAdmins = 100;

/** Drafts both, for a domain whose record is missing since now. */
export function draftWarnings(draft: Draft, { _id: domainId, orgId }: EmailDomainDocument, lapsesAt: Date): void {
  const warning = { orgId, domainId, missingSince: draft.now, to: null, attempts: 0, expiresAt: lapsesAt };
  draft.insert(domainWarnings, { ...warning, _id: newId(), kind: 'missing', nextAttemptAt: draft.now });
  const dayBefore = new Date(lapsesAt.getTime() - dayMs);
  draft.insert(domainWarnings, { ...warning, _id: newId(), kind: 'last_day', nextAttemptAt: dayBefore });
}

/** At least once: a mail whose sender died over it is sent again, with the same message id. */
export function domainWarningSender(mailer: Mailer, publicUrl: string): Worker {
  return { name: 'domain-warnings', intervalMs: 30_000, run: () => sendNext(mailer, publicUrl) };
}

async function sendNext(mailer: Mailer, publicUrl: string): Promise<boolean> {
  const warning = await claim();
  if (!warning) return false;
  const { orgId, domainId, missingSince, to, kind } = warning;
  const [domain, organization] = await Promise.all([
    tenant(orgId).findOne(emailDomains, { _id: domainId }),
    findOrganization(orgId),
  ]);
  const lapsesAt = domain && lapseOf(domain);
  const isTrue = lapsesAt && lapsesAt > now() && domain.missingSince?.getTime() === missingSince.getTime();
  if (!organization || !isTrue) return settled(warning);
  if (to === null) return address(warning);
  const letter = domainLetter({
    kind,
    organizationName: organization.name,
    domain: domain.name,
    record: proofOfDomain(domain),
    lapsesAt,
    settingsUrl: `${publicUrl}/console/${orgId}/settings/sso`,
  });
  try {
    await mailer.send({ to, messageId: `<${warning._id}@${new URL(publicUrl).hostname}>`, ...letter });
  } catch (error) {
    if (!isFinal(error) && warning.attempts < maxAttempts) return later(warning);
  }
  return settled(warning);
}

/** The one that has waited longest, for this process alone. */
async function claim(): Promise<Warning | null> {
  const at = now();
  const scope = system('mail');
  const due = await scope.findOne(domainWarnings, { nextAttemptAt: { $lte: at } }, { sort: { nextAttemptAt: 1 } });
  if (!due) return null;
  const { _id, attempts, nextAttemptAt } = due;
  const update = { $set: { attempts: attempts + 1, nextAttemptAt: new Date(at.getTime() + claimMs) } };
  const claimed = await scope.updateOne(domainWarnings, { _id, attempts, nextAttemptAt }, update);
  return claimed === 0 ? claim() : { ...due, attempts: attempts + 1 };
}

/** One for each administrator in its place, all or none. */
async function address({ orgId, _id }: Warning): Promise<true> {
  await operate(orgId, systemContext, {
    load: async () => {
      const admins = { organizationRole: 'Organization Admin', ...mayEnter } as const;
      const [row, found] = await Promise.all([
        tenant(orgId).findOne(domainWarnings, { _id }),
        tenant(orgId).find(members, admins, { projection: { emails: 1 }, sort: { _id: 1 }, limit: maxAdmins }),
      ]);
      return { row, addresses: new Set(found.flatMap((member) => emailOf(member) ?? [])) };
    },
    decide: ({ row, addresses }, draft) => {
      if (!row) return;
      draft.delete(domainWarnings, _id, { attempts: row.attempts });
      for (const to of addresses)
        draft.insert(domainWarnings, { ...row, _id: newId(), to, attempts: 0, nextAttemptAt: draft.now });
    },
  });
  return true;
}

async function later({ _id, attempts }: Warning): Promise<true> {
  const nextAttemptAt = new Date(now().getTime() + 60_000 * 2 ** (attempts - 1));
  await system('mail').updateOne(domainWarnings, { _id, attempts }, { $set: { nextAttemptAt } });
  return true;
}

async function settled({ _id }: Warning): Promise<true> {
  await system('mail').deleteMany(domainWarnings, { _id });
  return true;
}
