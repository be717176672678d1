/** Organizations as those who may enter them see them: with their own role in each. */
import type { Filter } from '../../../storage/query.ts';
import { system } from '../../../storage/tenant.ts';
import type { Authority } from '../../access/authority/authority.ts';
import { accessOf } from '../../access/read-access.ts';
import { type OwnWay, ownWays } from '../../entry/reach/admits.ts';
import type { Principal } from '../../entry/reach/authority-of.ts';
import { activeMembersOf, enteredBy, type Who } from '../../entry/reach/reach.ts';
import type { IdPage } from '../../kernel/id-page.ts';
import { containing } from '../../kernel/search-pattern.ts';
import { getDeployment } from '../../model/deployment.ts';
import type { MemberStatus, MemberSummary } from '../../model/member.ts';
import { getOrganization, type OrganizationDocument, organizations } from '../../model/organization.ts';
import type { OrganizationRole } from '../../model/role.ts';

export type OrganizationView = {
  readonly organization: OrganizationDocument;
  readonly isDefault: boolean;
  /** Of who asks; null for one that is no member, as keys are. */
  readonly role: OrganizationRole | null;
  readonly status: MemberStatus | null;
  readonly memberId: string | null;
};

/**
 * The organizations that somebody may enter, oldest first: a person's are those with an active member, a service key
 * has its own, the deployment key all.
 */
export async function listOrganizations(
  principal: Principal,
  { q, after, limit }: Partial<IdPage> = {},
): Promise<OrganizationView[]> {
  const own = await membersOf(principal);
  const conditions: Filter<OrganizationDocument>[] = [];
  if (principal.kind === 'service') conditions.push({ _id: principal.orgId });
  if (principal.kind === 'account') conditions.push({ _id: { $in: own.map(({ orgId }) => orgId) } });
  if (after) conditions.push({ _id: { $gt: after } });
  if (q) conditions.push({ name: containing(q, { ignoreCase: true }) });
  const [found, { defaultOrgId }] = await Promise.all([
    system('deployment').find(organizations, conditions.length === 0 ? {} : { $and: conditions }, {
      sort: { _id: 1 },
      ...(limit === undefined ? {} : { limit }),
    }),
    getDeployment(),
  ]);
  return Promise.all(
    found.map(async (organization) => {
      const member = own.find(({ orgId }) => orgId === organization._id);
      const access = member && (await accessOf(organization._id, [member])).get(member._id);
      return {
        organization,
        isDefault: organization._id === defaultOrgId,
        role: access?.organizationRole ?? null,
        status: member?.status ?? null,
        memberId: member?._id ?? null,
      };
    }),
  );
}

/** An organization that the person belongs to, and that needs another sign-in than theirs. */
export type Elsewhere = { readonly organization: OrganizationDocument; readonly ways: readonly OwnWay[] };

/** None for who came in by an organization's own connection, which says nothing to the others (P5). */
export async function listElsewhere(who: Who): Promise<Elsewhere[]> {
  if (who.reach !== null) return [];
  const [all, open] = await Promise.all([enteredBy(who.accountId), activeMembersOf(who)]);
  const closed = all.filter(({ orgId }) => !open.some((member) => member.orgId === orgId));
  return Promise.all(
    closed.map(async ({ orgId }) => ({ organization: await getOrganization(orgId), ways: await ownWays(orgId) })),
  );
}

async function membersOf(principal: Principal): Promise<readonly MemberSummary[]> {
  if (principal.kind !== 'account') return [];
  return activeMembersOf(principal);
}

/** One organization as somebody sees it who was let in with this authority. */
export async function viewOrganization(
  organization: OrganizationDocument,
  { memberId, organizationRole }: Authority,
): Promise<OrganizationView> {
  const { defaultOrgId } = await getDeployment();
  return {
    organization,
    isDefault: organization._id === defaultOrgId,
    role: memberId === null ? null : organizationRole,
    status: memberId === null ? null : 'active',
    memberId,
  };
}
