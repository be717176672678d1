/**
 * What is stored about people, held against `proof.ts`: members that came by signing in and whose address nobody has proven
 * by what is known of them. The migration and `usher access rebuild` mend what can be decided; the rest is for an admin.
 */
import { system, tenant } from '../../../storage/tenant.ts';
import { nameOfNobodyElse } from '../../entry/proof/person.ts';
import type { Proof } from '../../entry/proof/proof.ts';
import { systemContext } from '../../kernel/context.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { type IdentityDocument, identities } from '../../model/account.ts';
import { deploymentConnectionId, listConnections } from '../../model/connection.ts';
import { events } from '../../model/event.ts';
import { type InvitationDocument, invitations } from '../../model/invitation.ts';
import { contentFields, emailOf, type MemberDocument, members } from '../../model/member.ts';
import { changedFields } from '../../model/new-member.ts';
import { operate } from '../../operation/operate.ts';

/** A member whose link or address needs an admin's decision. */
export type Undecided = {
  readonly memberId: string;
  readonly userName: string;
  /** `unreachable`: linked to an account that no sign-in brings here. `unproven`: an address, and nobody to prove it. */
  readonly why: 'unreachable' | 'unproven';
};

export type StoredProof = { readonly claims: number; readonly undecided: readonly Undecided[] };

const batch = 100;

type Known = {
  readonly member: MemberDocument;
  readonly identity: IdentityDocument | null;
  readonly invitation: InvitationDocument | null;
};

/**
 * Looks at everybody in the organization whom no directory describes.
 * @returns how many addresses count as proven and are not (`repair` makes them claims), and what cannot be decided
 */
export async function proveMembers(orgId: string, { repair }: { readonly repair: boolean }): Promise<StoredProof> {
  const serving = new Set([deploymentConnectionId, ...(await listConnections(orgId)).map(({ _id }) => _id)]);
  const undecided: Undecided[] = [];
  let claims = 0;
  for (let after = ''; ; ) {
    const found = await tenant(orgId).find(
      members,
      { _id: { $gt: after }, scimManaged: false, status: { $ne: 'pending' } },
      { sort: { _id: 1 }, limit: batch },
    );
    const known = await knownOf(orgId, found, serving);
    const old = known.filter((person) => isOld(person));
    claims += old.filter((person) => provenKeyOf(person) === null && person.member.emails.length > 0).length;
    if (repair && old.length > 0) await mend(orgId, old);
    undecided.push(...known.flatMap(doubtOf));
    const last = found.at(-1);
    if (found.length < batch || last === undefined) return { claims, undecided };
    after = last._id;
  }
}

/** The identity by which each of them comes here, and the invitation by which they came, where its link was mailed. */
async function knownOf(
  orgId: string,
  found: readonly MemberDocument[],
  serving: ReadonlySet<string>,
): Promise<Known[]> {
  const accountIds = found.flatMap(({ accountId }) => accountId ?? []);
  const [all, accepted] = await Promise.all([
    system('sign-in').find(identities, { accountId: { $in: accountIds } }, { sort: { _id: 1 } }),
    tenant(orgId).find(invitations, {
      memberId: { $in: found.map(({ _id }) => _id) },
      status: 'accepted',
      linkMailed: true,
    }),
  ]);
  const byLink = await tenant(orgId).find(events, {
    type: 'invitation.accepted',
    'after.by': 'link',
    'subject.invitationId': { $in: accepted.map(({ _id }) => _id) },
  });
  const used = new Set(byLink.map(({ subject }) => subject.invitationId));
  return found.map((member) => {
    const own = all.filter(
      ({ accountId, connectionId }) => accountId === member.accountId && serving.has(connectionId),
    );
    const same = own.find(({ subject }) => subject === member.signIn?.subject);
    const invitation = accepted.find(({ _id, memberId }) => memberId === member._id && used.has(_id)) ?? null;
    return { member, identity: same ?? own[0] ?? null, invitation };
  });
}

/** The address that is proven for the member, folded: by its sign-in here, or by the link that was mailed to it. */
function provenKeyOf({ member, identity, invitation }: Known): string | null {
  const { emailKeys, signIn } = member;
  const bySignIn = identity && signIn?.subject === identity.subject ? signIn.verifiedEmailKey : null;
  return [bySignIn, invitation?.emailKey ?? null].find((key) => key !== null && emailKeys.includes(key)) ?? null;
}

/** Whether what is stored is not what would be stored today. Without an identity nothing can be said. */
function isOld(person: Known): boolean {
  const { member, identity } = person;
  if (identity === null) return false;
  return member.signIn?.connectionId === undefined || (provenKeyOf(person) === null && member.emails.length > 0);
}

function doubtOf({ member, identity }: Known): Undecided[] {
  const { _id: memberId, userName, accountId, emails } = member;
  if (accountId !== null) return identity === null ? [{ memberId, userName, why: 'unreachable' }] : [];
  return emails.length > 0 ? [{ memberId, userName, why: 'unproven' }] : [];
}

function mend(orgId: string, old: readonly Known[]): Promise<void> {
  return operate(orgId, systemContext, {
    load: async () => {
      const ids = old.map(({ member }) => member._id);
      const names = old.map(({ identity }) => (identity === null ? '' : foldName(nameOfNobodyElse(identity))));
      const [present, holders] = await Promise.all([
        tenant(orgId).find(members, { _id: { $in: ids } }),
        tenant(orgId).find(members, { userNameKey: { $in: names } }),
      ]);
      return {
        present: new Set(present.map(versionOf)),
        taken: new Set(holders.map(({ userNameKey }) => userNameKey)),
      };
    },
    decide: ({ present, taken }, draft) => {
      for (const person of old) {
        const { member } = person;
        // Who has changed meanwhile was written by this release.
        if (!present.has(versionOf(member))) continue;
        const next = proven(person, taken, draft.now);
        taken.add(next.userNameKey);
        const { signIn, claimedEmail, claimedEmailKey } = next;
        draft.update(
          members,
          member._id,
          { ...changedFields(next), signIn, claimedEmail, claimedEmailKey },
          { version: member.version, accountId: member.accountId },
        );
        if (next.version === member.version) continue;
        draft.event({
          type: 'user.updated',
          subject: { memberId: member._id },
          before: { userName: member.userName, emails: member.emails },
          after: {
            userName: next.userName,
            emails: next.emails,
            claimedEmail,
            reason: 'nobody has proven the address',
          },
        });
      }
    },
  });
}

const versionOf = ({ _id, version }: MemberDocument) => `${_id}/${version}`;

/** `taken`: names that somebody has already, folded. */
function proven(person: Known, taken: ReadonlySet<string>, at: Date): MemberDocument {
  const { member } = person;
  const { connectionId, issuer, subject } = person.identity as IdentityDocument;
  const verifiedEmailKey = provenKeyOf(person);
  const signIn: Proof = { connectionId, issuer, subject, verifiedEmailKey };
  const unclaimed = { claimedEmail: member.claimedEmail ?? null, claimedEmailKey: member.claimedEmailKey ?? null };
  if (verifiedEmailKey !== null || member.emails.length === 0) return { ...member, ...unclaimed, signIn };
  const email = emailOf(member);
  const free = nameOfNobodyElse({ connectionId, subject });
  const wasNamed = member.emailKeys.includes(member.userNameKey);
  const name = taken.has(foldName(free)) ? `${free}~${member._id.slice(-6)}` : free;
  const userName = wasNamed ? name : member.userName;
  const { emails: _, ...resource } = member.resource;
  const { emails: _folded, ...search } = member.search;
  const words = {
    ...{ userName, externalId: member.externalId, emails: [], roles: [], active: member.status === 'active' },
    name: member.name === email ? userName : member.name,
    resource: { ...resource, userName },
    search: { ...search, userName: foldName(userName) },
  };
  return {
    ...member,
    ...contentFields(words),
    claimedEmail: email,
    claimedEmailKey: member.emailKeys[0] ?? null,
    signIn,
    version: member.version + 1,
    updatedAt: at,
  };
}
