/** One provider as seen by one connection: its metadata, found at first use and kept for a while. */
import * as openid from 'openid-client';
import type { OidcSettings } from '../config/config.ts';
import type { SigningKey } from '../domain/administration/keys/signing-key.ts';
import { now } from '../domain/kernel/clock.ts';
import { type ClaimNames, deploymentConnectionId, usualClaimNames } from '../domain/model/connection.ts';
import { endOfAnswer } from '../http/outbound.ts';
import { limitedFetch } from './provider-fetch.ts';
import { asSignInFailure, SignInFailure } from './sign-in-failure.ts';

/** A way to sign in. `id` is part of the callback address; the connection made from the environment is `default`. */
export type Connection = Readonly<
  OidcSettings & {
    id: string;
    claims: ClaimNames;
    /** With which Usher shows who it is instead of by the secret; null: by that. */
    clientKey: SigningKey | null;
    /** Whether the provider is asked for the groups of a person. */
    readsGroups: boolean;
    /** What the provider is asked with: bounded, where an admin has chosen its address. */
    fetch: typeof fetch;
  }
>;

/** The deployment's own connection: its issuer is the operator's word. */
export function deploymentConnection(settings: OidcSettings): Connection {
  return {
    ...settings,
    id: deploymentConnectionId,
    claims: usualClaimNames,
    clientKey: null,
    readsGroups: false,
    fetch,
  };
}

export type Provider = {
  /**
   * The provider for one attempt to sign in; all its calls together end within the time limit. Each attempt reads the
   * provider's keys afresh: a rotated key works at once, and a withdrawn one stops at once. Throws SignInFailure.
   */
  readonly open: () => Promise<openid.Configuration>;
  /** Makes the next attempt discover again, unless discovery itself has just failed. */
  readonly forget: () => void;
};

const metadataLifeMs = 10 * 60_000;

/** Symmetric signatures and `none` are refused before anything else is looked at. */
const asymmetric = /^(?:(?:RS|PS|ES)\d{3}|Ed(?:DSA|25519)|ML-DSA-\d\d)$/;

/** Milliseconds for which a provider that failed so often in a row is not asked again: the first time may be chance. */
const backOffMs = (failures: number) => (failures < 2 ? 0 : Math.min(10_000, 2_500 * 2 ** (failures - 1)));

/** One discovery, shared by all attempts that need it while it goes on and for as long as its outcome holds. */
type Discovery = {
  readonly metadata: Promise<openid.ServerMetadata>;
  outcome: 'found' | 'failed' | null;
  /** Milliseconds since 1970. */
  until: number;
};

/**
 * Discovers nothing yet, so that a provider that is down keeps no server from starting. One that fails is asked again only
 * after a back-off of seconds; until then attempts fail as the last one did (case 101).
 */
export function openProvider(connection: Connection, timeoutMs: number): Provider {
  let known: Discovery | undefined;
  let failures = 0;

  const metadata = () => {
    if (known === undefined || known.until <= now().getTime()) known = begin();
    return known.metadata;
  };

  const begin = (): Discovery => {
    const found = discover(connection, timeoutMs);
    const entry: Discovery = { metadata: found, outcome: null, until: now().getTime() + metadataLifeMs };
    found.then(
      () => {
        failures = 0;
        entry.outcome = 'found';
      },
      () => {
        failures += 1;
        entry.outcome = 'failed';
        entry.until = now().getTime() + backOffMs(failures);
      },
    );
    return entry;
  };

  return {
    open: async () => {
      const server = await metadata();
      const client = new openid.Configuration(
        server,
        connection.clientId,
        undefined,
        await authentication(connection, server),
      );
      client[openid.customFetch] = limitedFetch(endOfAnswer(timeoutMs), connection.fetch);
      for (const extend of extensions(connection)) extend(client);
      return client;
    },
    forget: () => {
      if (known?.outcome === 'found') known = undefined;
    },
  };
}

async function discover(connection: Connection, timeoutMs: number): Promise<openid.ServerMetadata> {
  try {
    const client = await openid.discovery(new URL(connection.issuer), connection.clientId, undefined, undefined, {
      [openid.customFetch]: limitedFetch(AbortSignal.timeout(timeoutMs), connection.fetch),
      execute: extensions(connection),
    });
    const { supportsPKCE: _, ...server } = client.serverMetadata();
    const algorithms = server.id_token_signing_alg_values_supported ?? ['RS256'];
    return { ...server, id_token_signing_alg_values_supported: algorithms.filter((name) => asymmetric.test(name)) };
  } catch (error) {
    const failure = asSignInFailure(error);
    if (failure instanceof SignInFailure && failure.kind !== 'unverified') throw failure;
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new SignInFailure('misconfigured', `discovery at ${connection.issuer} failed: ${reason}`, { cause: error });
  }
}

/** The signature of the ID token always, also where OpenID Connect lets TLS stand in for it (Core 3.1.3.7, point 6). */
const extensions = (connection: Connection): ((client: openid.Configuration) => void)[] => [
  openid.enableNonRepudiationChecks,
  // Plain http gets here for issuers on loopback, and for hosts that the operator lists.
  ...(connection.issuer.startsWith('http:') ? [openid.allowInsecureRequests] : []),
];

/** `client_secret_basic` is the default of OpenID Connect Discovery; some providers know only `client_secret_post`. */
async function authentication(connection: Connection, server: openid.ServerMetadata): Promise<openid.ClientAuth> {
  // Its audience is the issuer, so that what one provider gets is of no use at another.
  if (connection.clientKey !== null) return openid.PrivateKeyJwt(await connection.clientKey.sign());
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const onlyPost = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
  return onlyPost
    ? openid.ClientSecretPost(connection.clientSecret)
    : openid.ClientSecretBasic(connection.clientSecret);
}
