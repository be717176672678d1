/** The strategy of each connection: those of the environment from the start, those of organizations at first use. */
import { signingKeyOf } from '../domain/administration/keys/signing-key.ts';
import {
  type ConnectionDocument,
  findOpenConnection,
  hasClientSecret,
  readsGroups,
} from '../domain/model/connection.ts';
import type { SecretBox } from '../domain/model/secret-box.ts';
import type { Outbound } from '../http/outbound.ts';
import type { Connection } from './provider.ts';
import { type OidcStrategy, oidcStrategy } from './strategy.ts';
import type { StrategyOptions } from './visit.ts';

/** What one process keeps of organizations' connections; whoever is dropped is made again at the next use. */
const maxKept = 500;

/** Answers the strategy of a connection; null when there is none, or it is switched off. */
export type FindStrategy = (connectionId: string) => Promise<OidcStrategy | null>;

/** Each use looks at the stored version, so that a change or deletion on any node counts from the next request on. */
export function strategyFinder(
  fixed: readonly Connection[],
  outbound: Outbound,
  options: StrategyOptions,
): FindStrategy {
  const always = new Map(fixed.map((connection) => [connection.id, oidcStrategy(connection, options)]));
  const kept = new Map<string, { version: number; strategy: OidcStrategy }>();
  return async (connectionId) => {
    const own = always.get(connectionId);
    if (own) return own;
    if (!/^[\w-]{1,64}$/.test(connectionId)) return null;
    const row = await findOpenConnection(connectionId);
    const present = kept.get(connectionId);
    kept.delete(connectionId);
    if (!row) return null;
    const strategy =
      present?.version === row.version
        ? present.strategy
        : oidcStrategy(connectionOf(row, outbound, options.secretBox), options);
    kept.set(connectionId, { version: row.version, strategy });
    const [oldest] = kept.size > maxKept ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    return strategy;
  };
}

/** A stored connection as a way to sign in. */
export function connectionOf(row: ConnectionDocument, outbound: Outbound, secretBox: SecretBox): Connection {
  const { _id: id, issuer, clientId, clientSecret, scopes, claims, trustEmail, trustUserName } = row;
  return {
    id,
    issuer,
    clientId,
    clientSecret: secretBox.open(clientSecret),
    clientKey: hasClientSecret(row) ? null : signingKeyOf(row.orgId, id, secretBox),
    scopes,
    claims,
    trustEmail,
    trustUserName,
    readsGroups: readsGroups(row),
    acrValues: row.acrValues ?? [],
    maxAgeSeconds: row.maxAgeSeconds ?? null,
    allowMissingEmail: true,
    fetch: outbound.fetch,
  };
}
