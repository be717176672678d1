/** Accounts and identities: who signs in. */
import { type Document, defineCollection } from '../../storage/collection.ts';
import { system } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/errors.ts';
import { foldName } from '../kernel/fold-name.ts';
import type { SignInIdentity } from './member.ts';

/** A person in the deployment. */
export type AccountDocument = Document & {
  email: string | null;
  /** The address, folded. Not unique: an address proves nothing by itself. */
  emailKey: string | null;
  emailVerified: boolean;
  name: string;
  createdAt: Date;
  lastSignInAt: Date;
  /** The personal organization, once made. */
  personalOrgId: string | null;
  /** Bumped by whatever makes or ends personal keys, so that two of them never overlap; absent: none ever did. */
  keysRevision?: number;
};

export const accounts = defineCollection<AccountDocument>(
  'accounts',
  'system',
  {
    email: String,
    emailKey: String,
    emailVerified: Boolean,
    name: String,
    createdAt: Date,
    lastSignInAt: Date,
    personalOrgId: String,
    keysRevision: Number,
  },
  [{ keys: { emailKey: 1 } }],
);

/** @throws DomainError not_found */
export async function getAccount(accountId: string): Promise<AccountDocument> {
  const account = await system('sign-in').findOne(accounts, { _id: accountId });
  if (!account) throw new DomainError('not_found', 'account_not_found', 'There is no such account.');
  return account;
}

/** An account's address as it is stored: as the person writes it, and as it is looked for. */
export function addressOf(email: string | null): Pick<AccountDocument, 'email' | 'emailKey'> {
  return { email, emailKey: email === null ? null : foldName(email) };
}

const ownIssuer = 'urn:usher:';

/** Issuers of identities that Usher made itself, for people who sign in with a password. */
export const passwordIssuers = { operator: `${ownIssuer}password`, invitation: `${ownIssuer}invitation` } as const;

export function isOwnIssuer(issuer: string): boolean {
  return issuer.startsWith(ownIssuer);
}

/** (connection, issuer, subject): the only key by which a sign-in finds an account. */
export type IdentityDocument = Document & SignInIdentity & { accountId: string; createdAt: Date };

export const identities = defineCollection<IdentityDocument>(
  'identities',
  'system',
  { connectionId: String, issuer: String, subject: String, accountId: String, createdAt: Date },
  [{ keys: { connectionId: 1, issuer: 1, subject: 1 }, unique: true }, { keys: { accountId: 1 } }],
);
