/** A directory pushes a person: a new member, or one that was waiting for the directory to know it. */
import { newId } from '../../storage/collection.ts';
import { tenant } from '../../storage/tenant.ts';
import { decideAccess } from '../access/decide-access.ts';
import { type AccessState, accessOfNobody, loadAccess, type MemberAccess, noAccessYet } from '../access/state.ts';
import type { Context } from '../context.ts';
import { DomainError } from '../errors.ts';
import { draftAcceptance, draftLapse } from '../invitations/accept.ts';
import { loadOffer, type Offer } from '../invitations/offer.ts';
import { type Draft, operate } from '../operation.ts';
import { count } from './counter.ts';
import { foldName } from './fold-name.ts';
import { contentFields, type MemberDocument, members } from './member.ts';
import { nameHash, tombstones } from './tombstone.ts';
import type { UserContent } from './user-content.ts';

type State = {
  /** The member that has this userName already. */
  holder: MemberDocument | null;
  /** The pending or never SCIM-managed members that this person may be. */
  candidates: MemberDocument[];
  access: AccessState;
  /** The invitation of the only candidate. */
  offer: Offer | null;
  buried: { _id: string }[];
};

/**
 * Creates the member, or takes over the one that waits for it: a pending invitation of the same address, or exactly one
 * member that SCIM never managed and that signed in with this externalId or email (design 1.5 points 1 to 3).
 * @throws DomainError conflict/uniqueness when the userName is taken
 */
export function createUser(context: Context, orgId: string, content: UserContent): Promise<MemberDocument> {
  return operate(orgId, context, {
    load: () => load(orgId, content),
    decide: (state, draft) => decide(draft, orgId, content, state),
  });
}

/** Two look-ups and the organization for somebody new, who is most people; more only for one who was waiting. */
async function load(orgId: string, content: UserContent): Promise<State> {
  const scope = tenant(orgId);
  const userNameKey = foldName(content.userName);
  const emailKeys = [userNameKey, ...content.emails.map(foldName)];
  const ofSubject = (field: string) => (content.externalId === null ? [] : [{ [field]: content.externalId }]);
  const unmanaged = { scimManaged: false, status: { $ne: 'pending' } };
  const [found, buried, access] = await Promise.all([
    scope.find(members, {
      $or: [
        { userNameKey },
        { status: 'pending', emailKeys: { $in: emailKeys } },
        ...ofSubject('signIn.subject').map((same) => ({ ...unmanaged, ...same })),
        { ...unmanaged, 'signIn.verifiedEmailKey': { $in: emailKeys } },
      ],
    }),
    scope.find<{ _id: string }>(
      tombstones,
      {
        $or: [...ofSubject('externalId'), { nameHashes: { $in: [content.userName, ...content.emails].map(nameHash) } }],
      },
      { projection: { _id: 1 } },
    ),
    accessOfNobody(orgId),
  ]);
  const holder = found.find((member) => member.userNameKey === userNameKey) ?? null;
  const candidates = found.filter((member) => waitsFor(member, content.externalId, emailKeys));
  const [only] = candidates.length === 1 ? candidates : [];
  if (!only) return { holder, candidates, access, offer: null, buried };
  const loaded = await loadAccess(orgId, [only._id]);
  return { holder, candidates, access: loaded, offer: await loadOffer(orgId, only._id), buried };
}

/** Invited with this address; or never managed by SCIM, and signed in with this subject or verified address. */
function waitsFor(member: MemberDocument, externalId: string | null, emailKeys: readonly string[]): boolean {
  if (member.status === 'pending') return member.emailKeys.some((key) => emailKeys.includes(key));
  if (member.scimManaged || member.signIn === null) return false;
  const { subject, verifiedEmailKey } = member.signIn;
  return subject === externalId || (verifiedEmailKey !== null && emailKeys.includes(verifiedEmailKey));
}

function decide(draft: Draft, orgId: string, content: UserContent, state: State): MemberDocument {
  const waiting = state.candidates.length === 1 ? state.candidates[0] : undefined;
  if (state.holder && state.holder._id !== waiting?._id) throw userNameTaken(content.userName);
  for (const { _id } of state.buried) draft.delete(tombstones, _id);
  return waiting ? takeOver(draft, content, waiting, state) : insert(draft, orgId, content, state);
}

export function userNameTaken(userName: string): DomainError {
  return new DomainError('conflict', 'uniqueness', `userName "${userName}" is taken by another user.`, 'userName');
}

function insert(draft: Draft, orgId: string, content: UserContent, state: State): MemberDocument {
  const member = newMember(orgId, content, draft.now);
  draft.insert(members, member);
  draft.event({
    type: 'user.created',
    subject: { memberId: member._id },
    after: { userName: member.userName, status: member.status },
  });
  count(draft, orgId, 'users', 1);
  return withAccess(draft, state.access, noAccessYet(member), member);
}

function takeOver(draft: Draft, content: UserContent, waiting: MemberDocument, state: State): MemberDocument {
  const present = state.access.members.get(waiting._id);
  if (!present)
    throw new DomainError('unavailable', 'contention', 'The user changed meanwhile. Send the request again.');
  const member: MemberDocument = {
    ...waiting,
    ...contentFields(content),
    status: content.active === false ? 'inactive' : 'active',
    scimManaged: true,
    version: waiting.version + 1,
    updatedAt: draft.now,
  };
  draft.update(members, waiting._id, changedFields(member), { version: waiting.version });
  draft.event({
    type: 'user.updated',
    subject: { memberId: member._id },
    before: { userName: waiting.userName, status: waiting.status },
    after: { userName: member.userName, status: member.status, takenOver: true },
  });
  if (waiting.status === 'pending') count(draft, member.orgId, 'users', 1);
  const grants = state.offer ? offered(draft, state.offer, state.access) : present.grants;
  return withAccess(draft, state.access, { ...present, grants: present.grants }, member, grants);
}

/** The directory admits the person whatever became of the invitation; the invitation's grants count while it does. */
function offered(draft: Draft, offer: Offer, access: AccessState): MemberAccess['grants'] {
  const accepted = draftAcceptance(draft, offer, access, 'scim');
  if (accepted.fault === null) return accepted.grants;
  return draftLapse(draft, offer, accepted.fault, access.members.get(offer.invitation.memberId)?.grants ?? []);
}

function withAccess(
  draft: Draft,
  access: AccessState,
  present: MemberAccess,
  member: MemberDocument,
  grants = present.grants,
): MemberDocument {
  const loaded = { ...access, members: new Map([[member._id, present]]) };
  decideAccess(draft, loaded, [{ memberId: member._id, status: member.status, grants }]);
  return member;
}

/** A member that nobody knew before. */
export function newMember(orgId: string, content: UserContent, at: Date): MemberDocument {
  return {
    _id: newId(),
    orgId,
    ...contentFields(content),
    status: content.active === false ? 'inactive' : 'active',
    accountId: null,
    signIn: null,
    scimManaged: true,
    groupIds: [],
    organizationRole: null,
    accessValidUntil: null,
    accessEndedAt: null,
    accessRevision: 0,
    accessEpoch: 0,
    version: 1,
    derivedVersion: 0,
    createdAt: at,
    updatedAt: at,
  };
}

/** The fields that a change of directory content or status writes. */
export function changedFields(member: MemberDocument): Partial<MemberDocument> {
  const { userName, userNameKey, externalId, emails, emailKeys, name, nameKey, resource, search } = member;
  const { status, activeUnassigned, scimManaged, version, updatedAt } = member;
  return {
    userName,
    userNameKey,
    externalId,
    emails,
    emailKeys,
    name,
    nameKey,
    resource,
    search,
    status,
    activeUnassigned,
    scimManaged,
    version,
    updatedAt,
  };
}
