/** The person behind a session cookie, asked by every door in the same way. */
import type { Request } from 'express';
import { endEntries } from '../domain/entry/reach/end-entries.ts';
import { findSignedIn, type SignedIn } from '../domain/entry/reach/reach.ts';
import { countSignIn } from '../domain/entry/sign-in/count-sign-in.ts';
import { recordSignIn } from '../domain/entry/sign-in/record-sign-in.ts';
import { now } from '../domain/kernel/clock.ts';
import type { AccountDocument } from '../domain/model/account.ts';
import { passwordConnectionId } from '../domain/model/connection.ts';
import { traceOf } from './client-address.ts';
import type { SignedInAs } from './page.ts';
import { endSession, rowIdOf, type SignedInSession, startSession } from './session.ts';

/** null when nobody is signed in; a session that is over is ended on the way (P5). */
export async function personOfSession(request: Request): Promise<SignedIn | null> {
  const { accountId, connectionId, signedInAt } = request.session ?? {};
  if (accountId === undefined) return null;
  const since = new Date(signedInAt ?? 0);
  const signedIn = connectionId === undefined ? null : await findSignedIn({ accountId, connectionId, since });
  if (signedIn) request.account = accountId;
  else await endSession(request);
  return signedIn;
}

/** Lets a person in: in the record of events, and with a session. */
export async function signInHere(
  request: Request,
  { accountId, connectionId, provider }: Omit<SignedInSession, 'signedInAt'>,
): Promise<void> {
  const context = { actor: { type: 'sign-in' as const, id: connectionId }, ...traceOf(request) };
  await recordSignIn(context, { accountId, connectionId });
  await startSession(request, { accountId, connectionId, signedInAt: now(), provider });
  request.account = accountId;
  countSignIn(connectionId === passwordConnectionId ? 'password' : 'provider', 'signed_in');
}

/** Ends the session of this request, whose person signs out. */
export async function signOutHere(request: Request, accountId: string): Promise<void> {
  const context = { actor: { type: 'account' as const, id: accountId }, ...traceOf(request) };
  const which = { owners: [], sessions: { _id: rowIdOf(request.sessionID) }, keys: null };
  await endEntries(context, which, { reason: 'signed_out', decidedIn: null });
  await endSession(request);
}

/** What a page says of the person whose session this is. */
export function signedInAs(request: Request, { name, email }: Pick<AccountDocument, 'name' | 'email'>): SignedInAs {
  return { name, email, csrfToken: request.session.csrfToken ?? '' };
}
