/**
 * Take-over: a directory writes for the first time to a member that came by signing in (P4). From then on the directory
 * says who the member is, so the account stays linked only where it is proven to be that person.
 */
import { system, tenant } from '../../../storage/tenant.ts';
import { lastAdmin } from '../../access/decide-access.ts';
import { type AccountDocument, identities } from '../../model/account.ts';
import { type MemberSummary, members, unlinked } from '../../model/member.ts';
import { passwords } from '../../model/password.ts';
import { scimTokens } from '../../model/scim-token.ts';
import type { Draft } from '../../operation/operate.ts';
import { draftExpectedNoMore, findExpected } from '../proof/expected.ts';
import { isProvenToBe, linkingConnections } from '../proof/proof.ts';
import { draftEndings, type Endings, loadEndingsWithin, onlyOf } from '../reach/end-entries.ts';

/** What a first write has to know about the members that it may concern. */
export type TakeOver = {
  /** `linkingConnections` of the organization. */
  readonly linking: ReadonlySet<string>;
  /** Accounts that are a member elsewhere too, and so go on signing in as they did. */
  readonly elsewhere: ReadonlySet<string>;
  /** The active Organization Admins whom somebody can sign in as. `draftTakeOver` takes out whom it unlinks, so that it notices the last one. */
  readonly admins: Set<string>;
  /** Those of these accounts that are expected at the deployment's provider. */
  readonly expected: readonly AccountDocument[];
  /** What these accounts have here; null: nobody is concerned. */
  readonly endings: Endings | null;
};

const nothing: TakeOver = { linking: new Set(), elsewhere: new Set(), admins: new Set(), expected: [], endings: null };

/** Reads only where one of these is linked and was never the directory's. */
export async function loadTakeOver(
  orgId: string,
  concerned: readonly Pick<MemberSummary, 'scimManaged' | 'accountId'>[],
): Promise<TakeOver> {
  const accountIds = concerned.flatMap(({ scimManaged, accountId }) =>
    scimManaged || accountId === null ? [] : [accountId],
  );
  if (accountIds.length === 0) return nothing;
  const [linking, endings, others, admins, expected] = await Promise.all([
    linkingConnections(orgId),
    loadEndingsWithin(accountIds, orgId),
    system('account-memberships').find(
      members,
      { accountId: { $in: accountIds }, orgId: { $ne: orgId } },
      { projection: { accountId: 1 } },
    ),
    tenant(orgId).find(
      members,
      { organizationRole: 'Organization Admin', status: 'active', accountId: { $type: 'string' } },
      { projection: { _id: 1 } },
    ),
    findExpected(accountIds),
  ]);
  return {
    linking,
    endings,
    expected,
    admins: new Set(admins.map(({ _id }) => _id)),
    elsewhere: new Set(others.flatMap(({ accountId }) => accountId ?? [])),
  };
}

/**
 * Drafts that the account of this member is cut off, its sessions and keys here end, and the person is judged anew at the next sign-in.
 * Nothing is drafted for a member that is the directory's already, is nobody's, or is proven to be whom it describes.
 * @param described what the directory says about the member from now on
 * @returns whether the link is cut
 * @throws DomainError conflict/last_admin for the only Organization Admin whom somebody can sign in as
 */
export function draftTakeOver(
  draft: Draft,
  member: Pick<MemberSummary, '_id' | 'orgId' | 'scimManaged' | 'accountId' | 'signIn'>,
  described: Parameters<typeof isProvenToBe>[1],
  { linking, elsewhere, admins, expected, endings }: TakeOver,
): boolean {
  const { _id, orgId, scimManaged, accountId, signIn } = member;
  if (scimManaged || accountId === null || isProvenToBe(signIn, described, linking)) return false;
  if (admins.delete(_id) && admins.size === 0) throw lastAdmin();
  draft.update(members, _id, unlinked, { accountId, scimManaged });
  // They were given to the person who signed in so far.
  draft.deleteAll(scimTokens, { memberId: _id });
  if (!elsewhere.has(accountId)) {
    draft.deleteAll(identities, { accountId });
    draft.deleteAll(passwords, { _id: accountId });
    draftExpectedNoMore(draft, expected, accountId);
  }
  draft.event({
    type: 'user.unlinked',
    subject: { memberId: _id },
    before: { accountId, ...(signIn ? { connectionId: signIn.connectionId, subject: signIn.subject } : {}) },
    after: {
      accountId: null,
      reason: 'the directory describes this member, and nothing proves that the account is that person',
    },
  });
  if (endings)
    draftEndings(draft, onlyOf(accountId, endings, elsewhere.has(accountId)), {
      reason: 'taken_over_by_directory',
      decidedIn: orgId,
    });
  return true;
}
