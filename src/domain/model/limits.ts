/**
 * How long what people set may be, and how many of it there may be in one organization: the same by the API, by a set-up
 * file and in the rules themselves. Lengths are in UTF-16 code units, as JSON Schema's `maxLength`.
 */
export const limits = {
  /** Of an organization, a workspace, a role or a connection. */
  name: 100,
  description: 500,
  permissionName: 100,
  applicationPermissions: 500,
  customRoles: 200,
  /** Of a custom role; Workspace Admin has 1,000. */
  rank: 999,
  /** Name or id. */
  workspaceRole: 200,
  groupName: 1_000,
  requiredPrefix: 100,
  /** Workspaces that one mapping, or the settings for newcomers, may name. */
  workspacesNamed: 500,
  /** People with whom an admin makes a group at once. */
  membersPicked: 1_000,
  mappingPriority: 1_000_000,
  guardMembers: 1_000_000,
  /** A week. */
  guardMinutes: 10_080,
  connections: 50,
  issuer: 1_000,
  clientId: 500,
  scopes: 500,
  claimName: 200,
  requiredGroups: 100,
  acrValues: 10,
  domains: 100,
  /** That are neither over nor finished. */
  setupLinks: 50,
  /** That one set-up link may claim. */
  setupLinkDomains: 10,
  scimClients: 50,
} as const;

/** No control characters and no half surrogates. */
export const oneLine = /^[^\p{Cc}\p{Cs}]*$/u;

/** The same, but for tabs and line breaks. */
export const severalLines = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;
