/** Organizations, and which of them is the default one. */
import { z } from 'zod';
import { deleteOrganization } from '../domain/administration/organizations/delete-organization.ts';
import {
  listOrganizations,
  type OrganizationView,
  viewOrganization,
} from '../domain/administration/organizations/list-organizations.ts';
import { changeOrganization, setDefaultOrganization } from '../domain/administration/settings/organization-settings.ts';
import { createOrganization } from '../domain/entry/arrival/create-organization.ts';
import { authorityOf } from '../domain/entry/reach/authority-of.ts';
import { getOrganization } from '../domain/model/organization.ts';
import { authorize } from './authorize.ts';
import type { Caller } from './caller.ts';
import { principalOf } from './caller-in-domain.ts';
import { lastIdOf, pageOf, pageQuery, readCursor, toPage } from './page.ts';
import { ApiError } from './problem.ts';
import { type ApiConfig, type Route, route } from './route.ts';
import { massChangeGuardSchema, nameSchema, organizationParams, organizationSchema } from './schemas.ts';

const tag = 'Organizations';

export function organizationRoutes(config: ApiConfig): Route[] {
  return [...listAndCreate(config), ...oneOrganization];
}

function listAndCreate({ flags, initial }: ApiConfig): Route[] {
  return [
    route({
      method: 'get',
      path: '/organizations',
      summary: 'List the organizations that the caller may enter',
      who: 'signed in; the deployment key sees all',
      tag,
      query: pageQuery,
      responses: { 200: pageOf(organizationSchema) },
      handle: async ({ caller, query: { q, limit, cursor } }) => {
        const list = 'organizations';
        const after = lastIdOf(readCursor(list, cursor));
        const rows = await listOrganizations(principalOf(caller), { q, after, limit: limit + 1 });
        const { items, nextCursor } = toPage(list, rows, limit, ({ organization }) => [organization._id]);
        return { status: 200, body: { items: items.map(toOrganization), nextCursor } };
      },
    }),
    route({
      method: 'post',
      path: '/organizations',
      summary: 'Create an organization with its first workspace; its creator becomes Organization Admin',
      who: 'signed in, unless the deployment disables it; the deployment key always',
      tag,
      body: z.strictObject({ name: nameSchema, workspaceName: nameSchema.default(initial.workspaceName) }),
      responses: { 201: organizationSchema },
      handle: async ({ caller, context, body }) => {
        requireCreation(caller, flags.userOrgCreationDisabled);
        const organization = await createOrganization(context, { kind: 'shared', ...body }, caller.accountId);
        const authority = await authorityOf(organization._id, principalOf(caller));
        return {
          status: 201,
          body: toOrganization(await viewOrganization(organization, authority)),
        };
      },
    }),
  ];
}

function requireCreation(caller: Caller, disabled: boolean): void {
  if (caller.kind === 'api-key' && caller.key === 'deployment') return;
  if (caller.kind === 'api-key' && caller.key === 'service')
    throw new ApiError(403, 'forbidden', 'A service key acts in its own organization only. Use the deployment key.');
  // Its maker could not enter it (4.1a P5).
  if (caller.reach !== null)
    throw new ApiError(
      403,
      'sign_in_elsewhere',
      "You are signed in by an organization's own provider, which reaches that organization alone. Sign in by the deployment's provider to create another one.",
    );
  if (disabled)
    throw new ApiError(
      403,
      'organization_creation_disabled',
      'This deployment does not let people create organizations (USER_ORG_CREATION_DISABLED). Ask its operator.',
    );
}

const oneOrganization: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}',
    summary: 'Read an organization',
    who: 'members',
    tag,
    params: organizationParams,
    responses: { 200: organizationSchema },
    handle: async ({ caller, params: { org } }) => {
      const authority = await authorityOf(org, principalOf(caller));
      return { status: 200, body: toOrganization(await viewOrganization(await getOrganization(org), authority)) };
    },
  }),
  route({
    method: 'patch',
    path: '/organizations/{org}',
    summary: 'Rename an organization, limit for how long its audit log is kept, set its mass-change guard',
    who: 'Organization Admin',
    tag,
    params: organizationParams,
    body: z.strictObject({
      name: nameSchema.optional(),
      auditRetentionDays: z.int().min(30).max(36_500).nullable().optional(),
      massChangeGuard: z.union([massChangeGuardSchema, z.null()]).optional(),
    }),
    responses: { 200: organizationSchema },
    handle: async ({ caller, context, params: { org }, body }) => {
      const authority = await authorize(caller, org, 'organization:manage');
      const organization = await changeOrganization(context, org, body);
      return { status: 200, body: toOrganization(await viewOrganization(organization, authority)) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}',
    summary: 'Delete an organization that is not the default one; its tokens and sessions end at once',
    who: 'Organization Admin',
    tag,
    params: organizationParams,
    responses: { 204: null },
    handle: async ({ caller, context, params: { org } }) => {
      await authorize(caller, org, 'organization:manage');
      await deleteOrganization(context, org);
      return { status: 204 };
    },
  }),
  route({
    method: 'post',
    path: '/organizations/{org}/set-default',
    summary: 'Make an organization the default one',
    who: 'Organization Admin of both, the present default organization and this one',
    tag,
    params: organizationParams,
    responses: { 200: organizationSchema },
    handle: async ({ caller, context, params: { org } }) => {
      const principal = principalOf(caller);
      const organization = await setDefaultOrganization(context, principal, org);
      const authority = await authorityOf(org, principal);
      return { status: 200, body: toOrganization(await viewOrganization(organization, authority)) };
    },
  }),
];

export function toOrganization({ organization, isDefault, role, status, memberId }: OrganizationView) {
  const { _id: id, kind, name, auditRetentionDays = null, massChangeGuard = null } = organization;
  return { id, kind, name, isDefault, role, status, memberId, auditRetentionDays, massChangeGuard };
}
