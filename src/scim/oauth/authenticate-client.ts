/** Whether a SCIM client is who it says: by its secret, or by a JWT that it has signed (RFC 7523 section 3). */
import { timingSafeEqual } from 'node:crypto';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload } from 'jose';
import { findScimClient } from '../../domain/entry/reach/scim-access.ts';
import { useUp } from '../../domain/entry/reach/used-messages.ts';
import { now } from '../../domain/kernel/clock.ts';
import { hashSecret } from '../../domain/kernel/secret.ts';
import { type ScimClientDocument, stillGood } from '../../domain/model/scim-client.ts';
import { asymmetricAlgorithms, type RemoteKeys, verifyByKeys } from '../../http/remote-keys.ts';
import type { ClientCredentials } from './client-credentials.ts';

/** Whoever makes an assertion makes it for now. */
const longestLifeSeconds = 3_600;
const toleranceSeconds = 30;

export type ClientRules = {
  /** What an assertion may be made for: the token endpoint, or the issuer of the metadata. */
  readonly audiences: readonly string[];
  readonly keysAt: (uri: string) => RemoteKeys;
  /** Why one was refused, for the log: the client is told nothing. */
  readonly tell: (reason: string) => void;
};

/** The client; null when it is not, whatever is wrong. @throws KeysUnavailable */
export async function authenticateClient(
  credentials: ClientCredentials,
  rules: ClientRules,
): Promise<ScimClientDocument | null> {
  const { clientId } = credentials;
  const client = /^[0-9a-f]{24}$/.test(clientId) ? await findScimClient(clientId) : null;
  if (client === null) {
    rules.tell('there is no such client, or it has ended');
    return null;
  }
  if (credentials.by === 'secret') return hasSecret(client, credentials.secret) ? client : null;
  return (await isSigned(client, credentials.assertion, rules)) ? client : null;
}

function hasSecret({ secrets }: ScimClientDocument, secret: string): boolean {
  const hash = Buffer.from(hashSecret(secret));
  return stillGood(secrets, now()).some((one) => timingSafeEqual(Buffer.from(one.hash), hash));
}

async function isSigned(client: ScimClientDocument, assertion: string, rules: ClientRules): Promise<boolean> {
  try {
    const payload = await verified(client, assertion, rules);
    const { jti, exp = 0, aud } = payload;
    const wrong =
      Array.isArray(aud) && aud.length !== 1
        ? '"aud" names others beside us'
        : exp > now().getTime() / 1_000 + longestLifeSeconds
          ? '"exp" is more than an hour away'
          : typeof jti !== 'string' || jti === ''
            ? '"jti" is empty'
            : null;
    if (wrong === null) {
      const message = { to: 'oauth/token', issuer: client._id, jti: String(jti), expiresAt: new Date(exp * 1_000) };
      if (await useUp(message)) return true;
    }
    rules.tell(`client assertion: ${wrong ?? 'it was used before'}`);
  } catch (error) {
    if (!(error instanceof AssertionRefused)) throw error;
    rules.tell(`client assertion: ${error.message}`);
  }
  return false;
}

class AssertionRefused extends Error {}

async function verified(
  { _id, jwksUri, keySets }: ScimClientDocument,
  assertion: string,
  { audiences, keysAt }: ClientRules,
): Promise<JWTPayload> {
  const keys =
    jwksUri === null
      ? createLocalJWKSet({ keys: stillGood(keySets, now()).flatMap(({ jwks }) => jwks.keys) } as JSONWebKeySet)
      : keysAt(jwksUri);
  const rules = {
    issuer: _id,
    subject: _id,
    audience: [...audiences],
    algorithms: [...asymmetricAlgorithms],
    clockTolerance: toleranceSeconds,
    currentDate: now(),
    requiredClaims: ['exp', 'jti'],
  };
  try {
    return (await verifyByKeys(assertion, keys, rules)).payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new AssertionRefused(`${error.code}: ${error.message}`);
    throw error;
  }
}
