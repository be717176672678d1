/** Organizations, and which of them is the default one. */
import { z } from 'zod';
import { deleteOrganization } from '../../domain/administration/organizations/delete-organization.ts';
import {
  listOrganizations,
  type OrganizationView,
  viewOrganization,
} from '../../domain/administration/organizations/list-organizations.ts';
import {
  changeOrganization,
  setDefaultOrganization,
} from '../../domain/administration/settings/organization-settings.ts';
import { createOrganization } from '../../domain/entry/arrival/create-organization.ts';
import { authorityOf } from '../../domain/entry/reach/authority-of.ts';
import { asksForRecentSignIn, getOrganization } from '../../domain/model/organization.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { lastIdOf, pageOf, readCursor, searchQuery, toPage } from '../http/page.ts';
import { principalOf } from '../http/principal.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { nameSchema, organizationName, organizationParams } from '../http/shared-schemas.ts';
import { organizationChange, organizationSchema } from './organization-schemas.ts';

const tag = 'Organizations';

export function organizationRoutes(config: ApiConfig): Route[] {
  return [...listAndCreate(config), ...oneOrganization];
}

function listAndCreate({ initial }: ApiConfig): Route[] {
  return [
    route({
      method: 'get',
      path: '/organizations',
      summary: 'List the organizations that the caller may enter',
      needs: 'to be authenticated',
      tag,
      query: searchQuery,
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
      needs: 'to create organizations',
      tag,
      body: z.strictObject({
        name: nameSchema.meta(organizationName.meta() ?? {}),
        workspaceName: nameSchema.default(initial.workspaceName).meta({ description: 'Name of its first workspace' }),
      }),
      responses: { 201: organizationSchema },
      handle: async ({ caller, context, body }) => {
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

const oneOrganization: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}',
    summary: 'Read an organization',
    needs: 'organization:read',
    tag,
    params: organizationParams,
    responses: { 200: organizationSchema },
    handle: async ({ authority, params: { org } }) => ({
      status: 200,
      body: toOrganization(await viewOrganization(await getOrganization(org), authority)),
    }),
  }),
  route({
    method: 'patch',
    path: '/organizations/{org}',
    summary:
      'Rename an organization, limit for how long its audit log is kept, set its mass-change guard, switch invitations, whether people come in by its own identity provider only, and the demand for a recent sign-in',
    needs: 'organization:manage',
    tag,
    params: organizationParams,
    body: organizationChange,
    responses: { 200: organizationSchema },
    handle: async ({ caller, authority, context, params: { org }, body }) => {
      const organization = await changeOrganization(context, org, body, principalOf(caller));
      return { status: 200, body: toOrganization(await viewOrganization(organization, authority)) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}',
    summary: 'Delete an organization that is not the default one; its tokens and sessions end at once',
    needs: 'organization:manage',
    tag,
    params: organizationParams,
    responses: { 204: null },
    handle: async ({ context, params: { org } }) => {
      await deleteOrganization(context, org);
      return { status: 204 };
    },
  }),
  route({
    method: 'post',
    path: '/organizations/{org}/set-default',
    summary: 'Make an organization the default one',
    needs: 'organization:manage, in the default organization too',
    tag,
    params: organizationParams,
    responses: { 200: organizationSchema },
    handle: async ({ caller, authority, context, params: { org } }) => {
      const organization = await setDefaultOrganization(context, principalOf(caller), org);
      return { status: 200, body: toOrganization(await viewOrganization(organization, authority)) };
    },
  }),
];

export function toOrganization({ organization, isDefault, role, status, memberId }: OrganizationView) {
  const {
    _id: id,
    kind,
    name,
    auditRetentionDays = null,
    massChangeGuard = null,
    invitationsEnabled = true,
    ssoOnly = false,
  } = organization;
  const recentSignInRequired = asksForRecentSignIn(organization);
  const switches = { massChangeGuard, invitationsEnabled, recentSignInRequired, ssoOnly };
  return { id, kind, name, isDefault, role, status, memberId, auditRetentionDays, ...switches };
}
