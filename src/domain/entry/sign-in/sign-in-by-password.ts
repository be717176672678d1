/** Somebody signs in with an address and a password, and how the first administrator gets theirs. */
import type { Filter } from '../../../storage/query.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { type Context, systemContext } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { accounts, passwordIssuers } from '../../model/account.ts';
import { deploymentConnectionId, passwordConnectionId } from '../../model/connection.ts';
import { type MemberDocument, members } from '../../model/member.ts';
import { operate } from '../../operation/operate.ts';
import { createOrganization } from '../arrival/create-organization.ts';
import { notice } from '../password/notices.ts';
import { passwordAddressOf, passwordOwnerOf, setPassword, verifyPassword } from '../password/password.ts';
import { withAddress } from '../proof/proof.ts';
import { findSignedIn } from '../reach/reach.ts';
import { countSignIn } from './count-sign-in.ts';
import type { SignInPolicy } from './decide-sign-in.ts';
import { signIn } from './sign-in.ts';

/**
 * Signs in who has this address and password and an active member in some organization.
 * @returns the account; null for everybody else, whatever the reason is
 */
export async function signInByPassword(
  context: Context,
  { email, password }: { readonly email: string; readonly password: string },
  { personalOrgsDisabled, workspaceName }: SignInPolicy,
): Promise<string | null> {
  const accountId = await verifyPassword(email, password);
  const signedIn =
    accountId === null ? null : await findSignedIn({ accountId, connectionId: passwordConnectionId, since: null });
  if (!signedIn) {
    countSignIn('password', accountId === null ? 'wrong_password' : 'refused');
    await notice(accountId === null ? 'wrong_password' : 'no_access', foldName(email), context);
    return null;
  }
  const { _id, name, personalOrgId } = signedIn.account;
  await operate(null, context, {
    load: async () => null,
    decide: (_, draft) => draft.update(accounts, _id, { lastSignInAt: draft.now }),
  });
  if (!personalOrgsDisabled && personalOrgId === null)
    await createOrganization(context, { kind: 'personal', name: `${name}'s organization`, workspaceName }, _id);
  return _id;
}

/**
 * `INITIAL_ORG_ADMIN_PASSWORD`, once: whoever was invited as the first administrator accepts, without a provider. A
 * password that is there already stays; nobody is let in who was not invited.
 * @throws DomainError invalid where it is one that nobody could choose, with the variable's name: it stops the start
 */
export async function giveInitialPassword(orgId: string, email: string, password: string): Promise<void> {
  const member = await accountOfMember(orgId, email);
  // Who chose one by the link of another organization: nobody has shown that the two are the same person.
  if (member === null && (await passwordOwnerOf(foldName(email))) !== null) return;
  const accountId = member ?? (await acceptFor(email));
  if (accountId === null || (await passwordAddressOf(accountId)) !== null) return;
  await setPassword(systemContext, accountId, password).catch((error: unknown) => {
    if (!(error instanceof DomainError && error.code === 'invalid')) throw error;
    throw new DomainError('invalid', error.reason, `INITIAL_ORG_ADMIN_PASSWORD cannot be used. ${error.message}`);
  });
}

async function accountOfMember(orgId: string, email: string): Promise<string | null> {
  const emailKey = foldName(email);
  const linked: Filter<MemberDocument> = { ...withAddress(emailKey), accountId: { $type: 'string' } };
  const member = await tenant(orgId).findOne(members, linked);
  if (!member?.accountId) return null;
  // Somebody else may call themselves so in the directory.
  return (
    (await system('sign-in').findOne(accounts, { _id: member.accountId, emailKey, emailVerified: true }))?._id ?? null
  );
}

/** The operator vouches for the address, as a provider would. */
async function acceptFor(email: string): Promise<string | null> {
  const nobodyElse = {
    jitProvisioningEnabled: false,
    allowMissingEmail: false,
    personalOrgsDisabled: true,
    workspaceName: '',
    asked: {},
  };
  const claims = {
    connectionId: deploymentConnectionId,
    issuer: passwordIssuers.operator,
    subject: foldName(email),
    email,
    emailTrusted: true,
    name: null,
    givenName: null,
    familyName: null,
    trustedUserName: null,
    groups: null,
  };
  const outcome = await signIn(systemContext, claims, nobodyElse);
  return outcome.outcome === 'signed-in' ? outcome.accountId : null;
}
