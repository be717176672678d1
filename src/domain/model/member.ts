/** Members: a person's entry in one organization, which is the SCIM User of that organization. */
import type { JsonObject } from '../../json.ts';
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import {
  anyShape,
  boolean,
  date,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  optional,
  text,
  type ValuesOf,
} from '../../storage/fields.ts';
import type { Filter } from '../../storage/query.ts';
import { tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { foldName } from '../kernel/fold-name.ts';
import { organizationRoles } from './role.ts';
import type { UserContent } from './user-content.ts';

/** (connection, issuer, subject): who somebody is at a provider. A subject alone means nothing (P1). */
export const signInIdentity = { connectionId: text, issuer: text, subject: text };
export type SignInIdentity = Readonly<ValuesOf<typeof signInIdentity>>;

export const members = defineCollection(
  'members',
  'tenant',
  {
    status: oneOf('pending', 'active', 'inactive'),
    /** The directory has taken `active` away: it is unassigned until somebody changes the status. */
    activeUnassigned: boolean,
    userName: text,
    /** `foldName(userName)`, unique in the organization. */
    userNameKey: text,
    externalId: nullable(text),
    /** As given, the primary one first. */
    emails: listOf(text),
    /** Folded, for linking and search. */
    emailKeys: listOf(text),
    /** What people see, and its folded form for search and order. */
    name: text,
    nameKey: text,
    /** The values of `roles`, as given: what they give, the organization's settings say (`access/grants/role-grants.ts`). */
    roleValues: optional(listOf(text)),
    /** Some of them give nothing, so that a new name of a workspace or role may be what they wait for; absent: none does. */
    hasIdleRoles: optional(boolean),
    resource: anyShape<JsonObject>(),
    search: anyShape<Record<string, unknown>>(),
    /** The account that signs in as this member; null until somebody did. */
    accountId: nullable(text),
    /**
     * How the linked person signed in, and the address that is proven by it (P2), folded: a later SCIM POST recognizes
     * the person by these (`entry/proof/proof.ts`).
     */
    signIn: nullable(object({ ...signInIdentity, verifiedEmailKey: nullable(text) })),
    /**
     * The address that the person's provider names and nobody has proven, and its folded form: for admins to see. It is never
     * among `emails`, never in `userName`, and nobody is found by it.
     */
    claimedEmail: nullable(text),
    claimedEmailKey: nullable(text),
    /** SCIM has written this member at least once: its directory is the authority on name and email. */
    scimManaged: boolean,
    /** The direct groups of the directory: those that SCIM shows. */
    groupIds: listOf(text),
    /** The direct groups that admins made; absent: none. Apart, so that SCIM sees nothing of them. */
    adminGroupIds: optional(listOf(text)),
    /** Effective; null while not active. Derived with `accessRevision`. */
    organizationRole: nullable(oneOf(...organizationRoles)),
    /** The next time a grant expires; past it readers compute `effective()`. */
    accessValidUntil: nullable(date),
    /** The last deactivation or lock: sessions from before it stay ended, also when it is taken back. */
    accessEndedAt: nullable(date),
    /** An admin denies everything until they lift it, whatever the directory says meanwhile; null or absent: nobody does. */
    lock: optional(nullable(object({ at: date, reason: text }))),
    /** Bumped by every change of grants or group links. */
    accessRevision: number,
    /** The organization's `accessEpoch` at the last access decision. */
    accessEpoch: number,
    /** Version of the resource and of what is derived from others (groups), together the ETag. */
    version: number,
    derivedVersion: number,
    createdAt: date,
    updatedAt: date,
  },
  [
    // With the status, so that the place of a page in the list is found without a look at its people.
    { keys: { orgId: 1, _id: 1, status: 1 } },
    { keys: { orgId: 1, userNameKey: 1 }, unique: true },
    { keys: { orgId: 1, accountId: 1 }, unique: true, partial: { accountId: { $type: 'string' } } },
    { keys: { accountId: 1 }, sparse: true },
    { keys: { orgId: 1, externalId: 1 } },
    { keys: { orgId: 1, 'signIn.subject': 1 } },
    { keys: { orgId: 1, 'signIn.verifiedEmailKey': 1 } },
    { keys: { orgId: 1, emailKeys: 1 } },
    { keys: { orgId: 1, claimedEmailKey: 1 }, partial: { claimedEmailKey: { $type: 'string' } } },
    { keys: { orgId: 1, 'search.emails.value': 1 } },
    { keys: { orgId: 1, 'search.displayName': 1 } },
    { keys: { orgId: 1, nameKey: 1, _id: 1 } },
    // Who has never signed in, by name.
    { keys: { orgId: 1, accountId: 1, nameKey: 1, _id: 1 }, partial: { accountId: null } },
    { keys: { orgId: 1, groupIds: 1 } },
    { keys: { orgId: 1, adminGroupIds: 1 }, partial: { adminGroupIds: { $type: 'string' } } },
    { keys: { orgId: 1, updatedAt: 1 } },
    { keys: { orgId: 1, accessEpoch: 1 } },
    { keys: { orgId: 1, organizationRole: 1, status: 1 } },
    // Whose roles are read again when names change.
    { keys: { orgId: 1, hasIdleRoles: 1, _id: 1 }, partial: { hasIdleRoles: true } },
    // Who is locked, which few are.
    { keys: { orgId: 1, 'lock.at': 1 }, partial: { 'lock.at': { $type: 'date' } } },
  ],
);

export type MemberDocument = DocumentOf<typeof members>;

/** A member without its directory attributes: what access decisions read. */
export type MemberSummary = Omit<MemberDocument, 'resource' | 'search'>;

/** The projection that reads it. */
export const memberSummary = { resource: 0, search: 0 } as const;

/** The SCIM attributes of a User that live in fields of their own, beside `search`. */
export const userFields = {
  id: '_id',
  externalId: 'externalId',
  userName: 'userNameKey',
  'meta.created': 'createdAt',
  'meta.lastModified': 'updatedAt',
} as const satisfies Record<string, keyof MemberDocument>;

/** The fields of a member that its directory content fills. */
type ContentFields = Pick<
  MemberDocument,
  | 'userName'
  | 'userNameKey'
  | 'externalId'
  | 'emails'
  | 'emailKeys'
  | 'name'
  | 'nameKey'
  | 'activeUnassigned'
  | 'roleValues'
  | 'resource'
  | 'search'
>;

export function contentFields(content: UserContent): ContentFields {
  return {
    userName: content.userName,
    userNameKey: foldName(content.userName),
    externalId: content.externalId,
    emails: [...content.emails],
    emailKeys: [...new Set(content.emails.map(foldName))],
    name: content.name,
    nameKey: foldName(content.name),
    activeUnassigned: content.active === null,
    roleValues: [...content.roles],
    resource: content.resource,
    search: content.search,
  };
}

type Placed = Pick<MemberDocument, 'groupIds' | 'adminGroupIds'>;

/** All groups that it is in directly, whoever made them: what its access follows from. */
export function directGroupsOf({ groupIds, adminGroupIds = [] }: Placed): string[] {
  return [...groupIds, ...adminGroupIds];
}

/** A filter for who is in a group directly. */
export function inGroup(groupId: string): Filter<MemberDocument> {
  // With the type, as the partial index has it.
  return { $or: [{ groupIds: groupId }, { adminGroupIds: { $type: 'string', $in: [groupId] } }] };
}

/** What a member is set to that is no account's any more. */
export const unlinked = { accountId: null, signIn: null, claimedEmail: null, claimedEmailKey: null } as const;

/** The member by id, pending ones included. @throws DomainError not_found */
export async function getMember(orgId: string, memberId: string): Promise<MemberDocument> {
  const member = await tenant(orgId).findOne(members, { _id: memberId });
  if (!member) throw new DomainError('not_found', 'member_not_found', 'There is no such member.');
  return member;
}

/** The first email, as given; null when there is no proven one. */
export function emailOf({ emails }: Pick<MemberDocument, 'emails'>): string | null {
  return emails[0] ?? null;
}

export type MemberStatus = MemberDocument['status'];

/** How a member stands to access: who is locked has none, whatever the status. */
export type Standing = MemberStatus | 'locked';

export function standingOf({ status, lock }: Pick<MemberDocument, 'status' | 'lock'>): Standing {
  return status === 'active' && lock ? 'locked' : status;
}

/** A filter for members who may come in: active, and not locked. */
export const mayEnter = { status: 'active', lock: null } as const;

/** Whether there is a member of this id that may come in. */
export async function isActiveMember(orgId: string, memberId: string): Promise<boolean> {
  return (await tenant(orgId).findOne(members, { _id: memberId, ...mayEnter }, { projection: { _id: 1 } })) !== null;
}
