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
  const able: Filter<MemberDocument> = {
    ...(isOfDirectory(member) ? { scimManaged: false, groupIds: [] } : {}),
    ...(member.status === 'pending' ? { status: { $ne: 'pending' } } : {}),
  };
  // With room for the member itself.
  const rows = await Promise.all(
    resembling(member).map((alike) =>
      tenant(orgId).find(members, { ...alike, ...able }, { projection: memberSummary, limit: most + 1 }),
    ),
  );
  const found = [...new Map(rows.flat().map((row) => [row._id, row])).values()].filter(({ _id }) => _id !== memberId);
  const reasonsOf = new Map(found.map((other) => [other._id, likenessesOf(member, other)]));
  const views = await viewMembers(orgId, found);
  return views
    .map((view) => ({ view, reasons: reasonsOf.get(view.member._id) ?? [] }))
    .toSorted((one, other) => other.reasons.length - one.reasons.length)
    .slice(0, most);
}
