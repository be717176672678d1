/** What stands after the `?` of each page's address: its filters, the open tab or dialog. What is no good is left out. */
import * as z from 'zod/mini';
import { eventKinds } from './messages/events.ts';

const optional = <T extends z.ZodMiniType>(schema: T) => z.catch(z.optional(schema), undefined);

const open = optional(z.literal(true));

/** A picture and a table of the same figures. */
export const shownAs = ['picture', 'table'] as const;

/** What to begin with, from the welcome page. */
export const startSearch = z.object({ begin: optional(z.enum(['token', 'invite', 'key'])) });

/** How far back the chart of Home goes. */
export const chartTimes = ['day', 'month'] as const;
export const homeSearch = z.object({ time: optional(z.enum(chartTimes)), as: optional(z.enum(shownAs)) });

export const memberStatuses = ['active', 'pending', 'inactive'] as const;
export const organizationRoles = [
  'Organization Admin',
  'Organization Operator',
  'Organization User',
  'Organization Viewer',
] as const;

export const memberSources = [
  'scim-group',
  'admin-group',
  'scim-role',
  'sso-group',
  'override',
  'invitation',
  'manual',
  'sso-default',
  'creator',
  'organization-admin',
] as const;

export const peopleSearch = z.object({
  q: optional(z.string()),
  status: optional(z.enum(memberStatuses)),
  role: optional(z.enum(organizationRoles)),
  workspace: optional(z.string()),
  source: optional(z.enum(memberSources)),
  group: optional(z.string()),
  /** Whether an admin has locked them. */
  locked: optional(z.boolean()),
  /** Whether anybody signs in as them. */
  signedIn: optional(z.boolean()),
  /** false: their address is only claimed. */
  verified: optional(z.boolean()),
  sort: optional(z.enum(['name', '-name', 'createdAt', '-createdAt'])),
  invite: open,
});

const personTabs = ['access', 'sign-in', 'history'] as const;
export const personSearch = z.object({ tab: optional(z.enum(personTabs)) });

export const workspacesSearch = z.object({ q: optional(z.string()), create: open });

const workspaceTabs = ['members', 'general'] as const;
export const workspaceSearch = z.object({
  tab: optional(z.enum(workspaceTabs)),
  q: optional(z.string()),
  invite: open,
});

export const invitationStatuses = ['pending', 'expired', 'accepted', 'declined', 'revoked'] as const;
export const invitationsSearch = z.object({ q: optional(z.string()), status: optional(z.enum(invitationStatuses)) });

const groupTabs = ['groups', 'made', 'unmatched', 'waiting', 'naming'] as const;
export const mappingStates = ['convention', 'explicit', 'unmatched'] as const;

export const groupsSearch = z.object({
  tab: optional(z.enum(groupTabs)),
  q: optional(z.string()),
  state: optional(z.enum(mappingStates)),
  name: optional(z.string()),
  /** The group that is mapped in the open dialog. */
  map: optional(z.string()),
  /** A group is made. */
  make: open,
});

export const groupSearch = z.object({ map: open, unmap: open, add: open, handOver: open, remove: open });

const accessMapTabs = ['flows', 'matrix'] as const;

export const accessMapSearch = z.object({
  tab: optional(z.enum(accessMapTabs)),
  /** Absent: what the screen has room for. */
  as: optional(z.enum(shownAs)),
  /** The key of what alone is shown: a group, a role in a workspace, a workspace. */
  only: optional(z.string()),
  q: optional(z.string()),
  status: optional(z.enum(memberStatuses)),
});

/** Of a set-up link: choosing the provider first, then what the link covers, then the end. */
export const setupSteps = ['provider', 'domain', 'sign-in', 'directory', 'finish'] as const;
export const setupProviders = [
  'okta',
  'entra',
  'google',
  'onelogin',
  'jumpcloud',
  'keycloak',
  'auth0',
  'other',
] as const;
export const setupSearch = z.object({ step: optional(z.enum(setupSteps)) });

const activityTabs = ['provisioning', 'audit', 'deliveries'] as const;
export const deliveryStates = ['pending', 'delivered', 'dead'] as const;
export const scimOperations = ['create', 'read', 'replace', 'patch', 'delete', 'list', 'search', 'bulk'] as const;

export const activitySearch = z.object({
  tab: optional(z.enum(activityTabs)),
  outcome: optional(z.enum(['refused'])),
  operation: optional(z.enum(scimOperations)),
  kind: optional(z.enum(eventKinds)),
  /** The `X-Request-Id` of the request that is open. */
  request: optional(z.string()),
  /** Of deliveries: the webhook, the state, and by id the one that is open with its webhook. */
  webhook: optional(z.string()),
  state: optional(z.enum(deliveryStates)),
  delivery: optional(z.string()),
  deliveryOf: optional(z.string()),
});

/** By id the role whose dialog is open, or `new`. */
export const rolesSearch = z.object({
  change: optional(z.string()),
  usage: optional(z.string()),
  remove: optional(z.string()),
});

const ssoTabs = ['settings', 'simulator'] as const;
export const ssoSearch = z.object({
  tab: optional(z.enum(ssoTabs)),
  /** Of the simulator: by which connection somebody signs in; that of the deployment where there is none. */
  connection: optional(z.string()),
});

const scimTabs = ['connect', 'roles', 'guard'] as const;
export const guides = ['okta', 'entra', 'other'] as const;
export const heldStatuses = ['pending', 'approved', 'rejected', 'obsolete'] as const;
export const scimSearch = z.object({
  tab: optional(z.enum(scimTabs)),
  make: open,
  guide: optional(z.enum(guides)),
  /** Of held changes; those that wait unless another one stands here. */
  status: optional(z.enum([...heldStatuses, 'any'])),
  /** The held change that is open. */
  held: optional(z.string()),
});

export const webhooksSearch = z.object({ create: open });

export const webhookSearch = z.object({
  change: open,
  state: optional(z.enum(deliveryStates)),
  /** The delivery that is open. */
  delivery: optional(z.string()),
});

export const organizationSearch = z.object({ remove: open });

export const serviceKeysSearch = z.object({ make: open });

const accountTabs = ['keys', 'sessions', 'password'] as const;
export const accountSearch = z.object({ tab: optional(z.enum(accountTabs)), make: open });
