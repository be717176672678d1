/** Somebody joins by signing in or by a link: account and identity are made, and a member is linked, activated or created. */
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import { type SignInGroup, withSignInGroups } from '../../access/mapping/sign-in-groups.ts';
import type { AccessState } from '../../access/state.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { type AccountDocument, accounts, addressOf, type IdentityDocument, identities } from '../../model/account.ts';
import type { GrantDocument } from '../../model/grant.ts';
import { contentFields, type MemberDocument, type MemberSummary, members } from '../../model/member.ts';
import { newMember } from '../../model/new-member.ts';
import { profileContent } from '../../model/profile.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';
import type { Draft } from '../../operation/operate.ts';
import { claimOfSignIn, newcomerUserName, profileOf, proofAfter } from '../proof/person.ts';
import { provenKeyOf } from '../proof/proof.ts';
import { type Arrived, type Arriving, draftArrival } from './arrive.ts';

/** How somebody came in, and the member with its grants from now on. */
export type Joined = {
  readonly outcome: 'existing' | 'invitation' | 'auto-join';
  readonly accountId: string;
  readonly member: { readonly member: MemberSummary; readonly grants: readonly GrantDocument[] };
};

/** `claims`: as believed in this organization. `holder`: who has the userName that these would give a newcomer. */
export type Joining = {
  readonly access: AccessState;
  readonly claims: VerifiedClaims;
  readonly groups: SignInGroup[] | null;
  readonly holder: MemberDocument | null;
};

/** By which way: the member that this person is (null: a newcomer), its invitation, and the own member until now. */
export type Way = Pick<Arriving, 'waiting' | 'offer' | 'newcomer'> & { readonly by: 'sign-in' | 'link' };

const outcomes = { known: 'existing', invitation: 'invitation', newcomer: 'auto-join' } as const;

/** Who has the userName that these claims, as believed in the organization, would give a newcomer. */
export function findHolder(orgId: string, claims: VerifiedClaims): Promise<MemberDocument | null> {
  return tenant(orgId).findOne(members, { userNameKey: foldName(newcomerUserName(claims)) });
}

/** Drafts the member of an account, which is there or drafted beside. */
export function join(draft: Draft, joining: Joining, accountId: string, way: Way): Joined {
  const { access, claims, groups } = joining;
  const { waiting, newcomer } = way;
  const person = waiting ? asLinked(waiting, joining, draft.now) : asNewcomer(joining, draft.now);
  const member = { ...person, accountId };
  const arrived = draftArrival(draft, access, {
    ...way,
    member,
    tell,
    ...(groups ? { withClaims: (given) => withSignInGroups(access, member._id, given, groups, draft.now) } : {}),
  });
  return { outcome: outcomes[arrived.as], accountId, member: arrived };

  function tell(as: Arrived['as']): void {
    const subject = { memberId: member._id };
    const { connectionId } = claims;
    const instead = newcomer ? { instead: newcomer._id } : {};
    if (waiting) draft.event({ type: 'user.linked', subject, after: { accountId, connectionId, ...instead } });
    const named = waiting ? {} : { userName: member.userName };
    if (as !== 'known') draft.event({ type: 'user.joined', subject, after: { ...named, by: outcomes[as] } });
  }
}

/** Drafts what the sign-in says about the account, and the identity where it is new. @returns the account's id */
export function draftAccount(
  draft: Draft,
  {
    identity,
    account,
    claims,
  }: {
    readonly identity: IdentityDocument | null;
    readonly account: AccountDocument | null;
    readonly claims: VerifiedClaims;
  },
): string {
  const accountId = account?._id ?? identity?.accountId ?? newId();
  const { email, emailTrusted } = claims;
  const seen = {
    ...addressOf(email),
    emailVerified: emailTrusted,
    name: claims.name ?? email ?? newcomerUserName(claims),
    lastSignInAt: draft.now,
  };
  if (account) draft.update(accounts, accountId, seen);
  else draft.insert(accounts, { _id: accountId, ...seen, createdAt: draft.now, personalOrgId: null });
  if (!identity) draftIdentity(draft, accountId, claims, account);
  return accountId;
}

/** Drafts that this person signs in to the account from now on. @param account null: it is new */
export function draftIdentity(
  draft: Draft,
  accountId: string,
  { connectionId, issuer, subject }: VerifiedClaims,
  account: AccountDocument | null,
): void {
  draft.insert(identities, { _id: newId(), connectionId, issuer, subject, accountId, createdAt: draft.now });
  // Who was expected has come: the address leads nobody else here.
  const { expectedEmailKey = null } = account ?? {};
  if (expectedEmailKey !== null) draft.update(accounts, accountId, { expectedEmailKey: null }, { expectedEmailKey });
}

/** The member that waited, linked by this sign-in. */
function asLinked(waiting: MemberDocument, joining: Joining, at: Date): MemberDocument {
  const { claims } = joining;
  const described = waiting.status === 'pending' ? asInvited(waiting, joining) : waiting;
  return {
    ...described,
    ...(waiting.scimManaged ? {} : claimOfSignIn(claims, described)),
    signIn: proofAfter(described, claims),
    status: 'active',
    version: waiting.version + 1,
    updatedAt: at,
  };
}

/** An invitation knows nothing of a person but the address, and that is theirs only where it is proven (P2). */
function asInvited(waiting: MemberDocument, joining: Joining): MemberDocument {
  const { claims } = joining;
  const { name, givenName, familyName } = claims;
  const key = provenKeyOf(claims);
  const isProven = key !== null && waiting.emailKeys.includes(key);
  const own = isProven
    ? { userName: waiting.userName, email: waiting.emails[0] ?? null }
    : { ...profileOf(claims), userName: uniqueName(joining, waiting._id) };
  return { ...waiting, ...contentFields(profileContent({ ...own, name, givenName, familyName })) };
}

function asNewcomer(joining: Joining, at: Date): MemberDocument {
  const { access, claims } = joining;
  const content = profileContent({ ...profileOf(claims), userName: uniqueName(joining, null) });
  const member = { ...newMember(access.organization._id, content, at), scimManaged: false };
  return { ...member, ...claimOfSignIn(claims, member), signIn: proofAfter(member, claims) };
}

/** The name of a newcomer, told apart from that of another member whose subject differs in case alone. */
function uniqueName({ claims, holder }: Joining, memberId: string | null): string {
  const name = newcomerUserName(claims);
  return holder === null || holder._id === memberId ? name : `${name}~${newId().slice(-6)}`;
}
