/** A directory changes a person: attributes and activation. Removal is the same for directories and admins. */
import { isDeepStrictEqual } from 'node:util';
import { newId } from '../../storage/collection.ts';
import { tenant } from '../../storage/tenant.ts';
import { together } from '../../storage/together.ts';
import { decideAccess } from '../access/decide-access.ts';
import { withRoleGrants } from '../access/grants/role-grants.ts';
import { type AccessState, loadAccess, loadAccessAndContent } from '../access/state.ts';
import { draftTakeOver, loadTakeOver, type TakeOver } from '../entry/arrival/take-over.ts';
import { draftRevocation } from '../entry/offer/acceptance.ts';
import { remains } from '../entry/proof/proof.ts';
import { draftEndings, loadEndingsWithin, onlyOf } from '../entry/reach/end-entries.ts';
import { enteredBy } from '../entry/reach/reach.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { foldName } from '../kernel/fold-name.ts';
import { groupMembers, groupStripes, stripeId } from '../model/group.ts';
import { invitations } from '../model/invitation.ts';
import type { MemberStatus } from '../model/member.ts';
import { contentFields, directGroupsOf, type MemberDocument, type MemberSummary, members } from '../model/member.ts';
import { changedFields } from '../model/new-member.ts';
import { scimSettingsOf } from '../model/organization.ts';
import { tombstones } from '../model/tombstone.ts';
import type { ContentChange, UserContent } from '../model/user-content.ts';
import { count } from '../operation/counter.ts';
import { type Draft, operate } from '../operation/operate.ts';
import { userNameTaken } from './create-user.ts';
import { difference } from './difference.ts';
import { requireKnownRoles, type Strictness } from './known-roles.ts';
import { type ListedMember, shownOfMember } from './list-users.ts';

/** A check of the loaded version, thrown as `stale` when it does not hold (If-Match). */
export type Precondition<T> = (current: T) => boolean;

/** Who describes the member: a directory, or the person. */
type Author = 'directory' | 'member';

type State = {
  member: MemberDocument;
  next: UserContent;
  holder: MemberDocument | null;
  /** Read only where the change moves it: an attribute is not access. */
  access: AccessState | null;
  takeOver: TakeOver;
};

/**
 * SCIM PUT and PATCH: applies `change` to the member's content. A change that changes nothing writes nothing.
 * @param by a directory takes the member over with its first write; a member's own changes leave it whose it was
 * @param mayMove the change speaks of `active`: the access is read with the member, where it would be read after it
 * @throws DomainError not_found (pending members too: SCIM does not see them), stale, conflict/uniqueness, conflict/last_admin;
 *   invalid/unknown_role to who is strict, of roles that were not there before
 */
export function changeUser(
  context: Context,
  orgId: string,
  memberId: string,
  change: ContentChange<UserContent>,
  precondition: Precondition<MemberDocument> = () => true,
  {
    by = 'directory',
    mayMove = false,
    strict = false,
  }: { readonly by?: Author; readonly mayMove?: boolean } & Strictness = {},
): Promise<MemberDocument> {
  return operate(orgId, context, {
    load: async (): Promise<State> => {
      const read = mayMove ? await loadAccessAndContent(orgId, memberId) : null;
      const member = read ? asSeen(memberId, read.member) : await findDirectoryUser(orgId, memberId);
      if (!precondition(member)) throw staleVersion();
      const next = change(contentOf(member));
      const userNameKey = foldName(next.userName);
      const [holder, access, takeOver] = await Promise.all([
        userNameKey === member.userNameKey ? member : tenant(orgId).findOne(members, { userNameKey }),
        moves(member, next) ? (read?.access ?? loadAccess(orgId, [memberId])) : null,
        loadTakeOver(orgId, by === 'directory' ? [member] : []),
      ]);
      return { member, next, holder, access, takeOver };
    },
    decide: (state, draft) => {
      if (state.holder && state.holder._id !== memberId) throw userNameTaken(state.next.userName);
      const { member, next, access } = state;
      if (strict && access) requireKnownRoles(access, next.roles, member.roleValues);
      return decideChange(draft, state, by);
    },
  });
}

/** Whether access may follow from the change: another status, or other roles. */
function moves({ status, roleValues = [] }: MemberDocument, { active, roles }: UserContent): boolean {
  const isOtherStatus = active !== null && active !== (status === 'active');
  return isOtherStatus || !isDeepStrictEqual(roles, roleValues);
}

/** The member that SCIM sees under this id. @throws DomainError not_found */
async function findDirectoryUser(orgId: string, memberId: string): Promise<MemberDocument> {
  return asSeen(memberId, await findMember(orgId, memberId));
}

const findMember = together(async (orgId, ids: readonly string[]) =>
  inOrder(ids, await tenant(orgId).find(members, { _id: { $in: [...ids] } })),
);

const findShown = together(async (orgId, ids: readonly string[]) =>
  inOrder(ids, await tenant(orgId).find(members, { _id: { $in: [...ids] } }, { projection: shownOfMember })),
);

function inOrder<T extends { readonly _id: string }>(ids: readonly string[], rows: readonly T[]): (T | null)[] {
  const found = new Map(rows.map((row) => [row._id, row]));
  return ids.map((id) => found.get(id) ?? null);
}

function asSeen<M extends Pick<MemberDocument, 'status'>>(memberId: string, member: M | null): M {
  if (!member || member.status === 'pending') throw userNotFound(memberId);
  return member;
}

/** The same for who only shows it. @throws DomainError not_found */
export async function showDirectoryUser(orgId: string, memberId: string): Promise<ListedMember> {
  return asSeen(memberId, await findShown(orgId, memberId));
}

function userNotFound(memberId: string): DomainError {
  return new DomainError('not_found', 'user_not_found', `User "${memberId}" not found.`);
}

export function staleVersion(): DomainError {
  return new DomainError(
    'stale',
    'version_mismatch',
    'The resource has another version than If-Match asks for. Read it again.',
  );
}

/** The content of a stored member, in the shape in which doors change it. */
function contentOf(member: MemberDocument): UserContent {
  const { userName, externalId, emails, roleValues: roles = [], name, resource, search } = member;
  const active = member.activeUnassigned ? null : member.status === 'active';
  return { userName, externalId, emails, roles, name, resource, search, active };
}

function decideChange(draft: Draft, { member, next, access, takeOver }: State, by: Author): MemberDocument {
  const status = next.active === null ? member.status : next.active ? 'active' : 'inactive';
  const scimManaged = member.scimManaged || by === 'directory';
  const fields = contentFields(next);
  const sameActive = status === member.status && fields.activeUnassigned === Boolean(member.activeUnassigned);
  if (sameActive && scimManaged === member.scimManaged && isDeepStrictEqual(next.resource, member.resource))
    return member;
  const changed: MemberDocument = {
    ...member,
    ...fields,
    status,
    scimManaged,
    version: member.version + 1,
    updatedAt: draft.now,
  };
  draft.update(members, member._id, changedFields(changed), { version: member.version });
  if (by === 'directory') draftTakeOver(draft, member, next, takeOver);
  if (!isDeepStrictEqual(next.resource, member.resource))
    draft.event({
      type: 'user.updated',
      subject: { memberId: member._id },
      ...difference(member.resource, changed.resource),
    });
  if (access !== null) draftMove(draft, access, changed, member.status);
  return changed;
}

function draftMove(draft: Draft, access: AccessState, member: MemberDocument, before: MemberStatus): void {
  const { _id: memberId, status, roleValues = [] } = member;
  const present = access.members.get(memberId);
  if (!present) throw userNotFound(memberId);
  if (status !== before) draftStatusEvent(draft, { ...member, status: before }, status);
  const grants = withRoleGrants(access, member, present.grants, draft.now);
  // Where roles give nothing here, naming others is no decision.
  if (status === before && grants === present.grants && !scimSettingsOf(access.organization).rolesEnabled) return;
  const described = { ...present, member: { ...present.member, roleValues } };
  const members = new Map(access.members).set(memberId, described);
  decideAccess(draft, { ...access, members }, [{ memberId, status, grants }]);
}

/** Says that a member becomes active or inactive. */
export function draftStatusEvent(draft: Draft, member: MemberSummary, status: MemberStatus): void {
  draft.event({
    type: status === 'active' ? 'user.reactivated' : 'user.deactivated',
    subject: { memberId: member._id },
    before: { status: member.status },
    after: { status },
  });
}

/**
 * Removes a member with its places in groups, its grants, memberships and invitations, and keeps a tombstone. Its account and
 * its members in other organizations stay.
 * @param scim true: the caller is a directory, which does not see pending members
 * @param check looks at more than the member, and throws
 * @throws DomainError not_found, stale, conflict/last_admin
 */
export function removeMember(
  context: Context,
  orgId: string,
  memberId: string,
  {
    scim,
    check,
    precondition = () => true,
  }: { scim: boolean; check?: () => Promise<void>; precondition?: Precondition<MemberDocument> },
): Promise<void> {
  return operate(orgId, context, {
    load: async () => {
      await check?.();
      const member = await tenant(orgId).findOne(members, { _id: memberId });
      if (!member || (scim && member.status === 'pending')) throw userNotFound(memberId);
      if (!precondition(member)) throw staleVersion();
      const { accountId } = member;
      const [access, open, endings] = await Promise.all([
        loadAccess(orgId, [memberId]),
        tenant(orgId).find(invitations, { memberId, status: 'pending' }),
        accountId && loadEndingsWithin([accountId], orgId),
      ]);
      const entered = accountId ? await enteredBy(accountId) : [];
      const leadsOn = entered.some((other) => other.orgId !== orgId);
      return { member, access, open, leadsOn, endings };
    },
    decide: ({ member, access, open, leadsOn, endings }, draft) => {
      if (!access.members.has(memberId)) throw userNotFound(memberId);
      decideAccess(draft, access, [{ memberId, status: null, grants: [] }]);
      draft.delete(members, memberId, { version: member.version, accessRevision: member.accessRevision });
      draft.deleteAll(groupMembers, { memberId });
      for (const groupId of directGroupsOf(member))
        draft.increment(
          groupStripes,
          stripeId(groupId, draft.stripe),
          { version: 1, members: -1 },
          { expect: {}, set: { touchedAt: draft.now } },
        );
      for (const invitation of open) draftRevocation(draft, invitation, 'member_removed');
      if (member.status !== 'pending') {
        count(draft, orgId, 'users', -1);
        draft.insert(tombstones, {
          _id: newId(),
          orgId,
          memberId,
          ...remains(member),
          removedAt: draft.now,
        });
      }
      draft.event({
        type: 'user.deleted',
        subject: { memberId },
        before: { userName: member.userName, status: member.status },
      });
      // Who comes back later comes back by signing in.
      if (endings)
        draftEndings(draft, onlyOf(member.accountId ?? '', endings, leadsOn), {
          reason: 'member_removed',
          decidedIn: orgId,
        });
    },
  });
}
