/** A sign-in by which somebody who is signed in confirms who they are (step-up). */
import type { Request } from 'express';
import { tellsAuthTime } from '../domain/entry/sign-in/step-up.ts';
import { now } from '../domain/kernel/clock.ts';
import { isRecent, type ProviderSession } from '../domain/model/session.ts';
import { toleranceSeconds } from './provider-keys.ts';
import { SignInFailure } from './sign-in-failure.ts';
import type { Confirmed } from './strategy.ts';

/**
 * What the session keeps of it: it must be of the session that it was begun in, and of just now. A provider that has never said
 * when somebody signed in is not asked again in this session.
 * @throws SignInFailure unknown_transaction, not_recent
 */
export async function asRecent({ claims, provider, confirms }: Confirmed, request: Request): Promise<ProviderSession> {
  const { connectionId, issuer } = claims;
  const { accountId, connectionId: by } = request.session;
  if (accountId !== confirms || by !== connectionId)
    throw new SignInFailure('unknown_transaction', 'the session that was to be confirmed is over');
  if (!provider.authTime && !(await tellsAuthTime(connectionId, issuer))) return { ...provider, isSilent: true };
  // The clocks of both servers may differ a little.
  const at = new Date(now().getTime() - toleranceSeconds * 1_000);
  if (!isRecent({ signedInAt: at, provider }, at))
    throw new SignInFailure('not_recent', 'ID token: "auth_time" is missing or longer ago than was asked for');
  return provider;
}
