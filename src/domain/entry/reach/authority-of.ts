/** What somebody may do in an organization. Asked anew for every request, so that a demotion holds at the next one. */
import { type Authority, fullAuthority, memberAuthority } from '../../access/authority/authority.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { getHeldOrganization } from '../../operation/held-organization.ts';
import { admits, cameByAnotherWay } from './admits.ts';
import type { Who } from './reach.ts';

/** Who asks: a person, a service key of one organization, or the operator's deployment key. */
export type Principal =
  | ({ readonly kind: 'account' } & Who)
  | { readonly kind: 'service'; readonly orgId: string }
  | { readonly kind: 'deployment' };

/**
 * @throws DomainError not_found when the principal is no active member: to outsiders an organization does not exist;
 *   forbidden/sso_only to a member who came in by a way that does not count there
 */
export async function authorityOf(orgId: string, principal: Principal): Promise<Authority> {
  if (principal.kind === 'service' && principal.orgId !== orgId) throw unknownOrganization();
  // The rows of a deleted organization outlive it until they are purged.
  const organization = await getHeldOrganization(orgId);
  if (principal.kind !== 'account') return fullAuthority;
  // Whoever an organization's own connection has let in learns of no other one.
  if (principal.reach !== null && principal.reach !== orgId) throw unknownOrganization();
  const authority = await memberAuthority(orgId, { accountId: principal.accountId });
  if (!authority) throw unknownOrganization();
  if (!(await admits(organization, principal))) throw await cameByAnotherWay(organization);
  return authority;
}

function unknownOrganization(): DomainError {
  return new DomainError('not_found', 'organization_not_found', 'There is no such organization.');
}
