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
);

export type SessionDocument = DocumentOf<typeof sessions>;

export function sessionNotFound(): DomainError {
  return new DomainError('not_found', 'session_not_found', 'There is no such session.');
}
