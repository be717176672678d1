/** A directory pushes a person: a new member, or one that was waiting for the directory to know it. */
import { tenant } from '../../storage/tenant.ts';
import { together } from '../../storage/together.ts';
import { type AccessState, accessOfNobody, loadAccess } from '../access/state.ts';
import { draftArrival } from '../entry/arrival/arrive.ts';
import { loadOffer, type Offer } from '../entry/offer/offer.ts';
import {
  isDescribedBy,
  isTombstoneOf,
  linkingConnections,
  mayWaitFor,
  tombstonesOf,
  waitingFor,
} from '../entry/proof/proof.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { foldName } from '../kernel/fold-name.ts';
import { contentFields, type MemberDocument, members } from '../model/member.ts';
import { newMember } from '../model/new-member.ts';
import { scimSettingsOf } from '../model/organization.ts';
import { type TombstoneDocument, tombstones } from '../model/tombstone.ts';
import type { UserContent } from '../model/user-content.ts';
import { type Draft, operate } from '../operation/operate.ts';
import { requireKnownRoles, type Strictness } from './known-roles.ts';

type State = {
  /** The member that has this userName already. */
  holder: MemberDocument | null;
  /** The invited people and newcomers that this person is (`entry/proof/proof.ts`). */
  candidates: MemberDocument[];
  access: AccessState;
  /** The invitation of the only candidate. */
  offer: Offer | null;
  buried: TombstoneDocument[];
};

/**
 * Creates the member, or lets in the one that waits for the directory to know it: a pending invitation of the same address,
 * or exactly one newcomer whom subject or proven address say to be this person (E2, E3, E5).
 * @throws DomainError conflict/uniqueness when the userName is taken; invalid/unknown_role to who is strict
 */
export function createUser(
  context: Context,
  orgId: string,
  content: UserContent,
  { strict = false }: Strictness = {},
): Promise<MemberDocument> {
  return operate(orgId, context, {
    load: () => load(orgId, content),
    decide: (state, draft) => {
      if (strict) requireKnownRoles(state.access, content.roles);
      return decide(draft, orgId, content, state);
    },
  });
}

/** Two look-ups and the organization for somebody new, who is most people; more only for one who was waiting. */
async function load(orgId: string, content: UserContent): Promise<State> {
  const userNameKey = foldName(content.userName);
  const [{ found, maybeBuried }, access] = await Promise.all([findKnown(orgId, content), accessOfNobody(orgId)]);
  const holder = found.find((member) => member.userNameKey === userNameKey) ?? null;
  const isSettled = found.every(({ scimManaged }) => scimManaged) && maybeBuried.length === 0;
  if (isSettled) return { holder, candidates: [], access: await readingRoles(access), offer: null, buried: [] };
  const linking = await linkingConnections(orgId);
  const candidates = found.filter((member) => isDescribedBy(member, content, linking));
  const buried = maybeBuried.filter((tombstone) => isTombstoneOf(tombstone, content, linking));
  const [only] = candidates.length === 1 ? candidates : [];
  if (!only) return { holder, candidates, access: await readingRoles(access), offer: null, buried };
  const loaded = await loadAccess(orgId, [only._id]);
  const offer = await loadOffer(orgId, only._id);
  // Whom the directory brings needs no invitation, and keeps what one gave.
  return { holder, candidates, access: loaded, offer: offer && { ...offer, isResting: false }, buried };

  /** What a directory names is read by the names of workspaces and roles. */
  async function readingRoles(state: AccessState): Promise<AccessState> {
    const { organization } = state;
    const names = content.roles.length > 0 && scimSettingsOf(organization).rolesEnabled;
    return names ? loadAccess(orgId, [], { organization }) : state;
  }
}

/** Who may have the name or be waiting, and who was removed; of several pushed at once together. */
const findKnown = together(async (orgId, contents: readonly UserContent[]) => {
  const scope = tenant(orgId);
  const nameOf = ({ userName }: UserContent) => foldName(userName);
  const [rows, maybeBuried] = await Promise.all([
    scope.find(members, { $or: [{ userNameKey: { $in: contents.map(nameOf) } }, waitingFor(contents)] }),
    scope.find(tombstones, tombstonesOf(contents)),
  ]);
  return contents.map((content) => ({
    found: rows.filter((member) => member.userNameKey === nameOf(content) || mayWaitFor(member, content)),
    maybeBuried,
  }));
});

function decide(draft: Draft, orgId: string, content: UserContent, state: State): MemberDocument {
  const { access, offer, holder } = state;
  const waiting = state.candidates.length === 1 ? (state.candidates[0] ?? null) : null;
  if (holder && holder._id !== waiting?._id) throw userNameTaken(content.userName);
  for (const { _id } of state.buried) draft.delete(tombstones, _id);
  const member = waiting ? described(waiting, content, draft.now) : newMember(orgId, content, draft.now);
  const tell = () =>
    draft.event({
      type: waiting ? 'user.updated' : 'user.created',
      subject: { memberId: member._id },
      ...(waiting ? { before: { userName: waiting.userName, status: waiting.status } } : {}),
      after: { userName: member.userName, status: member.status, ...(waiting ? { takenOver: true } : {}) },
    });
  draftArrival(draft, access, { waiting, member, offer, by: 'scim', tell });
  return member;
}

/** The member that waited, as the directory describes it from now on. */
function described(waiting: MemberDocument, content: UserContent, at: Date): MemberDocument {
  return {
    ...waiting,
    ...contentFields(content),
    status: content.active === false ? 'inactive' : 'active',
    scimManaged: true,
    claimedEmail: null,
    claimedEmailKey: null,
    version: waiting.version + 1,
    updatedAt: at,
  };
}

export function userNameTaken(userName: string): DomainError {
  return new DomainError('conflict', 'uniqueness', `userName "${userName}" is taken by another user.`, 'userName');
}
