/** Where it is told what a person did at the door: in every organization that knows them, else in the deployment's own log. */
import { system } from '../../../storage/tenant.ts';
import type { NewEvent } from '../../model/event.ts';
import { type MemberSummary, members } from '../../model/member.ts';
import { inLivingOrganizations } from '../../model/organization.ts';
import type { Draft } from '../../operation/operate.ts';

/** Somebody in more organizations is told about in so many of them. */
export const maxTold = 100;

export type Told = Pick<MemberSummary, '_id' | 'orgId' | 'accountId'>;

/** The account's active members. @param only the organization beyond which it is nobody's business (P5); null: none */
export async function whereTold(accountId: string, only: string | null = null): Promise<Told[]> {
  const found = await system('account-memberships').find(
    members,
    { accountId, status: 'active', ...(only !== null && { orgId: only }) },
    { projection: { orgId: 1, accountId: 1 }, sort: { _id: 1 }, limit: maxTold },
  );
  return inLivingOrganizations(found);
}

/** What is told of this person, once for each log: where it is told, and about whom. */
export function subjectsIn(
  told: readonly Told[],
  accountId: string,
): readonly Required<Pick<NewEvent, 'orgId' | 'subject'>>[] {
  if (told.length === 0) return [{ orgId: '', subject: { accountId } }];
  return told.map(({ orgId, _id: memberId }) => ({ orgId, subject: { memberId } }));
}

/** Drafts the event in each of them. The draft must belong to no organization. */
export function tell(
  draft: Draft,
  told: readonly Told[],
  accountId: string,
  { subject, ...event }: Pick<NewEvent, 'type' | 'after'> & { readonly subject?: NewEvent['subject'] },
): void {
  for (const place of subjectsIn(told, accountId))
    draft.event({ ...event, orgId: place.orgId, subject: { ...place.subject, ...subject } });
}
