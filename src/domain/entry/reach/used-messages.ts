/** Signed messages that count once: logout tokens, signals, the assertions of OAuth clients. */
import { createHash } from 'node:crypto';
import { defineCollection } from '../../../storage/collection.ts';
import { isDuplicateKey } from '../../../storage/database-errors.ts';
import { date } from '../../../storage/fields.ts';
import { system } from '../../../storage/tenant.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { Draft } from '../../operation/operate.ts';

/** Those that were used, for as long as they would be good. The name is that of the first kind there was. */
const usedMessages = defineCollection('logoutTokens', 'system', { expiresAt: date }, [
  { keys: { expiresAt: 1 }, expireAfterSeconds: 0 },
]);

/** A message as its signer tells it from others. */
export type Message = {
  /** To whom it was sent: a connection, a client. */
  readonly to: string;
  readonly issuer: string;
  readonly jti: string;
  /** From then on it is refused for its age. */
  readonly expiresAt: Date;
};

/** Longer than any tolerance about clocks. */
const keptLongerMs = 5 * 60_000;

/** Whether it was used before. */
export async function wasUsed(message: Message): Promise<boolean> {
  return (await system('sign-in').findOne(usedMessages, { _id: idOf(message) })) !== null;
}

/** Uses it up in the commit of what it asks for, so that it is either good or done. */
export function draftUse(draft: Draft, message: Message): void {
  draft.insert(usedMessages, { _id: idOf(message), expiresAt: endOf(message) });
}

/** Uses it up by itself. @returns false when it was used before */
export async function useUp(message: Message): Promise<boolean> {
  const row = { _id: idOf(message), expiresAt: endOf(message) };
  try {
    await system('sign-in').insertOne(usedMessages, row);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** For what may not be sent twice. */
export function replayed(): DomainError {
  return new DomainError('conflict', 'replayed', 'This token was used before.');
}

const endOf = ({ expiresAt }: Message) => new Date(expiresAt.getTime() + keptLongerMs);

const idOf = ({ to, issuer, jti }: Message) =>
  createHash('sha256')
    .update(JSON.stringify([to, issuer, jti]))
    .digest('base64url');
