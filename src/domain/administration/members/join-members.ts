/**
 * An Organization Admin says that two records of the organization are one person, where nothing proves it. One of them
 * stays, with what was decided about the other; whoever signed in as the other is the one that stays from then on.
 */
import { tenant } from '../../../storage/tenant.ts';
import { decideAccess } from '../../access/decide-access.ts';
import { effective } from '../../access/grants/effective.ts';
import { heldAccess, type MemberAccessView } from '../../access/read-access.ts';
import { type AccessState, loadAccess, type MemberAccess, rulesOf } from '../../access/state.ts';
import { carriedOver, draftEnd, draftPlaces } from '../../entry/arrival/become-one.ts';
import { draftRevocation } from '../../entry/offer/acceptance.ts';
import { claimCarriedTo } from '../../entry/proof/person.ts';
import { draftEndings, type Endings, loadEndingsWithin } from '../../entry/reach/end-entries.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type InvitationDocument, invitations } from '../../model/invitation.ts';
import { type MemberSummary, members, standingOf } from '../../model/member.ts';
import { scimTokens } from '../../model/scim-token.ts';
import { count } from '../../operation/counter.ts';
import { type Draft, operate, rehearse } from '../../operation/operate.ts';
import { effectOn, type MemberEffect } from '../preview/preview.ts';

export type Joined = {
  readonly staysId: string;
  readonly goesId: string;
  /** Who signs in as the one that goes is the one that stays from now on. */
  readonly signInMoves: boolean;
  /** Of the one that stays, from now on. */
  readonly access: MemberAccessView;
  /**
   * Of the one that stays, what changes; of the one that goes, what who signed in as it has by the other instead. Whoever
   * keeps what they have is not in here.
   */
  readonly effects: readonly MemberEffect[];
  /** How many ended. */
  readonly sessions: number;
  readonly keys: number;
};

type Order = {
  readonly orgId: string;
  readonly memberIds: readonly [string, string];
  /** Nothing is written: the answer says what would be. */
  readonly dryRun: boolean;
};

/**
 * Joins two records. The one that the directory knows stays; else the one that is in, where the other is invited; else the first.
 * @throws DomainError not_found, invalid/same_record, conflict/both_in_directory, conflict/both_signed_in,
 *   conflict/not_accepted, conflict/member_locked, conflict/last_admin
 */
export function joinMembers(context: Context, { orgId, memberIds, dryRun }: Order): Promise<Joined> {
  const steps: Parameters<typeof rehearse<State, Joined>>[0] = {
    load: () => load(orgId, memberIds),
    decide: decideJoin,
  };
  return dryRun ? rehearse(steps) : operate(orgId, context, steps);
}

type State = {
  readonly access: AccessState;
  readonly stays: MemberAccess;
  readonly goes: MemberAccess;
  readonly open: readonly InvitationDocument[];
  readonly endings: Endings | null;
};

async function load(orgId: string, [first, second]: readonly [string, string]): Promise<State> {
  if (first === second)
    throw new DomainError('invalid', 'same_record', 'These are one record already: name another one.', '/memberId');
  const access = await loadAccess(orgId, [first, second]);
  const { stays, goes } = judged(presentIn(access, first), presentIn(access, second));
  const { _id: memberId, accountId } = goes.member;
  const [open, endings] = await Promise.all([
    tenant(orgId).find(invitations, { memberId, status: 'pending' }),
    accountId === null ? null : loadEndingsWithin([accountId], orgId),
  ]);
  return { access, stays, goes, open, endings };
}

function presentIn({ members }: AccessState, memberId: string): MemberAccess {
  const present = members.get(memberId);
  if (!present) throw new DomainError('not_found', 'member_not_found', 'There is no such member.');
  return present;
}

/** Which of them stays. @throws DomainError where they cannot be joined */
function judged(first: MemberAccess, second: MemberAccess): { stays: MemberAccess; goes: MemberAccess } {
  const both = [first.member, second.member];
  const all = (holds: (member: MemberSummary) => boolean) => both.every(holds);
  if (both.some(({ lock }) => lock))
    throw refused('member_locked', 'One of them is locked, and joining must not lift that. Unlock it first.');
  if (all(isOfDirectory))
    throw refused(
      'both_in_directory',
      'The directory knows both, and would push the one that goes again. Make them one in your identity provider, which then removes the other here.',
    );
  if (all(({ status }) => status === 'pending'))
    throw refused('not_accepted', 'Both are invited and not here yet. Take one of the invitations back instead.');
  if (all(({ accountId }) => accountId !== null))
    throw refused(
      'both_signed_in',
      'People sign in as both, and each may have access in other organizations that is not for this one to join. Unlink the identities of the one that shall go, then join.',
    );
  const secondStays = isOfDirectory(second.member) || (!isOfDirectory(first.member) && isInvited(first.member));
  return secondStays ? { stays: second, goes: first } : { stays: first, goes: second };
}

/** The directory manages it, or has put it into groups. */
export function isOfDirectory({ scimManaged, groupIds }: Pick<MemberSummary, 'scimManaged' | 'groupIds'>): boolean {
  return scimManaged || groupIds.length > 0;
}

function isInvited({ status }: MemberSummary): boolean {
  return status === 'pending';
}

function refused(reason: string, message: string): DomainError {
  return new DomainError('conflict', reason, message);
}

function decideJoin({ access, stays, goes, open, endings }: State, draft: Draft): Joined {
  const { orgId, _id: staysId, version, accountId } = stays.member;
  const goesId = goes.member._id;
  const whose = { memberId: staysId, isInvited: false, customRoles: access.customRoles };
  const grants = carriedOver(stays.grants, goes.grants, whose);
  const signInMoves = goes.member.accountId !== null;

  draftEnd(draft, goes.member, 'became one with another record');
  draftPlaces(draft, goes.member, stays.member);
  if (goes.member.status !== 'pending') count(draft, orgId, 'users', -1);
  for (const invitation of open) draftRevocation(draft, invitation, 'joined_with_another_record');
  // What was given to the record alone.
  draft.deleteAll(scimTokens, { memberId: goesId });
  draft.update(
    members,
    staysId,
    { ...(signInMoves ? signInOf(stays.member, goes.member) : {}), version: version + 1, updatedAt: draft.now },
    { version, accountId },
  );
  draft.event({
    type: 'user.merged',
    subject: { memberId: staysId },
    before: { memberId: goesId, userName: goes.member.userName },
    after: { memberId: staysId, userName: stays.member.userName, signInMoves },
  });
  if (endings) draftEndings(draft, endings, { reason: 'records_joined', decidedIn: orgId });
  decideAccess(draft, access, [
    { memberId: goesId, status: null, grants: [] },
    { memberId: staysId, status: stays.member.status, grants },
  ]);

  const of = ({ member }: MemberAccess, given: MemberAccess['grants']) =>
    effective(standingOf(member), given, rulesOf(access), draft.now);
  const after = of(stays, grants);
  const effects = (signInMoves ? [stays, goes] : [stays]).flatMap((one) => {
    const { _id, emails, name } = one.member;
    return effectOn({ _id, emails, name }, of(one, one.grants), after, null) ?? [];
  });
  const held = {
    organizationRole: after.organization.role,
    workspaces: [...after.workspaces].flatMap(([id, resolution]) => heldAccess(id, resolution)),
  };
  const ended = { sessions: endings?.sessions.length ?? 0, keys: endings?.keys.length ?? 0 };
  return { staysId, goesId, signInMoves, access: held, effects, ...ended };
}

/** How the person signs in, as the one that stays has it from now on. */
function signInOf(stays: MemberSummary, goes: MemberSummary): Partial<MemberSummary> {
  const { accountId, signIn } = goes;
  return { accountId, signIn, ...claimCarriedTo(stays, goes) };
}
