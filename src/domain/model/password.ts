/** Passwords, for deployments where people sign in without a provider. One for each account. */
import { type Document, defineCollection } from '../../storage/collection.ts';

/** `_id` is the account's. */
export type PasswordDocument = Document & {
  /** The folded address that the person signs in with. */
  emailKey: string;
  /** argon2id, in the PHC string format, with its salt and costs. */
  hash: string;
  /** The address was proven to be this account's: by the operator, by a mailed link, or by the provider. */
  proven: boolean;
  changedAt: Date;
};

export const passwords = defineCollection<PasswordDocument>(
  'passwords',
  'system',
  { emailKey: String, hash: String, proven: Boolean, changedAt: Date },
  [{ keys: { emailKey: 1 }, unique: true }],
);
