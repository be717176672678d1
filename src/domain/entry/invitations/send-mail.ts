/** Sends what waits in the outbox, and records how it went. */
import { system, tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { systemContext } from '../../kernel/context.ts';
import type { Worker } from '../../kernel/workers.ts';
import { grants } from '../../model/grant.ts';
import { type InvitationDocument, invitations, inviterNameOf, isExpired } from '../../model/invitation.ts';
import { getOrganization } from '../../model/organization.ts';
import { workspaces } from '../../model/workspace.ts';
import { operate } from '../../operation/operate.ts';
import { countMail } from '../mail/count-mail.ts';
import { invitationLetter } from '../mail/letter.ts';
import { type MailDocument, mails } from '../mail/outbox.ts';
import { isFinal, type Mailer } from '../mail/smtp.ts';
import type { InvitationSettings } from './invitation-settings.ts';
import { linkUrl } from './link.ts';

/** For how long a process that sends a mail keeps others from it. */
const claimMs = 120_000;
const maxAttempts = 12;

/** 30 s after the first failure, twice as long after each further one, at most 4 hours: some 12 hours in all. */
function backOffMs(attempts: number): number {
  return Math.min(4 * 3_600_000, 30_000 * 2 ** (attempts - 1));
}

/** Sends invitations. At least once: a mail whose sender died over it is sent again, with the same message id. */
export function mailSender(mailer: Mailer, settings: InvitationSettings): Worker {
  return { name: 'mail', intervalMs: 2_000, run: () => sendNext(mailer, settings) };
}

async function sendNext(mailer: Mailer, settings: InvitationSettings): Promise<boolean> {
  const mail = await claim();
  if (!mail) return false;
  const invitation = await tenant(mail.orgId).findOne(invitations, { _id: mail.invitationId });
  if (!invitation || !isWanted(invitation, mail)) {
    await system('mail').deleteMany(mails, { _id: mail._id });
    return true;
  }
  try {
    const letter = invitationLetter(await factsOf(invitation, mail, settings));
    await mailer.send({
      to: mail.to,
      messageId: `<${mail._id}.${mail.tokenHash.slice(0, 16)}@${new URL(settings.publicUrl).hostname}>`,
      ...letter,
    });
  } catch (error) {
    await afterFailure(mail, invitation, error);
    return true;
  }
  countMail('sent');
  await settle(mail, 'invitation.mailed', { to: mail.to });
  return true;
}

/** The mail that has waited longest, for this process alone. */
async function claim(): Promise<MailDocument | null> {
  const at = now();
  const due = await system('mail').findOne(mails, { nextAttemptAt: { $lte: at } }, { sort: { nextAttemptAt: 1 } });
  if (!due) return null;
  const { _id, attempts, nextAttemptAt } = due;
  const claimed = await system('mail').updateOne(
    mails,
    { _id, attempts, nextAttemptAt },
    { $set: { attempts: attempts + 1, nextAttemptAt: new Date(at.getTime() + claimMs) } },
  );
  return claimed === 0 ? claim() : { ...due, attempts: attempts + 1 };
}

function isWanted(invitation: InvitationDocument, { tokenHash }: MailDocument): boolean {
  return invitation.status === 'pending' && invitation.tokenHash === tokenHash && !isExpired(invitation, now());
}

async function factsOf(invitation: InvitationDocument, { sealedSecret }: MailDocument, settings: InvitationSettings) {
  const { orgId, memberId, expiresAt } = invitation;
  const invited = await tenant(orgId).find(grants, { memberId, source: 'invitation' });
  const ids = invited.flatMap(({ workspaceId }) => (workspaceId === null ? [] : [workspaceId]));
  const [{ name: organizationName }, named] = await Promise.all([
    getOrganization(orgId),
    tenant(orgId).find(workspaces, { _id: { $in: ids } }, { sort: { name: 1 } }),
  ]);
  return {
    organizationName,
    inviterName: inviterNameOf(invitation),
    workspaceNames: named.map(({ name }) => name),
    link: linkUrl(settings, settings.secretBox.open(sealedSecret)),
    expiresAt,
  };
}

async function afterFailure(mail: MailDocument, { email }: InvitationDocument, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
  if (isFinal(error) || mail.attempts >= maxAttempts) {
    countMail('failed');
    await settle(mail, 'invitation.mail_failed', { to: email, attempts: mail.attempts, reason });
    return;
  }
  countMail('put_off');
  const nextAttemptAt = new Date(now().getTime() + backOffMs(mail.attempts));
  await system('mail').updateOne(mails, { _id: mail._id, attempts: mail.attempts }, { $set: { nextAttemptAt } });
}

/** The row goes with the event that tells what became of it. */
function settle(
  { orgId, _id, invitationId }: MailDocument,
  type: 'invitation.mailed' | 'invitation.mail_failed',
  after: Record<string, unknown>,
): Promise<void> {
  return operate(orgId, systemContext, {
    load: () => tenant(orgId).findOne(mails, { _id }),
    decide: (row, draft) => {
      if (!row) return;
      draft.delete(mails, _id);
      draft.event({ type, subject: { invitationId }, after });
    },
  });
}
