/** Passwords, for deployments where people sign in without a provider. One for each account. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { boolean, date, text } from '../../storage/fields.ts';

/** `_id` is the account's. */
export const passwords = defineCollection(
  'passwords',
  'system',
  {
    /** The folded address that the person signs in with. */
    emailKey: text,
    /** argon2id, in the PHC string format, with its salt and costs. */
    hash: text,
    /** The address was proven to be this account's: by the operator, by a mailed link, or by the provider. */
    proven: boolean,
    changedAt: date,
  },
  [{ keys: { emailKey: 1 }, unique: true }],
);

export type PasswordDocument = DocumentOf<typeof passwords>;
