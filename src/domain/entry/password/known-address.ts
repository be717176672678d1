import { system } from '../../../storage/tenant.ts';
import { accounts, identities } from '../../model/account.ts';
import { deploymentConnectionId } from '../../model/connection.ts';
import { expectedBy } from '../proof/expected.ts';
import { passwordOwnerOf } from './password.ts';

export type WayOfSigningIn = { readonly by: 'provider' } | { readonly by: 'password'; readonly proven: boolean };

/**
 * How somebody with this address signs in at the deployment; null: nobody does. Accounts whose address is only claimed do
 * not count, nor those that only an organization's own connection knows: it says nothing to the others (P2).
 * @param emailKey the address, folded
 */
export async function wayOfSigningIn(emailKey: string): Promise<WayOfSigningIn | null> {
  const owner = await passwordOwnerOf(emailKey);
  if (owner) return { by: 'password', proven: owner.proven };
  if (await system('sign-in').findOne(accounts, expectedBy(emailKey))) return { by: 'provider' };
  const same = await system('sign-in').find(accounts, { emailKey, emailVerified: true }, { limit: 100 });
  const atDeployment = { accountId: { $in: same.map(({ _id }) => _id) }, connectionId: deploymentConnectionId };
  return (await system('sign-in').findOne(identities, atDeployment)) ? { by: 'provider' } : null;
}
