/** Admins add, change and remove the identity providers of their organization. */

import { newId } from '../../../storage/collection.ts';
import { beginPart } from '../../../storage/patience.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { draftEndings, entriesOf, loadEndings } from '../../entry/reach/end-entries.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type IdentityDocument, identities } from '../../model/account.ts';
import { clientKeys } from '../../model/client-key.ts';
import { type ConnectionDocument, connections, getConnection, hasClientSecret } from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import { limits } from '../../model/limits.ts';
import { members, unlinked } from '../../model/member.ts';
import { getOrganization } from '../../model/organization.ts';
import { passwords } from '../../model/password.ts';
import type { SecretBox } from '../../model/secret-box.ts';
import { signalStreams } from '../../model/signal-stream.ts';
import { operate } from '../../operation/operate.ts';
import { draftClosing } from '../settings/sso-only.ts';

export type ConnectionOrder = Pick<
  ConnectionDocument,
  | 'name'
  | 'issuer'
  | 'clientId'
  | 'scopes'
  | 'claims'
  | 'trustEmail'
  | 'trustUserName'
  | 'groupSync'
  | 'requiredGroups'
  | 'requireMappedGroup'
  | 'acrValues'
  | 'maxAgeSeconds'
  | 'enabled'
>;

/** A new connection; `linkByExternalId` is by default what only the first way to sign in to an organization may. */
export type NewConnection = ConnectionOrder & {
  readonly linkByExternalId?: boolean | undefined;
  readonly clientAuthentication?: ConnectionDocument['clientAuthentication'] | undefined;
  /** In clear text; not with `private_key_jwt`. */
  readonly clientSecret?: string | undefined;
};

/** What is not given stays; `clientSecret` in clear text. */
export type ConnectionChange = { readonly [Field in keyof NewConnection]?: NewConnection[Field] | undefined };

/**
 * @param order with the client secret in clear text; it is stored encrypted
 * @param connectionId given where it was told before there was a connection
 * @throws DomainError forbidden for a personal organization, conflict/uniqueness of the name, conflict/too_many,
 *   invalid/secret_required
 */
export function createConnection(
  context: Context,
  orgId: string,
  order: NewConnection,
  secretBox: SecretBox,
  connectionId = newId(),
): Promise<ConnectionDocument> {
  const clientSecret = secretBox.seal(order.clientSecret ?? '');
  const { clientAuthentication = 'client_secret' } = order;
  return operate(orgId, context, {
    load: async () => ({
      organization: await getOrganization(orgId),
      present: await tenant(orgId).find(connections, {}),
      isDefault: (await getDeployment()).defaultOrgId === orgId,
    }),
    decide: ({ organization, present, isDefault }, draft) => {
      if (organization.kind === 'personal')
        throw new DomainError('forbidden', 'personal_organization', 'A personal organization has no connections.');
      if (hasClientSecret({ clientAuthentication }) && order.clientSecret === undefined)
        throw new DomainError('invalid', 'secret_required', 'Send the client secret of the provider.', '/clientSecret');
      requireFreeName(present, order.name);
      if (present.length >= limits.connections)
        throw new DomainError('conflict', 'too_many', `An organization has at most ${limits.connections} connections.`);
      const { now } = draft;
      // In the default organization the deployment's connection comes first.
      const linkByExternalId = order.linkByExternalId ?? (present.length === 0 && !isDefault);
      const made = { orgId, clientSecret, linkByExternalId, version: 1, createdAt: now, updatedAt: now };
      const row: ConnectionDocument = { ...order, clientAuthentication, _id: connectionId, ...made };
      draft.insert(connections, row);
      draft.event({ type: 'sso_connection.created', subject: { connectionId }, after: described(row) });
      return row;
    },
  });
}

/**
 * Counts from the next request of a sign-in on, on every node.
 * @param version the one that it must still have; null: whichever
 * @throws DomainError not_found, conflict/uniqueness, conflict/connection_in_use, conflict/connection_changed,
 *   conflict/sso_only, invalid/secret_required
 */
export function changeConnection(
  context: Context,
  orgId: string,
  connectionId: string,
  { clientSecret, ...change }: ConnectionChange,
  secretBox: SecretBox,
  version: number | null = null,
): Promise<ConnectionDocument> {
  const sealed = clientSecret === undefined ? {} : { clientSecret: secretBox.seal(clientSecret) };
  return storeChange(context, orgId, connectionId, { ...change, ...sealed }, version);
}

/** @param change its client secret is sealed */
function storeChange(
  context: Context,
  orgId: string,
  connectionId: string,
  change: ConnectionChange,
  version: number | null = null,
): Promise<ConnectionDocument> {
  const { clientSecret } = change;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return operate(orgId, context, {
    load: async () => {
      const organization = await getOrganization(orgId);
      const present = await tenant(orgId).find(connections, {});
      const inUse = (await system('sign-in').count(identities, { connectionId }, 1)) > 0;
      return { organization, present, inUse, deployment: await getDeployment() };
    },
    decide: ({ organization, present, inUse, deployment }, draft) => {
      const row = present.find(({ _id }) => _id === connectionId);
      if (!row) throw new DomainError('not_found', 'connection_not_found', 'There is no such connection.');
      if (version !== null && row.version !== version)
        throw new DomainError('conflict', 'connection_changed', 'Somebody has changed the connection meanwhile.');
      const again = !row.enabled && change.enabled === true ? { switchedOnAt: draft.now } : {};
      const changed = { ...given, ...again };
      const next: ConnectionDocument = { ...row, ...changed, version: row.version + 1, updatedAt: draft.now };
      requireFreeName(
        present.filter(({ _id }) => _id !== connectionId),
        next.name,
      );
      if (row.enabled && !next.enabled) draftClosing(draft, { organization, deployment, present }, connectionId);
      // People are known by issuer and subject: under others nobody would be themselves any more.
      if (inUse && (next.issuer !== row.issuer || next.claims.subject !== row.claims.subject))
        throw new DomainError(
          'conflict',
          'connection_in_use',
          'People sign in through this connection, and issuer and subject claim say who they are. Make another connection.',
        );
      // Else whoever may change an issuer could have the old provider's secret sent to a place of their own.
      const isOther = next.issuer !== row.issuer || !hasClientSecret(row);
      if (hasClientSecret(next) && isOther && clientSecret === undefined)
        throw new DomainError(
          'invalid',
          'secret_required',
          'Another issuer, or another way to authenticate, needs its own client secret: send both.',
          '/clientSecret',
        );
      draft.update(connections, connectionId, next, { version: row.version });
      draft.event({
        type: 'sso_connection.updated',
        subject: { connectionId },
        before: described(row),
        after: { ...described(next), ...(clientSecret === undefined ? {} : { secretChanged: true }) },
      });
      return next;
    },
  });
}

/**
 * Removes the connection: nobody signs in through it any more, and its sessions and keys end. Its members are released, so that
 * another connection finds them by externalId or verified email. A deletion that was cut short is completed by the next.
 * @throws DomainError not_found, conflict/sso_only
 */
export async function deleteConnection(context: Context, orgId: string, connectionId: string): Promise<void> {
  const { enabled } = await getConnection(orgId, connectionId);
  if (enabled) await storeChange(context, orgId, connectionId, { enabled: false });
  for (;;) {
    const batch = await system('sign-in').find(identities, { connectionId }, { limit: 200 });
    if (batch.length === 0) break;
    await releaseIdentities(context, orgId, connectionId, batch);
    beginPart();
  }
  await operate(orgId, context, {
    load: () => getConnection(orgId, connectionId),
    decide: (row, draft) => {
      draft.delete(connections, connectionId, { version: row.version });
      // Its transmitter is answered that there is no such stream.
      draft.deleteAll(signalStreams, { _id: connectionId });
      draft.deleteAll(clientKeys, { _id: connectionId });
      draft.event({ type: 'sso_connection.deleted', subject: { connectionId }, before: described(row) });
    },
  });
}

/** Removes identities, and unlinks the members of accounts that nobody can sign in to without them. */
function releaseIdentities(
  context: Context,
  orgId: string,
  connectionId: string,
  batch: readonly IdentityDocument[],
): Promise<void> {
  const accountIds = batch.map(({ accountId }) => accountId);
  const gone = batch.map(({ _id }) => _id);
  return operate(orgId, context, {
    load: async () => {
      const [endings, others, withPassword, linked] = await Promise.all([
        loadEndings(entriesOf(accountIds, [connectionId]), orgId),
        system('sign-in').find(identities, { accountId: { $in: accountIds }, _id: { $nin: gone } }),
        system('sign-in').find(passwords, { _id: { $in: accountIds } }),
        tenant(orgId).find(members, { accountId: { $in: accountIds } }),
      ]);
      const reachable = new Set([...others.map(({ accountId }) => accountId), ...withPassword.map(({ _id }) => _id)]);
      return { endings, reachable, linked };
    },
    decide: ({ endings, reachable, linked }, draft) => {
      draftEndings(draft, endings, { reason: 'connection_deleted', decidedIn: orgId });
      for (const { _id } of batch) draft.delete(identities, _id);
      for (const { _id, accountId, version } of linked) {
        if (accountId !== null && reachable.has(accountId)) continue;
        const set = { ...unlinked, version: version + 1, updatedAt: draft.now };
        draft.update(members, _id, set, { version, accountId });
        draft.event({ type: 'user.unlinked', subject: { memberId: _id }, before: { accountId } });
      }
    },
  });
}

function requireFreeName(others: readonly ConnectionDocument[], name: string): void {
  if (others.some((row) => row.name === name))
    throw new DomainError('conflict', 'uniqueness', `There is a connection "${name}" already.`);
}

/** What the audit tells of a connection: all but the secret. */
function described(row: ConnectionDocument): Record<string, unknown> {
  const { clientSecret: _, _id, orgId, version, createdAt, updatedAt, switchedOnAt, tellsAuthTime, ...told } = row;
  return told;
}
