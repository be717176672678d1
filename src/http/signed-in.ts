/** The person behind a session cookie, asked by every door in the same way. */
import type { Request } from 'express';
import { findSignedIn, type SignedIn } from '../domain/entry/reach/reach.ts';
import type { AccountDocument } from '../domain/model/account.ts';
import type { SignedInAs } from './page.ts';
import { endSession } from './session.ts';

/** null when nobody is signed in; a session that is over is ended on the way (P5). */
export async function personOfSession(request: Request): Promise<SignedIn | null> {
  const { accountId, connectionId, signedInAt } = request.session ?? {};
  if (accountId === undefined) return null;
  const since = new Date(signedInAt ?? 0);
  const signedIn = connectionId === undefined ? null : await findSignedIn({ accountId, connectionId, since });
  if (!signedIn) await endSession(request);
  return signedIn;
}

/** What a page says of the person whose session this is. */
export function signedInAs(request: Request, { name, email }: Pick<AccountDocument, 'name' | 'email'>): SignedInAs {
  return { name, email, csrfToken: request.session.csrfToken ?? '' };
}
