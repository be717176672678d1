/**
 * Which ways of coming in count in an organization. Wherever a session or a personal key shall be worth something in an
 * organization, this is asked (P5, `ssoOnly`): whatever else they reach, they are nobody there.
 */
import { DomainError } from '../../kernel/domain-error.ts';
import { type ConnectionDocument, deploymentConnectionId, listConnections } from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import type { OrganizationDocument } from '../../model/organization.ts';

/** The only organization that a way of coming in reaches; null: every one in which the account is a member. */
export type Reach = string | null;

/** By which connection somebody came in, and where that reaches. */
export type CameBy = { readonly connectionId: string; readonly reach: Reach };

type Organization = Pick<OrganizationDocument, '_id' | 'ssoOnly'>;

/**
 * An organization's own connection counts there and nowhere else. The deployment's connection, and a password, count wherever
 * the organization does not insist on its own (`ssoOnly`); in the default organization the deployment's connection is its own.
 */
export async function admits({ _id: orgId, ssoOnly = false }: Organization, by: CameBy): Promise<boolean> {
  if (by.reach !== null) return by.reach === orgId;
  return !ssoOnly || isOwnOfDefault(orgId, by.connectionId, (await getDeployment()).defaultOrgId);
}

function isOwnOfDefault(orgId: string, connectionId: string, defaultOrgId: string): boolean {
  return connectionId === deploymentConnectionId && orgId === defaultOrgId;
}

/** What signs people in where `ssoOnly` is on. */
export type OwnWay = { readonly connectionId: string; readonly name: string };

/** The organization's own connections that are switched on, and of the default organization the deployment's. */
export async function ownWays(orgId: string): Promise<OwnWay[]> {
  const [{ defaultOrgId, hasProvider = false }, own] = await Promise.all([getDeployment(), listConnections(orgId)]);
  const deployments =
    hasProvider && isOwnOfDefault(orgId, deploymentConnectionId, defaultOrgId)
      ? [{ connectionId: deploymentConnectionId, name: deploymentsName }]
      : [];
  return [...deployments, ...own.filter(({ enabled }) => enabled).map(asWay)];
}

const deploymentsName = "this deployment's identity provider";
const asWay = ({ _id: connectionId, name }: ConnectionDocument): OwnWay => ({ connectionId, name });

/** To who is a member, and came in by a way that does not count. */
export async function cameByAnotherWay({ _id: orgId, name }: Pick<OrganizationDocument, '_id' | 'name'>) {
  const ways = await ownWays(orgId);
  const where = ways.map((way) => `${way.name} (/auth/login?connection=${way.connectionId})`).join(' or ');
  return new DomainError(
    'forbidden',
    'sso_only',
    `${name} lets people in by its own identity provider only, and you came in otherwise. Sign in by ${where || 'its identity provider'}.`,
  );
}
