/** Mail that waits to be sent: written with the invitation, sent after its commit, gone when it is settled. */
import { type DocumentOf, defineCollection, newId } from '../../../storage/collection.ts';
import { date, number, text } from '../../../storage/fields.ts';
import { system } from '../../../storage/tenant.ts';
import type { Draft } from '../../operation/operate.ts';

export const mails = defineCollection(
  'mails',
  'tenant',
  {
    invitationId: text,
    to: text,
    /** Of the link in it: after another one was made, this mail is not sent any more. */
    tokenHash: text,
    /** The secret of the link, encrypted. */
    sealedSecret: text,
    attempts: number,
    /** Also while somebody sends it: who dies over it keeps it from others no longer than this. */
    nextAttemptAt: date,
    createdAt: date,
  },
  [{ keys: { nextAttemptAt: 1 } }, { keys: { orgId: 1, invitationId: 1 } }],
);

export type MailDocument = DocumentOf<typeof mails>;

/** Drafts the mail that brings an invitation's link. */
export function draftMail(
  draft: Draft,
  mail: Pick<MailDocument, 'orgId' | 'invitationId' | 'to' | 'tokenHash' | 'sealedSecret'>,
): void {
  draft.insert(mails, { _id: newId(), ...mail, attempts: 0, nextAttemptAt: draft.now, createdAt: draft.now });
}

/** For the metrics: of all organizations. */
export function countWaitingMails(): Promise<number> {
  return system('mail').count(mails, {});
}
