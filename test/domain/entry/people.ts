/** Short ways to the people of the tests of `domain/entry`. */

import { acceptWithNewPassword } from '../../../src/domain/entry/invitations/accept-by-password.ts';
import { passwordOwnerOf } from '../../../src/domain/entry/password/password.ts';
import { findSignedIn } from '../../../src/domain/entry/reach/reach.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { type EventType, events } from '../../../src/domain/model/event.ts';
import { invitations } from '../../../src/domain/model/invitation.ts';
import { type MemberDocument, members } from '../../../src/domain/model/member.ts';
import type { OrganizationRole } from '../../../src/domain/model/role.ts';
import type { VerifiedClaims } from '../../../src/domain/model/verified-claims.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { claimsOf, context, policy } from '../../support/domain.ts';
import { inviteOne } from './invitations/people.ts';

let people = 0;

/** An address that nobody has had before. */
export function newEmail(): string {
  people += 1;
  return `entry${people}@corp.example`;
}

/** Signs in and answers the account. @throws Error with the reason when refused */
export async function comeIn(email: string, more: Partial<VerifiedClaims> = {}): Promise<string> {
  const outcome = await signIn(context, claimsOf(email, more), policy);
  if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
  return outcome.accountId;
}

/** Somebody whose provider does not say that the address is verified. */
export const unproven = { emailTrusted: false } as const;

export async function memberOf(orgId: string, accountId: string): Promise<MemberDocument> {
  const member = await tenant(orgId).findOne(members, { accountId });
  if (!member) throw new Error('there is no such member');
  return member;
}

export function eventsOf(orgId: string, type: EventType) {
  return tenant(orgId).find(events, { type }, { sort: { _id: 1 } });
}

/** Links a member to an account as an earlier release may have stored it. */
export async function storeLink(orgId: string, memberId: string, link: Partial<MemberDocument>): Promise<void> {
  await operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) => draft.update(members, memberId, link),
  });
}

/** Where a session that was begun just now, by this connection, may enter. */
export async function reachedBy(accountId: string, connectionId = 'default'): Promise<string[]> {
  const signedIn = await findSignedIn({ accountId, connectionId, since: null });
  return (signedIn?.members ?? []).map(({ orgId }) => orgId);
}

export const password = 'correct horse battery staple';

/** Somebody who has accepted an invitation with a password of their own. @param mailed the link was mailed to the address */
export async function withPassword(
  orgId: string,
  { mailed = true, role, email = newEmail() }: { mailed?: boolean; role?: OrganizationRole; email?: string } = {},
) {
  const { secret, id } = await inviteOne(orgId, email, [], role);
  await operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) => draft.update(invitations, id, { linkMailed: mailed }),
  });
  await acceptWithNewPassword(context, secret, { name: 'Grace', password });
  const accountId = (await passwordOwnerOf(email))?.accountId ?? '';
  return { email, accountId };
}
