/** The pages that stand in the navigation, and which permission opens each; null: belonging to the organization does. */
import {
  Activity,
  Boxes,
  Building2,
  Cable,
  House,
  KeyRound,
  KeySquare,
  LayoutGrid,
  Mail,
  ShieldCheck,
  UsersRound,
  Waypoints,
  Webhook,
} from 'lucide-react';
import { shell } from '../lib/messages/shell.ts';

export const mainPages = [
  { to: '/console/$organizationId', label: shell.pages.home, icon: House, permission: null, exact: true },
  {
    to: '/console/$organizationId/people',
    label: shell.pages.people,
    icon: UsersRound,
    permission: 'members:read',
    exact: false,
  },
  {
    to: '/console/$organizationId/groups',
    label: shell.pages.groups,
    icon: Boxes,
    permission: 'access:read',
    exact: false,
  },
  {
    to: '/console/$organizationId/access-map',
    label: shell.pages.accessMap,
    icon: Waypoints,
    permission: 'access:read',
    exact: false,
  },
  {
    to: '/console/$organizationId/activity',
    label: shell.pages.activity,
    icon: Activity,
    permission: 'audit:read',
    exact: false,
  },
] as const;

export const settingsPages = [
  {
    to: '/console/$organizationId/settings/workspaces',
    label: shell.pages.workspaces,
    icon: LayoutGrid,
    permission: 'organization:read',
  },
  {
    to: '/console/$organizationId/settings/roles',
    label: shell.pages.roles,
    icon: ShieldCheck,
    permission: 'access:read',
  },
  {
    to: '/console/$organizationId/settings/sso',
    label: shell.pages.sso,
    icon: KeyRound,
    permission: 'sso:manage',
  },
  {
    to: '/console/$organizationId/settings/scim',
    label: shell.pages.scim,
    icon: Cable,
    permission: 'provisioning:manage',
  },
  {
    to: '/console/$organizationId/settings/invitations',
    label: shell.pages.invitations,
    icon: Mail,
    permission: 'members:read',
  },
  {
    to: '/console/$organizationId/settings/api-keys',
    label: shell.pages.apiKeys,
    icon: KeySquare,
    permission: 'keys:manage',
  },
  {
    to: '/console/$organizationId/settings/webhooks',
    label: shell.pages.webhooks,
    icon: Webhook,
    permission: 'webhooks:manage',
  },
  {
    to: '/console/$organizationId/settings/organization',
    label: shell.pages.organization,
    icon: Building2,
    permission: 'organization:manage',
  },
] as const;
