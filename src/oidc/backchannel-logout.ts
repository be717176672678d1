/** `POST /auth/backchannel-logout/:connectionId`: providers tell here who has signed out. Answers are the specification's. */
import { type ErrorRequestHandler, type RequestHandler, type Response, Router, urlencoded } from 'express';
import { endSessions } from '../domain/entry/reach/end-sessions.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import { attemptProviderMessage } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { withoutSecrets } from '../http/loggable.ts';
import { TooManyAttempts } from '../http/throttle.ts';
import type { FindStrategy } from './find-strategy.ts';
import { SignInFailure } from './sign-in-failure.ts';

const path = '/auth/backchannel-logout/:connectionId';

/** Mount it where `Cache-Control: no-store` is set already. */
export function backchannelLogout(findStrategy: FindStrategy): Router {
  const router = Router();
  const receive: RequestHandler<{ connectionId: string }> = async (request, response) => {
    const { connectionId } = request.params;
    const token: unknown = request.body?.logout_token;
    if (typeof token !== 'string')
      return refuse(response, 'Send logout_token, once, as application/x-www-form-urlencoded.');
    const strategy = await findStrategy(connectionId);
    if (strategy === null) return refuse(response, 'There is no such connection, or it is switched off.', 404);
    const context = { actor: { type: 'sign-in' as const, id: connectionId }, ...traceOf(request) };
    await attemptProviderMessage(request, connectionId, isWrong, async () => {
      const { message, meant } = await strategy.readLogoutToken(token);
      await endSessions(context, { connectionId, message, meant }, 'signed_out_at_provider');
    });
    response.status(200).end();
  };
  router.post(path, urlencoded({ extended: false, limit: '64kb', parameterLimit: 10 }), receive);
  router.use(path, answerRefusals);
  return router;
}

function isWrong(error: unknown): boolean {
  return error instanceof SignInFailure
    ? error.kind === 'unverified'
    : error instanceof DomainError && error.reason === 'replayed';
}

function refuse(response: Response, error_description: string, status = 400): void {
  response.status(status).json({ error: 'invalid_request', error_description });
}

const answerRefusals: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (error instanceof TooManyAttempts) {
    response.set('Retry-After', String(error.retryAfterSeconds));
    return refuse(response, 'Too many logout tokens that were not right. Try again later.', 429);
  }
  if (error instanceof DomainError && error.reason === 'replayed') return refuse(response, error.message);
  if (error instanceof SignInFailure) {
    request.log?.warn({ kind: error.kind, reason: withoutSecrets(error.message) }, 'back-channel logout failed');
    if (error.kind === 'unverified') return refuse(response, error.message);
    const message = 'The keys of the provider cannot be read, so this token cannot be checked.';
    response.status(400).json({ error: 'temporarily_unavailable', error_description: message });
    return;
  }
  // What the parser of the form refused: too long, too many fields, another encoding.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500) return refuse(response, 'This is no form with a logout_token.', status);
  next(error);
};
