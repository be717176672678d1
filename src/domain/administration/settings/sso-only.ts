/**
 * `ssoOnly`: an organization lets people in by its own identity provider only. On is turned by who has shown that this way
 * works, and while it is on, the last such way stays open: nobody locks themselves out. Keys are let in as ever, so whoever
 * has the deployment key or a service key can turn it off.
 */
import { system, tenant } from '../../../storage/tenant.ts';
import { type OwnWay, ownWays } from '../../entry/reach/admits.ts';
import type { Principal } from '../../entry/reach/authority-of.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type IdentityDocument, identities, isOwnIssuer } from '../../model/account.ts';
import type { ConnectionDocument } from '../../model/connection.ts';
import type { DeploymentDocument } from '../../model/deployment.ts';
import { mayEnter, members } from '../../model/member.ts';
import { type OrganizationDocument, organizations } from '../../model/organization.ts';
import type { Draft } from '../../operation/operate.ts';

/** What `requireProvenWay` looks at; load it after the organization, whose `adminRevision` guards it. */
export type Ways = { readonly open: readonly OwnWay[]; readonly isProven: boolean };

/** By which connections people would come in, and whether somebody has shown that one of them leads here. */
export async function loadWays(orgId: string, by: Principal): Promise<Ways> {
  const open = await ownWays(orgId);
  const ids = open.map(({ connectionId }) => connectionId);
  const isProven = by.kind === 'account' ? ids.includes(by.connectionId) : await hasAdminBy(orgId, ids);
  return { open, isProven };
}

/** A key is nobody's session: an Organization Admin must have signed in this way before. */
async function hasAdminBy(orgId: string, connectionIds: readonly string[]): Promise<boolean> {
  const admins = await tenant(orgId).find(
    members,
    { organizationRole: 'Organization Admin', ...mayEnter, accountId: { $type: 'string' } },
    { projection: { accountId: 1 } },
  );
  const known: IdentityDocument[] = await system('sign-in').find(identities, {
    accountId: { $in: admins.flatMap(({ accountId }) => accountId ?? []) },
    connectionId: { $in: connectionIds },
  });
  return known.some(({ issuer }) => !isOwnIssuer(issuer));
}

/** @throws DomainError forbidden/personal_organization, conflict/sso_only_unproven */
export function requireProvenWay({ kind, name }: OrganizationDocument, { open, isProven }: Ways): void {
  if (kind === 'personal')
    throw new DomainError(
      'forbidden',
      'personal_organization',
      'A personal organization has no identity provider of its own.',
    );
  if (open.length === 0)
    throw new DomainError(
      'conflict',
      'sso_only_unproven',
      `${name} has no identity provider of its own that is switched on, so nobody could come in any more. Add a connection and sign in by it first.`,
    );
  if (isProven) return;
  const where = open.map((way) => `${way.name} (/auth/login?connection=${way.connectionId})`).join(' or ');
  throw new DomainError(
    'conflict',
    'sso_only_unproven',
    `Nothing shows yet that ${name}'s own identity provider lets its administrators in. Sign in by ${where}, as an Organization Admin, and turn it on from there.`,
  );
}

/** What `draftClosing` looks at; the organization is loaded before the rest. */
export type Closing = {
  readonly organization: OrganizationDocument;
  readonly deployment: DeploymentDocument;
  readonly present: readonly ConnectionDocument[];
};

/**
 * A connection of the organization is switched off: another way must stay open where people come in by no others.
 * @throws DomainError conflict/sso_only
 */
export function draftClosing(draft: Draft, { organization, deployment, present }: Closing, connectionId: string): void {
  draftGuard(draft, organization);
  if (!organization.ssoOnly) return;
  const others = present.filter(({ _id, enabled }) => enabled && _id !== connectionId);
  const isDefault = deployment.defaultOrgId === organization._id && deployment.hasProvider === true;
  if (others.length === 0 && !isDefault)
    throw new DomainError(
      'conflict',
      'sso_only',
      `${organization.name} lets people in by its own identity provider only, and this is the last connection to it. Let people in otherwise again first ("ssoOnly": false), or add another connection and switch it on.`,
    );
}

/**
 * The deployment's connection is not the own one of the default organization any more.
 * @throws DomainError conflict/sso_only
 */
export function draftMovingAway(draft: Draft, organization: OrganizationDocument): void {
  draftGuard(draft, organization);
  if (organization.ssoOnly)
    throw new DomainError(
      'conflict',
      'sso_only',
      `${organization.name}, the default organization, lets people in by its own identity provider only, and the deployment's would not be its own any more. Let people in otherwise first ("ssoOnly": false); turn it on again by a session of a connection of its own.`,
    );
}

/** Whoever turns `ssoOnly` on at this moment asserts the revision that is bumped here. */
function draftGuard(draft: Draft, { _id, adminRevision, ssoOnly }: OrganizationDocument): void {
  draft.update(organizations, _id, { adminRevision: adminRevision + 1 }, {
    adminRevision,
    ssoOnly: ssoOnly ?? null,
  } as Partial<OrganizationDocument>);
}
