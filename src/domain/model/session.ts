/**
 * Sessions of an account, as people see them. The rows are written by connect-mongo (`http/session.ts`); the domain lists
 * them and ends them (`entry/reach/endings.ts`). A row's id is a hash: who knows it cannot take the session over.
 */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, nullable, object, optional, type TypeOf, text } from '../../storage/fields.ts';
import { DomainError } from '../kernel/errors.ts';

/** A sign-in as the provider knows it: by these it ends the session, and with the token we end its own. */
const providerSession = object({
  issuer: text,
  /** As the ID token says, whatever claim is the person's subject here. */
  sub: text,
  /** null: the provider does not tell its sessions apart. */
  sid: nullable(text),
  /** The ID token, sealed (`secret-box.ts`); null where it was too long to be sent back. */
  idToken: nullable(text),
});
export type ProviderSession = Readonly<TypeOf<typeof providerSession>>;

export const sessions = defineCollection(
  'sessions',
  'system',
  {
    expires: date,
    /** When it was last used, to the minute. */
    lastModified: date,
    session: object({
      accountId: text,
      connectionId: text,
      signedInAt: date,
      userAgent: optional(nullable(text)),
      address: optional(nullable(text)),
      provider: optional(nullable(providerSession)),
    }),
  },
  [
    { keys: { 'session.accountId': 1, 'session.signedInAt': -1, _id: 1 } },
    { keys: { 'session.connectionId': 1, 'session.provider.sid': 1 } },
    { keys: { 'session.connectionId': 1, 'session.provider.sub': 1 } },
  ],
);

export type SessionDocument = DocumentOf<typeof sessions>;

export function sessionNotFound(): DomainError {
  return new DomainError('not_found', 'session_not_found', 'There is no such session.');
}
