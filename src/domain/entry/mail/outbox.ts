/** Mail that waits to be sent: written with the invitation, sent after its commit, gone when it is settled. */
import { defineCollection, newId, type TenantDocument } from '../../../storage/collection.ts';
import type { Draft } from '../../operation/operate.ts';

export type MailDocument = TenantDocument & {
  invitationId: string;
  to: string;
  /** Of the link in it: after another one was made, this mail is not sent any more. */
  tokenHash: string;
  /** The secret of the link, encrypted. */
  sealedSecret: string;
  attempts: number;
  /** Also while somebody sends it: who dies over it keeps it from others no longer than this. */
  nextAttemptAt: Date;
  createdAt: Date;
};

export const mails = defineCollection<MailDocument>(
  'mails',
  'tenant',
  {
    invitationId: String,
    to: String,
    tokenHash: String,
    sealedSecret: String,
    attempts: Number,
    nextAttemptAt: Date,
    createdAt: Date,
  },
  [{ keys: { nextAttemptAt: 1 } }, { keys: { orgId: 1, invitationId: 1 } }],
);

/** Drafts the mail that brings an invitation's link. */
export function draftMail(
  draft: Draft,
  mail: Pick<MailDocument, 'orgId' | 'invitationId' | 'to' | 'tokenHash' | 'sealedSecret'>,
): void {
  draft.insert(mails, { _id: newId(), ...mail, attempts: 0, nextAttemptAt: draft.now, createdAt: draft.now });
}
