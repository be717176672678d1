/** Looks into what was said at the door of passwords, and mails who has to know. */
import { newId } from '../../../storage/collection.ts';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { hashSecret, newSecret } from '../../kernel/secret.ts';
import type { Worker } from '../../kernel/workers.ts';
import { type AccountDocument, accounts } from '../../model/account.ts';
import { passwordConnectionId } from '../../model/connection.ts';
import { type PasswordNotice, passwordNotices, passwordResets } from '../../model/password.ts';
import { countEvent } from '../../operation/count-event.ts';
import { operate } from '../../operation/operate.ts';
import { countMail } from '../mail/count-mail.ts';
import { isFinal, type Mailer } from '../mail/smtp.ts';
import { findSignedIn } from '../reach/reach.ts';
import { subjectsIn, tell, whereTold } from '../reach/where-told.ts';
import { passwordOwnerOf } from './password.ts';
import { changedLetter, resetLetter } from './password-letters.ts';

const resetMs = 30 * 60_000;
/** For how long a process that looks into one keeps others from it. */
const claimMs = 120_000;
const maxAttempts = 5;
/** Whoever it was did not come by the provider. */
const atTheDoor = { type: 'sign-in', id: passwordConnectionId } as const;

/** @param mailer null: no mail is sent, so nothing is promised to anybody either */
export function passwordNoticeWorker(mailer: Mailer | null, publicUrl: string): Worker {
  return { name: 'password-notices', intervalMs: 2_000, run: () => lookIntoNext(mailer, publicUrl) };
}

async function lookIntoNext(mailer: Mailer | null, publicUrl: string): Promise<boolean> {
  const next = await claim();
  if (!next) return false;
  try {
    if (next.kind === 'wrong_password' || next.kind === 'no_access')
      await recordRefusal(next, 'sign_in.refused', next.kind);
    else if (mailer) {
      await mailAbout(next, mailer, publicUrl);
      countMail('sent');
    }
  } catch (error) {
    const isPutOff = !isFinal(error) && next.attempts < maxAttempts;
    countMail(isPutOff ? 'put_off' : 'failed');
    if (isPutOff) {
      const nextAttemptAt = new Date(now().getTime() + 15_000 * 2 ** (next.attempts - 1));
      const mine = { _id: next._id, attempts: next.attempts };
      await system('sign-in').updateOne(passwordNotices, mine, { $set: { nextAttemptAt } });
      return true;
    }
    await recordMailFailure(next, error);
  }
  await system('sign-in').deleteMany(passwordNotices, { _id: next._id });
  return true;
}

/** The one that has waited longest, for this process alone. */
async function claim(): Promise<PasswordNotice | null> {
  const at = now();
  const scope = system('sign-in');
  const due = await scope.findOne(passwordNotices, { nextAttemptAt: { $lte: at } }, { sort: { nextAttemptAt: 1 } });
  if (!due) return null;
  const { _id, attempts, nextAttemptAt } = due;
  const update = { $set: { attempts: attempts + 1, nextAttemptAt: new Date(at.getTime() + claimMs) } };
  const claimed = await scope.updateOne(passwordNotices, { _id, attempts, nextAttemptAt }, update);
  return claimed === 0 ? claim() : { ...due, attempts: attempts + 1 };
}

/**
 * Counts it for each organization that knows whom the address belongs to; of all other addresses together, for the deployment.
 * What was typed is not kept: people mistake one field for the other.
 */
async function recordRefusal(
  { emailKey, at, requestId, address }: PasswordNotice,
  type: 'sign_in.refused' | 'password.refused',
  reason: string,
): Promise<void> {
  const owner = await passwordOwnerOf(emailKey);
  const places = owner
    ? subjectsIn(await whereTold(owner.accountId, { among: 'known' }), owner.accountId)
    : [{ orgId: '', subject: {} }];
  for (const { orgId, subject } of places) {
    const about = { ...subject, connectionId: passwordConnectionId };
    const after = { reason: owner ? reason : 'unknown_address' };
    await countEvent(orgId, { actor: atTheDoor, requestId, address }, { type, subject: about, after }, at);
  }
}

/** Of a mail that nobody will get any more. */
async function recordMailFailure(
  { emailKey, kind, requestId, address }: PasswordNotice,
  error: unknown,
): Promise<void> {
  const owner = await passwordOwnerOf(emailKey);
  if (!owner) return;
  const reason = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
  await operate(
    null,
    { actor: atTheDoor, requestId, address },
    {
      load: () => whereTold(owner.accountId),
      decide: (told, draft) =>
        tell(draft, told, owner.accountId, { type: 'password.mail_failed', after: { kind, reason } }),
    },
  );
}

/** @throws whatever the mail server says */
async function mailAbout(notice: PasswordNotice, mailer: Mailer, publicUrl: string): Promise<void> {
  const owner = await reachableOwner(notice.emailKey);
  if (typeof owner === 'string') {
    if (notice.kind === 'forgotten') await recordRefusal(notice, 'password.refused', owner);
    return;
  }
  const { hostname } = new URL(publicUrl);
  const mail = { to: owner.email, messageId: `<${notice._id}.${notice.attempts}@${hostname}>` };
  if (notice.kind === 'changed')
    return mailer.send({ ...mail, ...changedLetter({ at: notice.at, address: notice.address, publicUrl }) });
  // Made only now, so nothing that opens the door is kept anywhere; sent again, it is another one.
  const secret = newSecret('usher_reset');
  await draftReset(notice, owner._id, hashSecret(secret));
  const link = `${publicUrl}/auth/password/reset/${secret}`;
  await mailer.send({ ...mail, ...resetLetter({ link, address: notice.address, minutes: resetMs / 60_000 }) });
}

/**
 * Who signs in with the address and a password, may come in, and has proven that the address is theirs: only they are written
 * to, at the address as they gave it and never as somebody typed it. Else why nobody is.
 */
async function reachableOwner(
  emailKey: string,
): Promise<(AccountDocument & { email: string }) | 'unproven_address' | 'no_access'> {
  const owner = await passwordOwnerOf(emailKey);
  // Whose it is, or that it is nobody's, is found out by who records it.
  if (!owner?.proven) return 'unproven_address';
  const { accountId } = owner;
  const [account, signedIn] = await Promise.all([
    system('sign-in').findOne(accounts, { _id: accountId, emailKey, emailVerified: true }),
    findSignedIn({ accountId, connectionId: passwordConnectionId, since: null }),
  ]);
  if (!signedIn) return 'no_access';
  return account?.email ? { ...account, email: account.email } : 'unproven_address';
}

function draftReset({ attempts, requestId, address }: PasswordNotice, accountId: string, tokenHash: string) {
  return operate(
    null,
    { actor: atTheDoor, requestId, address },
    {
      load: () => whereTold(accountId),
      decide: (told, draft) => {
        const expiresAt = new Date(draft.now.getTime() + resetMs);
        draft.insert(passwordResets, { _id: newId(), accountId, tokenHash, expiresAt });
        if (attempts === 1) tell(draft, told, accountId, { type: 'password.reset_requested' });
      },
    },
  );
}
