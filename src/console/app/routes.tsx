/** The addresses of the console. Each page is loaded when somebody opens it. */
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { keepOrganization, lastOrganization } from '../lib/last-organization.ts';
import { isSignedOut } from '../lib/problem.ts';
import {
  accessMapSearch,
  accountSearch,
  activitySearch,
  groupSearch,
  groupsSearch,
  homeSearch,
  invitationsSearch,
  organizationSearch,
  peopleSearch,
  personSearch,
  rolesSearch,
  scimSearch,
  serviceKeysSearch,
  setupSearch,
  ssoSearch,
  startSearch,
  webhookSearch,
  webhooksSearch,
  workspaceSearch,
  workspacesSearch,
} from '../lib/searches.ts';
import { meQuery, permissionsQuery } from '../lib/session.ts';
import { signInAddress } from '../lib/session-ended.ts';
import type { Me } from '../lib/types.ts';
import { Confirmed } from './confirmed.tsx';
import { Failed, NotFound, Nowhere, Opening } from './outside.tsx';
import { SettingsFrame } from './settings-frame.tsx';
import { OrganizationFrame, Shell } from './shell.tsx';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ notFoundComponent: NotFound });

const frame = createRoute({
  getParentRoute: () => root,
  path: '/console',
  component: Shell,
  errorComponent: Failed,
  notFoundComponent: NotFound,
  pendingComponent: Opening,
  loader: async ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(permissionsQuery());
    await readMe(queryClient);
    await queryClient.ensureQueryData(permissionsQuery());
  },
});

/** Whoever is not signed in signs in first, and comes back to this address. */
async function readMe(queryClient: QueryClient): Promise<Me> {
  try {
    return await queryClient.ensureQueryData(meQuery());
  } catch (error) {
    if (!isSignedOut(error)) throw error;
    location.replace(signInAddress());
    return new Promise(() => undefined);
  }
}

const start = createRoute({
  getParentRoute: () => frame,
  path: '/',
  validateSearch: startSearch,
  component: Nowhere,
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps: { begin } }) => {
    const { organizations, defaultOrganizationId } = await readMe(context.queryClient);
    const find = (id: string | null) => organizations.find((one) => one.id === id);
    const chosen = find(lastOrganization()) ?? find(defaultOrganizationId) ?? organizations[0];
    const params = { organizationId: chosen?.id ?? '' };
    if (begin === 'key') throw redirect({ to: '/console/account', search: { make: true }, replace: true });
    if (!chosen) return;
    if (begin === 'token')
      throw redirect({ to: '/console/$organizationId/settings/scim', params, search: { make: true }, replace: true });
    if (begin === 'invite')
      throw redirect({ to: '/console/$organizationId/people', params, search: { invite: true }, replace: true });
    throw redirect({ to: '/console/$organizationId', params, replace: true });
  },
});

const account = createRoute({
  getParentRoute: () => frame,
  path: 'account',
  validateSearch: accountSearch,
  component: lazyRouteComponent(() => import('../features/account/account-page.tsx'), 'AccountPage'),
});

/** For whoever has opened a set-up link: without the shell, and nobody signs in for it. */
const setup = createRoute({
  getParentRoute: () => root,
  path: '/console/setup/$linkId',
  validateSearch: setupSearch,
  component: lazyRouteComponent(() => import('../features/setup/setup-page.tsx'), 'SetupPage'),
});

/** Where the tab ends in which the reader confirmed who they are. */
const confirmedPage = createRoute({
  getParentRoute: () => root,
  path: '/console/confirmed',
  component: Confirmed,
});

const organization = createRoute({
  getParentRoute: () => frame,
  path: '$organizationId',
  component: OrganizationFrame,
  loader: ({ params }) => keepOrganization(params.organizationId),
});

const home = createRoute({
  getParentRoute: () => organization,
  path: '/',
  validateSearch: homeSearch,
  component: lazyRouteComponent(() => import('../features/home/home-page.tsx'), 'HomePage'),
});

const people = createRoute({
  getParentRoute: () => organization,
  path: 'people',
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
});

const person = createRoute({
  getParentRoute: () => organization,
  path: 'people/$memberId',
  validateSearch: personSearch,
  component: lazyRouteComponent(() => import('../features/person/person-page.tsx'), 'PersonPage'),
});

const groups = createRoute({
  getParentRoute: () => organization,
  path: 'groups',
  validateSearch: groupsSearch,
  component: lazyRouteComponent(() => import('../features/groups/groups-page.tsx'), 'GroupsPage'),
});

const group = createRoute({
  getParentRoute: () => organization,
  path: 'groups/$groupId',
  validateSearch: groupSearch,
  component: lazyRouteComponent(() => import('../features/groups/group-page.tsx'), 'GroupPage'),
});

const accessMap = createRoute({
  getParentRoute: () => organization,
  path: 'access-map',
  validateSearch: accessMapSearch,
  component: lazyRouteComponent(() => import('../features/access-map/access-map-page.tsx'), 'AccessMapPage'),
});

const activity = createRoute({
  getParentRoute: () => organization,
  path: 'activity',
  validateSearch: activitySearch,
  component: lazyRouteComponent(() => import('../features/activity/activity-page.tsx'), 'ActivityPage'),
});

const settings = createRoute({ getParentRoute: () => organization, path: 'settings', component: SettingsFrame });

const workspaces = createRoute({
  getParentRoute: () => settings,
  path: 'workspaces',
  validateSearch: workspacesSearch,
  component: lazyRouteComponent(() => import('../features/workspaces/workspaces-page.tsx'), 'WorkspacesPage'),
});

const workspace = createRoute({
  getParentRoute: () => settings,
  path: 'workspaces/$workspaceId',
  validateSearch: workspaceSearch,
  component: lazyRouteComponent(() => import('../features/workspace/workspace-page.tsx'), 'WorkspacePage'),
});

const sso = createRoute({
  getParentRoute: () => settings,
  path: 'sso',
  validateSearch: ssoSearch,
  component: lazyRouteComponent(() => import('../features/sso/sso-page.tsx'), 'SsoPage'),
});

const roles = createRoute({
  getParentRoute: () => settings,
  path: 'roles',
  validateSearch: rolesSearch,
  component: lazyRouteComponent(() => import('../features/roles/roles-page.tsx'), 'RolesPage'),
});

const scim = createRoute({
  getParentRoute: () => settings,
  path: 'scim',
  validateSearch: scimSearch,
  component: lazyRouteComponent(() => import('../features/scim/scim-page.tsx'), 'ScimPage'),
});

const invitations = createRoute({
  getParentRoute: () => settings,
  path: 'invitations',
  validateSearch: invitationsSearch,
  component: lazyRouteComponent(() => import('../features/invitations/invitations-page.tsx'), 'InvitationsPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: 'api-keys',
  validateSearch: serviceKeysSearch,
  component: lazyRouteComponent(() => import('../features/service-keys/service-keys-page.tsx'), 'ServiceKeysPage'),
});

const webhooks = createRoute({
  getParentRoute: () => settings,
  path: 'webhooks',
  validateSearch: webhooksSearch,
  component: lazyRouteComponent(() => import('../features/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});

const webhook = createRoute({
  getParentRoute: () => settings,
  path: 'webhooks/$webhookId',
  validateSearch: webhookSearch,
  component: lazyRouteComponent(() => import('../features/webhooks/webhook-page.tsx'), 'WebhookPage'),
});

const organizationSettings = createRoute({
  getParentRoute: () => settings,
  path: 'organization',
  validateSearch: organizationSearch,
  component: lazyRouteComponent(() => import('../features/organization/organization-page.tsx'), 'OrganizationPage'),
});

/** `/` is the welcome page for strangers. */
const door = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/console', replace: true });
  },
});

export const routeTree = root.addChildren([
  door,
  setup,
  confirmedPage,
  frame.addChildren([
    start,
    account,
    organization.addChildren([
      home,
      people,
      person,
      groups,
      group,
      accessMap,
      activity,
      settings.addChildren([
        workspaces,
        workspace,
        roles,
        sso,
        scim,
        invitations,
        apiKeys,
        webhooks,
        webhook,
        organizationSettings,
      ]),
    ]),
  ]),
]);
