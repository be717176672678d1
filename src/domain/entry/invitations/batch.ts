/** A batch of people who are invited or added, as a value: each step answers the batch after it. */
import type { Authority } from '../../access/authority/authority.ts';
import type { AccessChange } from '../../access/decide-access.ts';
import { type AccessState, type MemberAccess, noAccessYet } from '../../access/state.ts';
import type { Actor, Context } from '../../kernel/context.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import type { InvitationDocument } from '../../model/invitation.ts';
import type { MemberSummary } from '../../model/member.ts';
import type { Precedence } from '../../model/organization.ts';
import type { OrganizationRole, RoleId } from '../../model/role.ts';
import type { TombstoneDocument } from '../../model/tombstone.ts';
import type { Inviters } from '../offer/inviter.ts';
import { hadAddress, meantBy } from '../proof/proof.ts';
import type { InvitationSettings } from './invitation-settings.ts';
import type { Link } from './link.ts';

/** One person of the request, with an address that is one. */
export type Order = {
  /** Its place in the request. */
  readonly index: number;
  readonly email: string;
  readonly emailKey: string;
  readonly organizationRole: OrganizationRole;
  /** The organization role was asked for, not assumed. */
  readonly roleAsked: boolean;
  /** Roles as they were sent. */
  readonly workspaces: readonly { readonly workspaceId: string; readonly role: string }[];
  readonly link: Link;
};

export type Batch = {
  /** Members whom the orders concern, with the access that they had before. */
  readonly people: ReadonlyMap<string, MemberAccess>;
  /** Their grants after the orders so far. */
  readonly grants: ReadonlyMap<string, readonly GrantDocument[]>;
  /** Whose grants are others than before. */
  readonly changed: ReadonlySet<string>;
  /** Tombstones that stand in nobody's way any more. */
  readonly cleared: ReadonlySet<string>;
};

export function newBatch({ members }: Pick<AccessState, 'members'>): Batch {
  const grants = new Map([...members].map(([id, present]) => [id, present.grants]));
  return { people: members, grants, changed: new Set(), cleared: new Set() };
}

/** Who is meant by the address, active ones first; several where it does not tell one from another. */
export function meantByOrder({ people }: Batch, { emailKey }: Order): readonly MemberSummary[] {
  const all = [...people.values()].map(({ member }) => member);
  const meant = meantBy(emailKey, all);
  const active = meant.filter(({ status }) => status === 'active');
  return active.length > 0 ? active : meant;
}

export function grantsIn({ grants }: Batch, memberId: string): readonly GrantDocument[] {
  return grants.get(memberId) ?? [];
}

/** With somebody who is drafted in the same change. */
export function withNewPerson(batch: Batch, member: MemberSummary): Batch {
  return { ...batch, people: new Map(batch.people).set(member._id, noAccessYet(member)) };
}

export function withGrants(batch: Batch, memberId: string, rows: readonly GrantDocument[]): Batch {
  const changed = new Set(batch.changed).add(memberId);
  return { ...batch, grants: new Map(batch.grants).set(memberId, rows), changed };
}

/** A role in a workspace, by id; in the organization where there is no workspace. */
export type Given = { readonly workspaceId: string | null; readonly role: RoleId };

/**
 * These grants with what somebody gives; a grant of the same source for the same place is replaced. Where all roles count, a role
 * in a workspace is given beside the others (A13).
 */
export function grantsWith(
  present: readonly GrantDocument[],
  given: readonly Given[],
  how: {
    readonly memberId: string;
    readonly orgId: string;
    readonly source: 'manual' | 'invitation';
    readonly by: Actor;
    readonly at: Date;
    readonly precedence: Precedence;
  },
): readonly GrantDocument[] {
  const { memberId, orgId, source, by, at, precedence } = how;
  const rows = given.map(({ workspaceId, role }): GrantDocument => {
    const there = present.filter((row) => row.workspaceId === workspaceId && row.source === source);
    const isBeside = precedence === 'combined' && workspaceId !== null && there.length > 0;
    const old = isBeside ? there.find((row) => row.role === role) : there[0];
    const fresh = { ...newGrant(orgId, memberId, at), source, workspaceId };
    // Which tells the rows of one place apart.
    return { ...(old ?? { ...fresh, mappingId: isBeside ? `beside/${role}` : null }), role, createdBy: by };
  });
  return [...present.filter(({ _id }) => !rows.some((row) => row._id === _id)), ...rows];
}

/** The tombstones that an order clears: who was removed may come back, because an admin says so (E3). */
export function clearedBy(
  { cleared }: Batch,
  { email }: Order,
  buried: readonly TombstoneDocument[],
): readonly string[] {
  return buried.filter((row) => hadAddress(row, email) && !cleared.has(row._id)).map(({ _id }) => _id);
}

export function withCleared(batch: Batch, tombstoneIds: readonly string[]): Batch {
  return { ...batch, cleared: new Set([...batch.cleared, ...tombstoneIds]) };
}

/** What `decideAccess` is to decide about. */
export function accessChanges({ people, grants, changed }: Batch): AccessChange[] {
  return [...changed].map((memberId) => ({
    memberId,
    status: people.get(memberId)?.member.status ?? null,
    grants: grants.get(memberId) ?? [],
  }));
}

export type LinkFate = 'stays' | 'renewed' | 'dead';

/** Who invites, by which right. */
export type Inviting = {
  readonly context: Context;
  readonly authority: Authority;
  readonly scope: InvitationDocument['scope'];
  readonly orgId: string;
  readonly settings: InvitationSettings;
};

/** What was loaded about the people of a batch. */
export type BatchState = {
  readonly access: AccessState;
  readonly buried: readonly TombstoneDocument[];
  /** Active members who only claim one of the addresses. */
  readonly claimants: readonly Pick<MemberSummary, '_id' | 'claimedEmailKey'>[];
  /** Pending invitations by member. */
  readonly open: ReadonlyMap<string, InvitationDocument>;
  /** Who made these. */
  readonly makers: Inviters;
  readonly workspaceAdminsInvite: boolean;
};

/** What an open invitation gains. An expired one is renewed by it. */
export type Extension = {
  readonly invitation: InvitationDocument;
  readonly organizationRole: OrganizationRole;
  readonly missing: readonly Given[];
  readonly link: LinkFate;
};
