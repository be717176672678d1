/** Accounts and identities: who signs in. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { boolean, date, nullable, number, optional, text } from '../../storage/fields.ts';
import { system } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { foldName } from '../kernel/fold-name.ts';
import { signInIdentity } from './member.ts';

/** A person in the deployment. */
export const accounts = defineCollection(
  'accounts',
  'system',
  {
    email: nullable(text),
    /** The address, folded. Not unique: an address proves nothing by itself. */
    emailKey: nullable(text),
    emailVerified: boolean,
    name: text,
    createdAt: date,
    lastSignInAt: date,
    /** The personal organization, once made. */
    personalOrgId: nullable(text),
    /** Bumped by whatever makes or ends personal keys, so that two of them never overlap; absent: none ever did. */
    keysRevision: optional(number),
    /**
     * The folded address by which the deployment's provider may name whose account this is, once (`usher migrate-auth`); null
     * or absent: by none.
     */
    expectedEmailKey: optional(nullable(text)),
  },
  [
    { keys: { emailKey: 1 } },
    { keys: { expectedEmailKey: 1 }, unique: true, partial: { expectedEmailKey: { $type: 'string' } } },
  ],
);

export type AccountDocument = DocumentOf<typeof accounts>;

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
export const identities = defineCollection(
  'identities',
  'system',
  {
    ...signInIdentity,
    accountId: text,
    createdAt: date,
  },
  [{ keys: { connectionId: 1, issuer: 1, subject: 1 }, unique: true }, { keys: { accountId: 1 } }],
);

export type IdentityDocument = DocumentOf<typeof identities>;
