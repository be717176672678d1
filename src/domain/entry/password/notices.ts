/** What is said at the door of passwords, kept for who looks into it afterwards. */
import { newId } from '../../../storage/collection.ts';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { type PasswordNotice, passwordNotices } from '../../model/password.ts';
import { countEvent } from '../../operation/count-event.ts';
import { subjectsIn, whereTold } from '../reach/where-told.ts';

/** Nobody wants to hear of it later. */
const lifeMs = 3_600_000;

export function newNotice(
  notice: Pick<PasswordNotice, 'kind' | 'emailKey' | 'requestId' | 'address'>,
  at: Date,
): PasswordNotice {
  return { _id: newId(), ...notice, at, attempts: 0, nextAttemptAt: at, expiresAt: new Date(at.getTime() + lifeMs) };
}

/**
 * Keeps what somebody who is not signed in says about an address: one write, whoever has it, so the time it takes tells
 * nobody whether anybody does.
 * @param emailKey folded
 */
export async function notice(
  kind: PasswordNotice['kind'],
  emailKey: string,
  { requestId, address = null }: Context,
): Promise<void> {
  await system('sign-in').insertOne(passwordNotices, newNotice({ kind, emailKey, requestId, address }, now()));
}

/** Counts that a change of their password was refused to somebody who is signed in, or has the link for it. */
export async function recordRefusedPassword(context: Context, accountId: string, reason: string): Promise<void> {
  const told = await whereTold(accountId);
  for (const { orgId, subject } of subjectsIn(told, accountId))
    await countEvent(orgId, context, { type: 'password.refused', subject, after: { reason } }, now());
}
