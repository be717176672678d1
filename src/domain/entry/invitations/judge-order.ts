/** What is to become of one person of a batch. Pure: nothing is drafted here. */

import { mayInviteAs } from '../../access/authority/giving.ts';
import type { Resolution } from '../../access/grants/effective.ts';
import { type AccessState, accessBy } from '../../access/state.ts';
import type { GrantDocument } from '../../model/grant.ts';
import { type InvitationDocument, isExpired } from '../../model/invitation.ts';
import type { MemberSummary } from '../../model/member.ts';
import { findWorkspaceRole, type RoleId } from '../../model/role.ts';
import { mayAdmit } from '../offer/inviter.ts';
import { claimsAddress } from '../proof/proof.ts';
import {
  type Batch,
  type BatchState,
  type Extension,
  type Given,
  grantsIn,
  type Inviting,
  meantByOrder,
  type Order,
} from './batch.ts';
import { fateOfLink } from './fate-of-link.ts';
import { invitationsDisabled, mayBeInvited } from './switch.ts';

export type Decision =
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string; readonly person: MemberSummary | null }
  /** There is nothing to give. */
  | { readonly kind: 'nothing'; readonly person: MemberSummary }
  /** Active, and given what is missing. */
  | { readonly kind: 'added'; readonly person: MemberSummary; readonly missing: readonly Given[] }
  /** `person`: pending without an invitation; null: somebody new. */
  | { readonly kind: 'invited'; readonly person: MemberSummary | null; readonly asked: readonly Given[] }
  | ({ readonly kind: 'extended'; readonly person: MemberSummary } & Extension);

export function judgeOrder(batch: Batch, order: Order, state: BatchState, inviting: Inviting, at: Date): Decision {
  const { access, claimants, workspaceAdminsInvite } = state;
  const { authority, scope } = inviting;
  const asked: Given[] = [];
  for (const { workspaceId, role } of order.workspaces) {
    const known = findWorkspaceRole(role, access.customRoles);
    if (known === null) return refused('unknown_role', `There is no workspace role "${role}".`);
    if (!access.workspaces.some(({ _id }) => _id === workspaceId))
      return refused('workspace_not_found', 'There is no such workspace.');
    asked.push({ workspaceId, role: known });
  }
  const [person, ...others] = meantByOrder(batch, order);
  if (others.length > 0)
    return refused('ambiguous', 'Several members have this address: add the right one by an override instead.');
  // An invitation to the organization is for whoever owns the address, whatever somebody claims meanwhile.
  if (!person && scope === 'workspace' && claimants.some((member) => claimsAddress(member, order.emailKey)))
    return refused('unverified_address', unverified);
  const isOn = mayBeInvited(access.organization);
  const notInvited = isOn ? onlyActive : switchedOff;
  const mayInvite = isOn && mayAdmit(authority, workspaceAdminsInvite);
  if (!person) return mayInvite ? { kind: 'invited', person: null, asked } : notInvited;
  if (person.status === 'inactive')
    return refused(
      'member_deactivated',
      'This member is deactivated: an admin or the directory has to reactivate it.',
      person,
    );
  if (person.lock)
    return refused('member_locked', 'An admin has locked this member: it has to be unlocked first.', person);
  if (person.status === 'active') return judgeActive(person, grantsIn(batch, person._id), asked, access, at);
  if (!mayInvite) return notInvited;
  const invitation = state.open.get(person._id);
  if (!invitation) return { kind: 'invited', person, asked };
  return judgePending(person, grantsIn(batch, person._id), asked, { order, invitation, state, inviting, at });
}

function judgeActive(
  person: MemberSummary,
  present: readonly GrantDocument[],
  asked: readonly Given[],
  access: AccessState,
  at: Date,
): Decision {
  const held = accessBy(access, present, at).workspaces;
  const missing = asked.filter(({ workspaceId, role }) => {
    const there = held.get(workspaceId ?? '');
    return (there?.role ?? null) === null || (there !== undefined && hasRoomFor(role, there, access));
  });
  if (missing.some(({ workspaceId }) => held.get(workspaceId ?? '')?.source === 'override'))
    return refused('denied', 'An override denies this member access: change or clear it first.', person);
  return missing.length === 0 ? { kind: 'nothing', person } : { kind: 'added', person, missing };
}

/** Where all roles count, another one counts beside them, unless somebody's place is decided alone (A13). */
function hasRoomFor(role: RoleId, { roles, source }: Resolution, { organization }: AccessState): boolean {
  const isDecided = source === 'override' || source === 'organization-admin';
  return organization.scim.precedence === 'combined' && !isDecided && !roles.includes(role);
}

/** Somebody who is invited already gains what is new. */
function judgePending(
  person: MemberSummary,
  present: readonly GrantDocument[],
  asked: readonly Given[],
  about: { order: Order; invitation: InvitationDocument; state: BatchState; inviting: Inviting; at: Date },
): Decision {
  const { order, invitation, inviting, at } = about;
  const { organizationRole: before } = invitation;
  const organizationRole = order.roleAsked && !invitation.initialAdmin ? order.organizationRole : before;
  if (organizationRole !== before && !mayInviteAs(inviting.authority, before))
    return refused('forbidden', `Only an Organization Admin may change the invitation of an ${before}.`, person);
  const addsUp = about.state.access.organization.scim.precedence === 'combined';
  const isGiven = (row: GrantDocument, { workspaceId, role }: Given) =>
    row.source === 'invitation' && row.workspaceId === workspaceId && (!addsUp || row.role === role);
  const missing = asked.filter((given) => !present.some((row) => isGiven(row, given)));
  const expired = isExpired(invitation, at);
  if (!expired && missing.length === 0 && organizationRole === before) return { kind: 'nothing', person };
  const link = fateOfLink(present, { ...about, organizationRole, missing });
  if (expired && link !== 'renewed')
    return refused(
      'forbidden',
      'Only who may give all of this invitation may renew it: ask an Organization Admin.',
      person,
    );
  return { kind: 'extended', person, invitation, organizationRole, missing, link };
}

function refused(code: string, detail: string, person: MemberSummary | null = null): Decision {
  return { kind: 'refused', code, detail, person };
}

/** Says nothing of a pending person, who is not in the organization for who may not invite to it. */
const onlyActive = refused(
  'organization_invite_not_allowed',
  'Only an Organization Admin may invite people who are not active in the organization. Ask one to invite this person.',
);

const switchedOff = refused(invitationsDisabled.reason, invitationsDisabled.message);

const unverified =
  'Somebody in this organization signs in with this address, and nothing proves that it is theirs, so nothing was given. ' +
  'Let the identity provider verify the address (OAUTH_TRUST_EMAIL where its operator answers for it), decide about that ' +
  'member by an override, or let an Organization Admin invite the address to the organization: a link that is mailed there proves it.';
