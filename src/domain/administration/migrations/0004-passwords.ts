/**
 * 4: sessions and keys of who came in with a password say so. Until now they had the deployment's connection, as those of its
 * provider have. Of a key nothing else is known: whoever has a password counts as having come in with it, which gives less.
 */
import { system } from '../../../storage/tenant.ts';
import { apiTokens } from '../../model/api-token.ts';
import { deploymentConnectionId, passwordConnectionId } from '../../model/connection.ts';
import { passwords } from '../../model/password.ts';
import { sessions } from '../../model/session.ts';

const batch = 500;

export async function tellPasswordsApart(): Promise<void> {
  for (let after = ''; ; ) {
    const found = await system('sign-in').find(passwords, { _id: { $gt: after } }, { sort: { _id: 1 }, limit: batch });
    const accountIds = found.map(({ _id }) => _id);
    await Promise.all([markSessions(accountIds), markKeys(accountIds)]);
    const last = found.at(-1);
    if (found.length < batch || last === undefined) return;
    after = last._id;
  }
}

/** A session of a provider knows what the provider calls it. */
async function markSessions(accountIds: readonly string[]): Promise<void> {
  const scope = system('sign-in');
  const old = await scope.find(sessions, {
    'session.accountId': { $in: accountIds },
    'session.connectionId': deploymentConnectionId,
    'session.provider': null,
  });
  for (const { _id } of old)
    await scope.updateOne(sessions, { _id }, { $set: { 'session.connectionId': passwordConnectionId } });
}

async function markKeys(accountIds: readonly string[]): Promise<void> {
  const scope = system('credentials');
  const old = await scope.find(apiTokens, {
    kind: 'personal',
    accountId: { $in: accountIds },
    connectionId: deploymentConnectionId,
  });
  for (const { _id } of old)
    await scope.updateOne(apiTokens, { _id }, { $set: { connectionId: passwordConnectionId } });
}
