/** Settings of an organization: its name, what newcomers get, and which organization is the deployment's default. */

import { isDeepStrictEqual } from 'node:util';
import type { Authority } from '../../access/authority/authority.ts';
import { type AccessState, loadAccess } from '../../access/state.ts';
import { authorityOf, type Principal } from '../../entry/reach/authority-of.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { deployment, deploymentId, getDeployment } from '../../model/deployment.ts';
import {
  asksForRecentSignIn,
  getOrganization,
  type MassChangeGuard,
  type OrganizationDocument,
  organizations,
} from '../../model/organization.ts';
import { rolesThatMay } from '../../model/permissions.ts';
import { findWorkspaceRole, isOrganizationRole } from '../../model/role.ts';
import { assertNames } from '../../operation/names.ts';
import { operate } from '../../operation/operate.ts';
import { draftMovingAway, loadWays, requireProvenWay } from './sso-only.ts';

/** What is not given stays. */
export type OrganizationChange = {
  readonly name?: string | undefined;
  /** Days for which events are kept; null: for ever. */
  readonly auditRetentionDays?: number | null | undefined;
  /** null: off. Replaced as a whole. */
  readonly massChangeGuard?: MassChangeGuard | null | undefined;
  /** Whether people may be invited. While nobody may, invitations of before rest. */
  readonly invitationsEnabled?: boolean | undefined;
  /** Whether what could hand the house over wants a recent sign-in. */
  readonly recentSignInRequired?: boolean | undefined;
  /** Whether people come in by the organization's own identity provider only. */
  readonly ssoOnly?: boolean | undefined;
};

/**
 * @param by who asks: how they came in may be what shows that `ssoOnly` locks nobody out
 * @throws DomainError not_found, forbidden/personal_organization, conflict/sso_only_unproven
 */
export function changeOrganization(
  context: Context,
  orgId: string,
  change: OrganizationChange,
  by: Principal,
): Promise<OrganizationDocument> {
  return operate(orgId, context, {
    load: async () => {
      const organization = await getOrganization(orgId);
      return { organization, ways: change.ssoOnly ? await loadWays(orgId, by) : null };
    },
    decide: ({ organization, ways }, draft) => {
      const { name, auditRetentionDays = null, massChangeGuard = null } = organization;
      const { invitationsEnabled = true, ssoOnly = false, adminRevision } = organization;
      const recentSignInRequired = asksForRecentSignIn(organization);
      const switches = { invitationsEnabled, recentSignInRequired, ssoOnly };
      const present = { name, auditRetentionDays, massChangeGuard, ...switches };
      const wanted = Object.entries(change).filter(([, value]) => value !== undefined);
      const next = { ...present, ...Object.fromEntries(wanted) } as typeof present;
      const changed = (Object.keys(present) as (keyof typeof present)[]).filter(
        (field) => !isDeepStrictEqual(present[field], next[field]),
      );
      if (changed.length === 0) return organization;
      if (ways && changed.includes('ssoOnly')) {
        requireProvenWay(organization, ways);
        draft.update(organizations, orgId, {}, { adminRevision });
      }
      const only = (values: Partial<typeof present>): Partial<typeof present> =>
        Object.fromEntries(changed.map((field) => [field, values[field]]));
      const stored = Object.fromEntries(changed.map((field) => [field, organization[field] ?? null]));
      draft.update(organizations, orgId, only(next), stored as Partial<OrganizationDocument>);
      draft.event({
        type: 'organization.updated',
        subject: { organizationId: orgId },
        before: only(present),
        after: only(next),
      });
      return { ...organization, ...next };
    },
  });
}

/** What is not given stays. Roles by name, custom ones by id too. */
export type SsoSettingsChange = {
  readonly autoJoin?: boolean | undefined;
  readonly workspaceIds?: readonly string[] | undefined;
  readonly workspaceRole?: string | undefined;
  readonly organizationRole?: string | undefined;
};

/**
 * Changes what later newcomers get; nobody who has joined is touched.
 * @throws DomainError invalid with the member at fault
 */
export function changeSsoSettings(
  context: Context,
  orgId: string,
  change: SsoSettingsChange,
): Promise<OrganizationDocument['sso']> {
  return operate(orgId, context, {
    load: () => loadAccess(orgId, []),
    decide: (state, draft) => {
      const { organization } = state;
      const { sso } = organization;
      const next = nextSsoSettings(state, change);
      assertNames(draft, organization);
      draft.update(organizations, orgId, { sso: next }, { sso });
      draft.event({ type: 'sso_settings.updated', subject: { organizationId: orgId }, before: sso, after: next });
      return next;
    },
  });
}

/**
 * The settings after a change: what a preview shows.
 * @throws DomainError invalid with the member at fault
 */
export function nextSsoSettings(
  { organization: { sso }, workspaces, customRoles }: Pick<AccessState, 'organization' | 'workspaces' | 'customRoles'>,
  change: SsoSettingsChange,
): OrganizationDocument['sso'] {
  const workspaceIds = change.workspaceIds ? [...new Set(change.workspaceIds)] : sso.workspaceIds;
  const unknown = change.workspaceIds?.find((id) => !workspaces.some(({ _id }) => _id === id));
  if (unknown !== undefined) throw invalid('workspaceIds', `There is no workspace "${unknown}" in this organization.`);
  const workspaceRole =
    change.workspaceRole === undefined ? sso.workspaceRole : findWorkspaceRole(change.workspaceRole, customRoles);
  if (workspaceRole === null) throw invalid('workspaceRole', `There is no workspace role "${change.workspaceRole}".`);
  const organizationRole = change.organizationRole ?? sso.organizationRole;
  if (!isOrganizationRole(organizationRole))
    throw invalid('organizationRole', `There is no organization role "${organizationRole}".`);
  return { autoJoin: change.autoJoin ?? sso.autoJoin, workspaceIds, workspaceRole, organizationRole };
}

function invalid(field: string, message: string): DomainError {
  return new DomainError('invalid', 'invalid_sso_settings', message, `/${field}`);
}

/**
 * Makes an organization the deployment's default one: needs Organization Admin in the present default and in the
 * target. A personal organization cannot be the default.
 * @throws DomainError not_found, forbidden, conflict/sso_only
 */
export async function setDefaultOrganization(
  context: Context,
  principal: Principal,
  orgId: string,
): Promise<OrganizationDocument> {
  return operate(orgId, context, {
    load: async () => {
      const present = await getDeployment();
      const leaving = await getOrganization(present.defaultOrgId);
      const target: Authority = await authorityOf(orgId, principal);
      const current = await authorityOf(present.defaultOrgId, principal).catch((error: unknown) => {
        if (error instanceof DomainError && error.code === 'not_found') return null;
        throw error;
      });
      return { present, leaving, target, current, organization: await getOrganization(orgId) };
    },
    decide: ({ present, leaving, target, current, organization }, draft) => {
      if (organization.kind === 'personal')
        throw new DomainError(
          'forbidden',
          'personal_organization',
          'A personal organization cannot be the default organization.',
        );
      if (
        ![target, current].every(
          (one) => one !== null && rolesThatMay('organization:manage').includes(one.organizationRole),
        )
      )
        throw new DomainError(
          'forbidden',
          'forbidden',
          'This needs Organization Admin in both the present default organization and this one.',
        );
      if (present.defaultOrgId === orgId) return organization;
      draftMovingAway(draft, leaving);
      const { revision } = present;
      draft.update(deployment, deploymentId, { defaultOrgId: orgId, revision: revision + 1 }, { revision });
      draft.event({
        type: 'organization.default_changed',
        subject: { organizationId: orgId },
        before: { defaultOrganizationId: present.defaultOrgId },
        after: { defaultOrganizationId: orgId },
      });
      return organization;
    },
  });
}
