/**
 * 2: what is stored about people says how it was proven (P1 to P4). Addresses that nobody has proven become claims,
 * subjects get their connection, keys the connection that they reach, invitations whether their link was mailed.
 */
import { system, tenant } from '../../../storage/tenant.ts';
import { systemContext } from '../../kernel/context.ts';
import { accounts, type IdentityDocument, identities } from '../../model/account.ts';
import { apiTokens } from '../../model/api-token.ts';
import { connections, deploymentConnectionId, listConnections } from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import { events } from '../../model/event.ts';
import { invitations } from '../../model/invitation.ts';
import { organizations } from '../../model/organization.ts';
import { passwords } from '../../model/password.ts';
import { type TombstoneDocument, tombstones } from '../../model/tombstone.ts';
import { operate } from '../../operation/operate.ts';
import { proveMembers } from './stored-proof.ts';

const batch = 500;

export async function proveStoredPeople(): Promise<void> {
  const { defaultOrgId } = await getDeployment();
  await giveKeysTheirConnection();
  await markPasswords();
  for (const { _id: orgId } of await system('background').find(organizations, {}, { sort: { _id: 1 } })) {
    await chooseLinkingConnection(orgId, defaultOrgId);
    await markLinks(orgId);
    await tellTombstones(orgId);
    await proveMembers(orgId, { repair: true });
  }
}

/** Only the first way to sign in to an organization links by `externalId`; in the default one, that of the deployment. */
async function chooseLinkingConnection(orgId: string, defaultOrgId: string): Promise<void> {
  for (const [index, { _id }] of (await listConnections(orgId)).entries())
    await system('sign-in').updateOne(
      connections,
      { _id, linkByExternalId: { $exists: false } },
      { $set: { linkByExternalId: index === 0 && orgId !== defaultOrgId, trustUserName: false } },
    );
}

async function giveKeysTheirConnection(): Promise<void> {
  for (;;) {
    const old = await system('credentials').find(
      apiTokens,
      { kind: 'personal', connectionId: { $exists: false } },
      { limit: batch },
    );
    for (const { _id, accountId } of old) {
      const own = await identitiesOf(accountId ?? '');
      const connectionId = own.some((identity) => identity.connectionId === deploymentConnectionId)
        ? deploymentConnectionId
        : (own[0]?.connectionId ?? null);
      await system('credentials').updateOne(apiTokens, { _id }, { $set: { connectionId } });
    }
    if (old.length < batch) return;
  }
}

/** Whose address a password goes with is proven where the account's is, or the operator has given the password. */
async function markPasswords(): Promise<void> {
  const scope = system('sign-in');
  for (const { _id } of await scope.find<{ _id: string }>(passwords, { proven: { $exists: false } }))
    await scope.updateOne(
      passwords,
      { _id },
      { $set: { proven: (await scope.findOne(accounts, { _id }))?.emailVerified ?? false } },
    );
}

/** A link was mailed when that is recorded, and no other link was made since. */
async function markLinks(orgId: string): Promise<void> {
  const old = await tenant(orgId).find<{ _id: string }>(
    invitations,
    { linkMailed: { $exists: false } },
    { projection: { _id: 1 } },
  );
  for (const { _id } of old) {
    const [last] = await tenant(orgId).find(
      events,
      { 'subject.invitationId': _id, type: { $in: ['invitation.mailed', 'invitation.resent', 'invitation.created'] } },
      { sort: { at: -1, _id: -1 }, limit: 1 },
    );
    const linkMailed = last?.type === 'invitation.mailed';
    await system('invitations').updateOne(invitations, { _id }, { $set: { linkMailed } });
  }
}

/** What stood in `externalId` may have been the subject of a sign-in: then it is that of its connection and issuer only. */
async function tellTombstones(orgId: string): Promise<void> {
  for (;;) {
    const old = await tenant(orgId).find<TombstoneDocument>(
      tombstones,
      { identity: { $exists: false } },
      { limit: batch },
    );
    if (old.length === 0) return;
    const known = await Promise.all(old.map(({ accountId }) => identitiesOf(accountId ?? '')));
    await operate(orgId, systemContext, {
      load: async () => null,
      decide: (_, draft) => {
        for (const [index, { _id, externalId }] of old.entries()) {
          const found = known[index]?.find(({ subject }) => subject === externalId);
          const { connectionId, issuer, subject } = found ?? {};
          const identity = connectionId && issuer && subject ? { connectionId, issuer, subject } : null;
          draft.update(tombstones, _id, { identity, externalId: identity ? null : externalId }, { externalId });
        }
      },
    });
    if (old.length < batch) return;
  }
}

function identitiesOf(accountId: string): Promise<IdentityDocument[]> {
  return system('sign-in').find(identities, { accountId }, { sort: { _id: 1 } });
}
