import type { SecretBox } from '../../model/secret-box.ts';

/** What the operator has set about invitations. */
export type InvitationSettings = {
  /** Where links lead. */
  readonly publicUrl: string;
  readonly invitationTtlDays: number;
  /** The mail server; null: no mail is sent, and who invites gets the link. */
  readonly mail: object | null;
  /** Keeps the links that wait to be mailed. */
  readonly secretBox: SecretBox;
};
