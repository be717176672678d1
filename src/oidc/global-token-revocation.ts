/**
 * `POST /auth/global-token-revocation/:connectionId`: Okta's Universal Logout (draft-parecki-oauth-global-token-revocation).
 * Answers are the draft's. Who asks shows a token that the connection's provider has signed for this one address.
 */
import { type ErrorRequestHandler, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { endSessions, type Meant } from '../domain/entry/reach/end-sessions.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import { attemptProviderMessage } from '../http/attempts.ts';
import { bearerCredentials } from '../http/bearer.ts';
import { readJson } from '../http/body.ts';
import { BodyFault } from '../http/body-fault.ts';
import { traceOf } from '../http/client-address.ts';
import { withoutSecrets } from '../http/loggable.ts';
import { TooManyAttempts } from '../http/throttle.ts';
import type { FindStrategy } from './find-strategy.ts';
import { SignInFailure } from './sign-in-failure.ts';
import { meantBySubject } from './subject-identifier.ts';

const path = '/auth/global-token-revocation/:connectionId';
const bodyRules = { limit: 65_536, types: ['application/json'] };

/** The draft's name for it, and the one that it had in its first version. */
const order = z.union([
  z.object({ sub_id: z.looseObject({ format: z.string() }) }).transform(({ sub_id }) => sub_id),
  z.object({ subject: z.looseObject({ format: z.string() }) }).transform(({ subject }) => subject),
]);

/** Mount it where `Cache-Control: no-store` is set already. */
export function globalTokenRevocation(findStrategy: FindStrategy): Router {
  const router = Router();
  const receive: RequestHandler<{ connectionId: string }> = async (request, response) => {
    const { connectionId } = request.params;
    const credentials = bearerCredentials(request);
    if (credentials.kind !== 'token')
      return unauthorized(response, 'Send the signed token as "Authorization: Bearer".');
    const strategy = await findStrategy(connectionId);
    if (strategy === null) return refuse(response, 404, 'There is no such connection, or it is switched off.');
    const context = { actor: { type: 'sign-in' as const, id: connectionId }, ...traceOf(request) };
    const outcome = await attemptProviderMessage(request, connectionId, isWrong, async () => {
      const message = await strategy.readRevocationToken(credentials.token);
      const meant = whoIn(await readJson(request, bodyRules));
      return meant && endSessions(context, { connectionId, message, meant }, 'universal_logout');
    });
    if (outcome === null) return refuse(response, 400, 'Name one person by sub_id, in the format iss_sub or email.');
    if (!outcome.known) return refuse(response, 404, 'Nobody whom this connection can speak of has this name.');
    response.status(204).end();
  };
  router.post(path, receive);
  router.use(path, answerRefusals);
  return router;
}

function whoIn(body: unknown): Meant | null {
  const parsed = order.safeParse(body);
  return parsed.success ? meantBySubject(parsed.data) : null;
}

function isWrong(error: unknown): boolean {
  return error instanceof SignInFailure
    ? error.kind === 'unverified'
    : error instanceof DomainError && error.reason === 'replayed';
}

function refuse(response: Response, status: number, error_description: string, error = 'invalid_request'): void {
  response.status(status).json({ error, error_description });
}

function unauthorized(response: Response, description: string): void {
  response.set('WWW-Authenticate', 'Bearer error="invalid_token"');
  refuse(response, 401, description, 'invalid_token');
}

const answerRefusals: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (error instanceof TooManyAttempts) {
    response.set('Retry-After', String(error.retryAfterSeconds));
    return refuse(response, 429, 'Too many tokens that were not right. Try again later.');
  }
  if (error instanceof BodyFault) return refuse(response, error.status, error.message);
  if (error instanceof DomainError && error.reason === 'replayed') return unauthorized(response, error.message);
  if (error instanceof SignInFailure) {
    request.log?.warn({ kind: error.kind, reason: withoutSecrets(error.message) }, 'universal logout failed');
    if (error.kind === 'unverified') return unauthorized(response, error.message);
    return refuse(response, 422, 'The keys of the provider cannot be read, so this token cannot be checked.');
  }
  next(error);
};
