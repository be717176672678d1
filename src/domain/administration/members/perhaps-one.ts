/** Who is perhaps one person with a member: nothing proves it, so an admin looks at the reasons and may join them. */
import type { Filter } from '../../../storage/query.ts';
import { tenant } from '../../../storage/tenant.ts';
import { type Likeness, likenessesOf, resembling } from '../../entry/proof/proof.ts';
import { getMember, type MemberDocument, memberSummary, members } from '../../model/member.ts';
import { isOfDirectory } from './join-members.ts';
import { type MemberView, viewMembers } from './view-members.ts';

/** A name that more people have than this says nothing. */
const most = 10;

/** Those that could be joined with it, the most alike first. @throws DomainError not_found */
export async function listPerhapsOne(
  orgId: string,
  memberId: string,
): Promise<readonly { readonly view: MemberView; readonly reasons: readonly Likeness[] }[]> {
  const member = await getMember(orgId, memberId);
  const alike: Filter<MemberDocument> = {
    ...resembling(member),
    ...(isOfDirectory(member) ? { scimManaged: false, groupIds: [] } : {}),
    ...(member.status === 'pending' ? { status: { $ne: 'pending' } } : {}),
  };
  const found = await tenant(orgId).find(members, alike, { projection: memberSummary, sort: { _id: 1 }, limit: most });
  const reasonsOf = new Map(found.map((other) => [other._id, likenessesOf(member, other)]));
  const views = await viewMembers(orgId, found);
  return views
    .map((view) => ({ view, reasons: reasonsOf.get(view.member._id) ?? [] }))
    .toSorted((one, other) => other.reasons.length - one.reasons.length);
}
