/**
 * `POST /auth/signals/:connectionId`: transmitters push here what has happened to people (RFC 8935, OpenID Shared Signals
 * Framework 1.0, CAEP 1.0, RISC 1.0). Answers are those of RFC 8935.
 */
import { type ErrorRequestHandler, type RequestHandler, type Response, Router, text } from 'express';
import { endSessions, type Signal } from '../domain/entry/reach/end-sessions.ts';
import { type Message, useUp } from '../domain/entry/reach/used-messages.ts';
import { now } from '../domain/kernel/clock.ts';
import type { Context } from '../domain/kernel/context.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import { findOpenConnection } from '../domain/model/connection.ts';
import type { SecretBox } from '../domain/model/secret-box.ts';
import { findStream, noteOfStream, type SignalStreamDocument } from '../domain/model/signal-stream.ts';
import { attemptProviderMessage } from '../http/attempts.ts';
import { bearerCredentials } from '../http/bearer.ts';
import { traceOf } from '../http/client-address.ts';
import { equalSecret } from '../http/equal-secret.ts';
import { withoutSecrets } from '../http/loggable.ts';
import type { Outbound } from '../http/outbound.ts';
import { KeysUnavailable } from '../http/remote-keys.ts';
import { TooManyAttempts } from '../http/throttle.ts';
import { isJsonObject } from '../json.ts';
import { type RefusalCode, type SecurityEvent, SignalRefused, securityEventReader } from './security-event-token.ts';
import { meantBySubject } from './subject-identifier.ts';

const path = '/auth/signals/:connectionId';

const signals: Readonly<Record<string, Signal>> = {
  'https://schemas.openid.net/secevent/caep/event-type/session-revoked': 'session_revoked',
  'https://schemas.openid.net/secevent/caep/event-type/credential-change': 'credential_changed',
  'https://schemas.openid.net/secevent/risc/event-type/account-disabled': 'account_disabled',
  'https://schemas.openid.net/secevent/risc/event-type/account-purged': 'account_purged',
};
const verification = 'https://schemas.openid.net/secevent/ssf/event-type/verification';
const streamUpdated = 'https://schemas.openid.net/secevent/ssf/event-type/stream-updated';
const aboutStream = [verification, streamUpdated];

export type SignalOptions = { readonly outbound: Outbound; readonly secretBox: SecretBox };

/** Mount it where `Cache-Control: no-store` is set already. */
export function receiveSignals({ outbound, secretBox }: SignalOptions): Router {
  const readEvent = securityEventReader(outbound, (type) => aboutStream.includes(type) || Object.hasOwn(signals, type));
  const router = Router();
  const receive: RequestHandler<{ connectionId: string }> = async (request, response) => {
    const { connectionId } = request.params;
    const token: unknown = request.body;
    if (typeof token !== 'string')
      throw new SignalRefused('invalid_request', 'Send one token, as application/secevent+jwt.', 415);
    const [stream, connection] = await Promise.all([findStream(connectionId), findOpenConnection(connectionId)]);
    if (!stream || !connection) throw new SignalRefused('invalid_request', 'There is no such stream.', 404);
    const context: Context = { actor: { type: 'sign-in', id: connectionId }, ...traceOf(request) };
    await attemptProviderMessage(request, connectionId, isWrong, async () => {
      const shown = bearerCredentials(request);
      if (shown.kind !== 'token' || !equalSecret(shown.token, secretBox.open(stream.pushSecret)))
        throw new SignalRefused(
          'authentication_failed',
          'Send the authorization_header that the stream was made with.',
        );
      await heed(context, stream, await readEvent(stream, token));
    });
    response.status(202).end();
  };
  router.post(path, text({ type: 'application/secevent+jwt', limit: '64kb' }), receive);
  router.use(path, answerRefusals);
  return router;
}

/** Does what the event asks for. One that comes again is right, and done already. */
async function heed(context: Context, stream: SignalStreamDocument, event: SecurityEvent): Promise<void> {
  const message: Message = {
    to: stream._id,
    issuer: stream.issuer,
    jti: event.jti,
    expiresAt: event.tooOldAt,
  };
  if (aboutStream.includes(event.type)) requireSubject(stream, event);
  if (event.type === verification) return verify(stream, event, message);
  if (event.type === streamUpdated) return noteStatus(stream, event, message);
  const why = signals[event.type];
  const meant = whoIn(event, stream.criticalMembers);
  // A credential that is added takes nothing from whoever is signed in.
  if (why === undefined || meant === null || event.details.change_type === 'create') return;
  await noteOfStream(stream, { lastSignalAt: now() });
  await endSessions(context, { connectionId: stream._id, message, meant }, why).catch((error: unknown) => {
    if (!(error instanceof DomainError && error.reason === 'replayed')) throw error;
  });
}

/** Of a complex subject the user counts: Usher tells neither the devices nor the sessions of a transmitter apart. */
function whoIn({ subject }: SecurityEvent, criticalMembers: readonly string[]) {
  if (subject === null) return null;
  if (!isJsonObject(subject.user)) return meantBySubject(subject);
  const unknown = criticalMembers.some((name) => name !== 'user' && name in subject);
  return unknown ? null : meantBySubject(subject.user);
}

/** What is about a stream must not be about another one. Earlier drafts named none. */
function requireSubject({ streamId }: SignalStreamDocument, { subject }: SecurityEvent): void {
  if (subject === null || (subject.format === 'opaque' && subject.id === streamId)) return;
  throw new SignalRefused('invalid_request', '"sub_id" does not name this stream: format "opaque", id its stream_id.');
}

async function verify(stream: SignalStreamDocument, { details }: SecurityEvent, message: Message): Promise<void> {
  const { state } = details;
  if (state !== undefined && state !== stream.awaitedState)
    throw new SignalRefused('invalid_state', 'This is not the state that was asked for.');
  if (await useUp(message))
    await noteOfStream(stream, { verifiedAt: now(), ...(state === undefined ? {} : { awaitedState: null }) });
}

async function noteStatus(stream: SignalStreamDocument, { details }: SecurityEvent, message: Message): Promise<void> {
  const { status, reason } = details;
  if (status !== 'enabled' && status !== 'paused' && status !== 'disabled')
    throw new SignalRefused('invalid_request', '"status" is none that a stream can have.');
  if (await useUp(message))
    await noteOfStream(stream, { status, statusReason: typeof reason === 'string' ? reason.slice(0, 500) : null });
}

const isWrong = (error: unknown) => error instanceof SignalRefused && error.code !== 'invalid_state';

function refuse(response: Response, status: number, err: RefusalCode, description: string): void {
  response.status(status).set('Content-Language', 'en').json({ err, description });
}

const answerRefusals: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (error instanceof SignalRefused) {
    request.log?.warn({ code: error.code, reason: withoutSecrets(error.message) }, 'a signal was refused');
    return refuse(response, error.status, error.code, error.message);
  }
  if (error instanceof TooManyAttempts) {
    response.set('Retry-After', String(error.retryAfterSeconds));
    return refuse(response, 429, 'invalid_request', 'Too many tokens that were not right. Send this one again later.');
  }
  if (error instanceof KeysUnavailable) {
    request.log?.warn({ reason: withoutSecrets(error.message) }, 'the keys of a transmitter cannot be read');
    response.set('Retry-After', '60');
    return refuse(response, 503, 'invalid_key', 'The keys of the transmitter cannot be read. Send this token again.');
  }
  // What the parser of the body refused: too long, another charset.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500)
    return refuse(response, status, 'invalid_request', 'This is no token, or too long.');
  next(error);
};
