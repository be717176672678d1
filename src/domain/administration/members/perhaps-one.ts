/** Who is perhaps one person with a member: nothing proves it, so an admin looks at the reasons and may join them. */
import { tenant } from '../../../storage/tenant.ts';
import { type Likeness, likenessesOf, resembling } from '../../entry/proof/proof.ts';
import { getMember, memberSummary, members } from '../../model/member.ts';
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
  const found = await tenant(orgId).find(members, resembling(member), {
    projection: memberSummary,
    sort: { _id: 1 },
    limit: most + 1,
  });
  const able = found.filter(
    (other) =>
      !(isOfDirectory(member) && isOfDirectory(other)) && !(member.status === 'pending' && other.status === 'pending'),
  );
  const reasonsOf = new Map(able.map((other) => [other._id, likenessesOf(member, other)]));
  const views = await viewMembers(orgId, able);
  return views
    .map((view) => ({ view, reasons: reasonsOf.get(view.member._id) ?? [] }))
    .toSorted((one, other) => other.reasons.length - one.reasons.length)
    .slice(0, most);
}
