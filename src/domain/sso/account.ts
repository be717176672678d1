/** Accounts and identities: who signs in. This folder owns them and the rules of sign-in. */
import { type Document, defineCollection } from '../../storage/collection.ts';

/** A person in the deployment. */
export type AccountDocument = Document & {
  email: string | null;
  emailVerified: boolean;
  name: string;
  createdAt: Date;
  lastSignInAt: Date;
  /** The personal organization, once made. */
  personalOrgId: string | null;
};

export const accounts = defineCollection<AccountDocument>('accounts', 'system', {
  email: String,
  emailVerified: Boolean,
  name: String,
  createdAt: Date,
  lastSignInAt: Date,
  personalOrgId: String,
});

/** (connection, issuer, subject): the only key by which a sign-in finds an account. */
export type IdentityDocument = Document & {
  connectionId: string;
  issuer: string;
  subject: string;
  accountId: string;
  createdAt: Date;
};

export const identities = defineCollection<IdentityDocument>(
  'identities',
  'system',
  { connectionId: String, issuer: String, subject: String, accountId: String, createdAt: Date },
  [{ keys: { connectionId: 1, issuer: 1, subject: 1 }, unique: true }, { keys: { accountId: 1 } }],
);
