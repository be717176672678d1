import { system } from '../../storage/tenant.ts';
import { accounts, identities } from './account.ts';
import { deploymentConnectionId } from './connection.ts';
import { passwordOwnerOf } from './password.ts';

/**
 * How somebody with this address signs in at the deployment; null: nobody does. Accounts that only an organization's own
 * connection knows do not count: it says nothing to the others (design 4.1).
 * @param emailKey the address, folded
 */
export async function wayOfSigningIn(emailKey: string): Promise<'password' | 'provider' | null> {
  if ((await passwordOwnerOf(emailKey)) !== null) return 'password';
  const same = await system('sign-in').find(accounts, { emailKey }, { limit: 100 });
  const atDeployment = { accountId: { $in: same.map(({ _id }) => _id) }, connectionId: deploymentConnectionId };
  return (await system('sign-in').findOne(identities, atDeployment)) ? 'provider' : null;
}
