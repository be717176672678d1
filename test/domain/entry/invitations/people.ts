/** Short ways to invite people as the operator, and to accept. */
import { fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import { acceptInvitation } from '../../../../src/domain/entry/invitations/accept-invitation.ts';
import { type InviteOrder, type InviteResult, invitePeople } from '../../../../src/domain/entry/invitations/invite.ts';
import { secretInPath } from '../../../../src/domain/entry/invitations/link.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { claimsOf, context, invitationSettings, policy } from '../../../support/domain.ts';

export type Invited = InviteResult & { readonly secret: string; readonly id: string };

/** Invites one person; the secret is that of the link. */
export async function inviteOne(
  orgId: string,
  email: string,
  workspaces: InviteOrder['workspaces'] = [],
  organizationRole?: InviteOrder['organizationRole'],
  settings = invitationSettings,
): Promise<Invited> {
  const order = { email, workspaces, organizationRole };
  const [result] = await invitePeople(
    context,
    fullAuthority,
    orgId,
    { scope: 'organization', people: [order] },
    settings,
  );
  if (!result) throw new Error('no result');
  const { pathname } = new URL(result.link ?? 'http://none');
  return { ...result, id: result.invitationId ?? '', secret: secretInPath(pathname) ?? '' };
}

/** The account of somebody who has signed in at the deployment's default organization. */
export async function accountOf(email: string): Promise<string> {
  const outcome = await signIn(context, claimsOf(email), policy);
  if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
  return outcome.accountId;
}

export async function accept(email: string, secret: string): Promise<{ orgId: string; memberId: string }> {
  const accountId = await accountOf(email);
  return acceptInvitation(
    { actor: { type: 'account', id: accountId }, requestId: null },
    { accountId, connectionId: 'default', reach: null },
    secret,
  );
}
