/**
 * The test sign-in of a set-up link: whoever has opened the link signs in at the connection that they have entered, and
 * sees which claims came. Nobody is signed in by it, and no account is made; the connection may be switched off.
 */
import { type Request, type Response, Router } from 'express';
import { readSetUp, recordSignInTest } from '../domain/administration/setup/set-up.ts';
import type { RawClaims } from '../domain/entry/proof/read-claims.ts';
import type { Context } from '../domain/kernel/context.ts';
import type { ConnectionDocument } from '../domain/model/connection.ts';
import { actorOfSetupLink, type ReceivedClaim, type SetupLinkDocument } from '../domain/model/setup-link.ts';
import { countSetupQuestion } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { withoutSecrets } from '../http/loggable.ts';
import type { Outbound } from '../http/outbound.ts';
import { sendPage } from '../http/page.ts';
import { setupSessionOf } from '../http/setup-session.ts';
import { connectionOf } from './find-strategy.ts';
import { openProvider } from './provider.ts';
import { setupAddress, setupOverPage, testLostPage } from './setup-words.ts';
import { asSignInFailure, SignInFailure } from './sign-in-failure.ts';
import { beginVisit, confirm, endVisit, isFromTest, type StrategyOptions, type Visit } from './visit.ts';

/** `GET /auth/setup/:link`, and of the callbacks those that come back from a test. */
export function setupTests(outbound: Outbound, options: StrategyOptions): Router {
  const { publicUrl, secretBox } = options;
  const router = Router();

  router.get('/auth/setup/:link', async (request, response) => {
    const found = await linkOf(request, String(request.params.link));
    if (found === null) return sendPage(response, 404, setupOverPage);
    const { link, connection } = found;
    const returnTo = setupAddress(link._id, 'sign-in');
    if (connection === null) return response.redirect(returnTo);
    await countSetupQuestion(link._id);
    try {
      const visit = visitTo(connection);
      response.redirect(await beginVisit(visit, request, { returnTo, setupLinkId: link._id }));
    } catch (error) {
      await recordFailure(request, link, connection, error);
      response.redirect(returnTo);
    }
  });

  router.get('/auth/callback/:connectionId', async (request, response, next) =>
    isFromTest(request) ? finish(request, response) : next(),
  );
  return router;

  async function finish(request: Request, response: Response): Promise<void> {
    const id = String(request.params.connectionId);
    const arrival = await endVisit({ connection: { id }, options }, request, { test: true }).catch((error: unknown) => {
      if (error instanceof SignInFailure) return null;
      throw error;
    });
    if (arrival === null) return sendPage(response, 400, testLostPage);
    const { setupLinkId = '', returnTo } = arrival.transaction;
    const found = await linkOf(request, setupLinkId);
    if (found?.connection?._id !== id) return sendPage(response, 404, setupOverPage);
    const { link, connection } = found;
    try {
      const { claims, received } = await confirm(visitTo(connection), arrival);
      const { subject, email, emailTrusted, name, groups } = claims;
      await recordSignInTest(contextOf(request, link), link, {
        connectionVersion: connection.version,
        problem: null,
        received: [...listed(received.idToken, 'id-token'), ...listed(received.userinfo, 'userinfo')],
        read: { subject, email, emailTrusted, name, groups: groups?.slice(0, maxGroups) ?? null },
      });
    } catch (error) {
      await recordFailure(request, link, connection, error);
    }
    response.redirect(returnTo);
  }

  /** A link that covers the sign-in and is open in this browser, with its connection; null: there is none. */
  async function linkOf(request: Request, linkId: string) {
    const link = (await setupSessionOf(request, publicUrl, linkId))?.setup.link;
    if (!link?.parts.includes('sign-in')) return null;
    return { link, connection: (await readSetUp(link)).connection };
  }

  /** Nothing is kept of the provider: a test sees what it says now. */
  function visitTo(row: ConnectionDocument): Visit {
    const connection = connectionOf(row, outbound, secretBox);
    return { connection, options, provider: openProvider(connection, options.timeoutMs) };
  }
}

async function recordFailure(
  request: Request,
  link: SetupLinkDocument,
  { version: connectionVersion }: ConnectionDocument,
  error: unknown,
): Promise<void> {
  const failure = asSignInFailure(error);
  if (!(failure instanceof SignInFailure)) throw error;
  const problem = problemOf(failure);
  request.log?.info({ setupLinkId: link._id, reason: withoutSecrets(failure.message) }, 'a test sign-in failed');
  await recordSignInTest(contextOf(request, link), link, { connectionVersion, problem });
}

/** What cannot be reached is told as whatever else: it may be a name of the operator's own network (case 100). */
function problemOf({ kind, message }: SignInFailure): string {
  if (kind === 'unavailable')
    return 'The provider cannot be reached, or answers with an error. Test its metadata first.';
  if (kind === 'timeout') return 'The provider did not answer in time. Try again.';
  return withoutSecrets(message).slice(0, 500);
}

function contextOf(request: Request, link: SetupLinkDocument): Context {
  return { actor: actorOfSetupLink(link), ...traceOf(request) };
}

const maxClaims = 60;
const maxGroups = 50;

/** Of the protocol, and nothing about the person. */
const unshown = new Set(['nonce', 'at_hash', 'c_hash', 's_hash']);

function listed(claims: RawClaims, from: ReceivedClaim['from']): ReceivedClaim[] {
  return Object.entries(claims)
    .filter(([name]) => !unshown.has(name))
    .slice(0, maxClaims)
    .map(([name, value]) => ({ name: name.slice(0, 100), value: (JSON.stringify(value) ?? '').slice(0, 500), from }));
}
