/**
 * Sessions of an account, as people see them. The rows are written by connect-mongo (`http/session.ts`); the domain lists
 * them and ends them (`entry/reach/end-entries.ts`). A row's id is a hash: who knows it cannot take the session over.
 */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, date } from '../../storage/fields.ts';
import { DomainError } from '../kernel/domain-error.ts';

/** A sign-in as the provider knows it: by these it ends the session, and with the token we end its own. */
export type ProviderSession = {
  readonly issuer: string;
  /** As the ID token says, whatever claim is the person's subject here. */
  readonly sub: string;
  /** null: the provider does not tell its sessions apart. */
  readonly sid: string | null;
  /** The ID token, sealed (`secret-box.ts`); null where it was too long to be sent back. */
  readonly idToken: string | null;
  /** When the person showed the provider who they are; null: it does not say. Absent, as what follows: of a session from before. */
  readonly authTime?: Date | null;
  /** How they did: the class that it reached, and by what methods (OpenID Connect Core 1.0 section 2). */
  readonly acr?: string | null;
  readonly amr?: readonly string[];
  /** When the session ends, as the provider says (`session_expiry`); null: it does not. */
  readonly endsAt?: Date | null;
  /** It was asked when that was, and did not say: it cannot, so this session is not asked again. */
  readonly isSilent?: boolean;
};

/** Of somebody who is signed in. Who is asked first whether to join has another one, without an account. */
type SignedIn = {
  accountId: string;
  connectionId: string;
  signedInAt: Date;
  userAgent?: string | null;
  address?: string | null;
  provider?: ProviderSession | null;
};

/** So many seconds long a sign-in counts as one of just now. */
export const recentSeconds = 600;

/**
 * Whether the person of a session has just shown who they are: with the password that it began with, or at the provider. Where the provider
 * cannot say when that was, nobody is asked. Pure.
 */
export function isRecent(
  { signedInAt, provider = null }: Pick<SignedIn, 'signedInAt' | 'provider'>,
  at: Date,
): boolean {
  if (provider?.isSilent) return true;
  const shownAt = provider === null ? signedInAt : (provider.authTime ?? null);
  return shownAt !== null && new Date(shownAt).getTime() + recentSeconds * 1_000 > at.getTime();
}

export const sessions = defineCollection(
  'sessions',
  'system',
  {
    expires: date,
    /** When it was last used, to the minute. */
    lastModified: date,
    session: anyShape<SignedIn>(),
  },
  [
    { keys: { expires: 1, _id: 1 } },
    { keys: { 'session.accountId': 1, 'session.signedInAt': -1, _id: 1 } },
    { keys: { 'session.connectionId': 1, 'session.provider.sid': 1 } },
    { keys: { 'session.connectionId': 1, 'session.provider.sub': 1 } },
  ],
  // It removed what was over before that was told (`expire-sessions.ts`).
  { retired: ['expires_1'] },
);

export type SessionDocument = DocumentOf<typeof sessions>;

export function sessionNotFound(): DomainError {
  return new DomainError('not_found', 'session_not_found', 'There is no such session.');
}
