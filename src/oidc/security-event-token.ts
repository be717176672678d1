/** Security event tokens (RFC 8417) of a signal stream, as the Shared Signals Framework 1.0 profiles them. */
import { errors, type JWTPayload } from 'jose';
import { now } from '../domain/kernel/clock.ts';
import type { SignalStreamDocument } from '../domain/model/signal-stream.ts';
import type { Outbound } from '../http/outbound.ts';
import { asymmetricAlgorithms, remoteKeys, verifyByKeys } from '../http/remote-keys.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { toleranceSeconds } from './provider-keys.ts';

/** Why a token is refused: codes of RFC 8935 section 2.4, and of the framework. */
export type RefusalCode =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'authentication_failed'
  | 'invalid_state';

export class SignalRefused extends Error {
  readonly code: RefusalCode;
  readonly status: number;
  constructor(code: RefusalCode, message: string, status = 400) {
    super(message);
    this.name = 'SignalRefused';
    this.code = code;
    this.status = status;
  }
}

export type SecurityEvent = {
  readonly type: string;
  readonly details: JsonObject;
  /** `sub_id`, or what stood inside the event in earlier drafts. */
  readonly subject: JsonObject | null;
  readonly jti: string;
  /** From then on a token of this age is refused. */
  readonly tooOldAt: Date;
};

/** A transmitter goes on trying for days; older news is none. */
const longestAgeMs = 7 * 86_400_000;

/** Reads tokens of any stream. @throws SignalRefused, KeysUnavailable */
export function securityEventReader(
  outbound: Outbound,
  understood: (type: string) => boolean,
): (stream: SignalStreamDocument, token: string) => Promise<SecurityEvent> {
  const keysAt = remoteKeys(outbound);
  return async (stream, token) => {
    const { payload } = await verifyByKeys(token, keysAt(stream.jwksUri), {
      typ: 'secevent+jwt',
      issuer: stream.issuer,
      audience: stream.audience,
      algorithms: [...asymmetricAlgorithms],
      clockTolerance: toleranceSeconds,
      currentDate: now(),
      requiredClaims: ['iat', 'jti', 'events'],
    }).catch((error: unknown) => {
      throw refusalOf(error);
    });
    return eventIn(payload, understood);
  };
}

/** Why the token is not right, in a code of RFC 8935. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof errors.JOSEError)) return error;
  const message = `${error.code}: ${error.message}`;
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iss')
    return new SignalRefused('invalid_issuer', message);
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
    return new SignalRefused('invalid_audience', message);
  const isAboutKeys =
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported;
  return new SignalRefused(isAboutKeys ? 'invalid_key' : 'invalid_request', message);
}

/**
 * What the library does not look at.
 * @param understood kinds of events that something comes of
 */
function eventIn(
  { iat, jti, events, sub_id: named }: JWTPayload,
  understood: (type: string) => boolean,
): SecurityEvent {
  const issuedAt = new Date(Number(iat) * 1_000);
  const tooOldAt = new Date(issuedAt.getTime() + longestAgeMs);
  if (issuedAt.getTime() > now().getTime() + toleranceSeconds * 1_000)
    throw new SignalRefused('invalid_request', '"iat" is in the future.');
  if (tooOldAt <= now()) throw new SignalRefused('invalid_request', '"iat" is more than a week ago.');
  if (typeof jti !== 'string' || jti === '') throw new SignalRefused('invalid_request', '"jti" is empty.');
  if (!isJsonObject(events)) throw new SignalRefused('invalid_request', '"events" is no object.');
  // Several are names of the same thing, or what a vendor adds to it.
  const all = Object.entries(events);
  const [type, details] = all.find(([name]) => understood(name)) ?? all[0] ?? [];
  if (type === undefined || !isJsonObject(details))
    throw new SignalRefused('invalid_request', '"events" has no event.');
  const subject = isJsonObject(named) ? named : isJsonObject(details.subject) ? details.subject : null;
  return { type, details, subject, jti, tooOldAt };
}
