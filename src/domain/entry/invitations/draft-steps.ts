/** The steps of a batch that draft: each answers the batch after it. */
import { newId } from '../../../storage/collection.ts';
import { type InvitationDocument, invitations } from '../../model/invitation.ts';
import { type MemberSummary, members } from '../../model/member.ts';
import { newMember } from '../../model/new-member.ts';
import type { Precedence } from '../../model/organization.ts';
import { profileContent } from '../../model/profile.ts';
import type { Draft } from '../../operation/operate.ts';
import { draftMail } from '../mail/outbox.ts';
import type { Inviting } from './batch.ts';
import { type Batch, type Given, grantsIn, grantsWith, type Order, withGrants, withNewPerson } from './batch.ts';
import type { Decision } from './judge-order.ts';
import { expiryFrom } from './link.ts';

/** What the steps share. `sealed`: the links' secrets by their hash, encrypted, where invitations are mailed. */
export type Drafting = {
  readonly draft: Draft;
  readonly precedence: Precedence;
  readonly inviting: Inviting;
  readonly sealed: ReadonlyMap<string, string> | null;
};

/** The batch after a step, whom it concerned, and the invitation with its new link where there is one. */
export type Done = {
  readonly batch: Batch;
  readonly person: MemberSummary | null;
  readonly invitationId?: string;
  readonly tokenHash?: string;
};

/** Drafts nothing: the batch with these roles given to the person. */
export function give(
  { draft, inviting, precedence }: Drafting,
  batch: Batch,
  { _id: memberId }: MemberSummary,
  given: readonly Given[],
  source: 'manual' | 'invitation',
): Batch {
  const how = { memberId, orgId: inviting.orgId, source, by: inviting.context.actor, at: draft.now, precedence };
  return withGrants(batch, memberId, grantsWith(grantsIn(batch, memberId), given, how));
}

/** Drafts an invitation, and the pending member where there is none. */
export function openInvitation(
  drafting: Drafting,
  batch: Batch,
  order: Order,
  { person, asked }: Extract<Decision, { kind: 'invited' }>,
): Done {
  const { draft, inviting } = drafting;
  const member = person ?? draftPending(drafting, order);
  const { orgId, scope, context } = inviting;
  const { email, emailKey, organizationRole } = order;
  const invitation: InvitationDocument = {
    _id: newId(),
    orgId,
    memberId: member._id,
    email,
    emailKey,
    status: 'pending',
    organizationRole,
    initialAdmin: false,
    scope,
    createdAt: draft.now,
    createdBy: context.actor,
    acceptedAt: null,
    ...renewal(drafting, order),
  };
  draft.insert(invitations, invitation);
  draft.event({
    type: 'invitation.created',
    subject: { memberId: member._id, invitationId: invitation._id },
    after: described(invitation, asked),
  });
  const known = person ? batch : withNewPerson(batch, member);
  const given = [...asked, { workspaceId: null, role: organizationRole }];
  return {
    batch: give(drafting, known, member, given, 'invitation'),
    person: member,
    ...send(drafting, order, invitation._id),
  };
}

function draftPending({ draft, inviting }: Drafting, { email }: Order): MemberSummary {
  const content = profileContent({ userName: email, email, name: null });
  const member = { ...newMember(inviting.orgId, content, draft.now), status: 'pending' as const, scimManaged: false };
  draft.insert(members, member);
  return member;
}

/** Drafts what an open invitation gains, and the new link where it gets one. */
export function extendInvitation(
  drafting: Drafting,
  batch: Batch,
  order: Order,
  { person, invitation, organizationRole, missing, link }: Extract<Decision, { kind: 'extended' }>,
): Done {
  const { draft, inviting } = drafting;
  const { _id: invitationId, organizationRole: before, expiresAt, tokenHash } = invitation;
  const standing = invitation.initialAdmin ? { expiresAt: null } : {};
  const renewed = link === 'renewed' ? { ...renewal(drafting, order), ...standing } : {};
  const answers = organizationRole !== before || link === 'renewed';
  const answersFor = answers ? { createdBy: inviting.context.actor, scope: inviting.scope } : {};
  const dead = link === 'dead' ? { tokenHash: null } : {};
  const expect = { status: 'pending' as const, expiresAt, tokenHash };
  draft.update(invitations, invitationId, { organizationRole, ...answersFor, ...dead, ...renewed }, expect);
  draft.event({
    type: link === 'renewed' ? 'invitation.resent' : 'invitation.updated',
    subject: { memberId: person._id, invitationId },
    before: { organizationRole: before, expiresAt },
    after: described({ ...invitation, organizationRole, ...renewed }, missing),
  });
  const given = answers ? [...missing, { workspaceId: null, role: organizationRole }] : missing;
  return {
    batch: give(drafting, batch, person, given, 'invitation'),
    person,
    ...(link === 'renewed' ? send(drafting, order, invitationId) : { invitationId }),
  };
}

/** The fields of an invitation that a new link changes. */
function renewal({ draft, inviting }: Drafting, { link }: Order) {
  return {
    tokenHash: link.hash,
    linkMailed: inviting.settings.mail !== null,
    expiresAt: expiryFrom(draft.now, inviting.settings),
    expiryNoticed: false,
  };
}

function send({ draft, inviting, sealed }: Drafting, { email, link }: Order, invitationId: string) {
  const sealedSecret = sealed?.get(link.hash);
  if (sealedSecret !== undefined)
    draftMail(draft, { orgId: inviting.orgId, invitationId, to: email, tokenHash: link.hash, sealedSecret });
  return { invitationId, tokenHash: link.hash };
}

function described({ email, organizationRole, expiresAt }: InvitationDocument, workspaces: readonly Given[]) {
  return { email, organizationRole, expiresAt, workspaces: [...workspaces] };
}
