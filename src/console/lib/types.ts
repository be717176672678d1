/** The shapes of the API by the names that the pages use. */
import type { components, paths } from '../../client/api-types.ts';

export type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Organization = Schemas['Organization'];
export type Member = Schemas['Member'];
export type Workspace = Schemas['Workspace'];
export type WorkspaceMember = Schemas['WorkspaceMember'];
export type Access = Schemas['Access'];
export type Connection = Schemas['SsoConnection'];
export type Invitation = Schemas['Invitation'];
export type Group = Schemas['MappedGroup'];
/** One that admins made, as it is changed. */
export type AdminGroup = Schemas['Group'];
export type GroupTarget = Group['targets'][number];
export type OrganizationRole = NonNullable<Schemas['Member']['organizationRole']>;
export type Mapping = Schemas['Mapping'];
export type ScimSettings = Schemas['ScimSettings'];
export type Effect = Schemas['Effect'];
export type Preview = Schemas['Preview'];
export type ProposedChange =
  paths['/organizations/{org}/preview']['post']['requestBody']['content']['application/json']['change'];
export type Role = Schemas['Role'];
export type Permission = Schemas['Permission'];
export type HeldChange = Schemas['HeldChange'];
export type MassChangeGuard = Schemas['MassChangeGuard'];
export type ScimToken = Schemas['ScimToken'];
export type ScimClient = Schemas['ScimClient'];
export type ScimRequest = Schemas['ScimRequest'];
export type Webhook = Schemas['Webhook'];
export type Delivery = Schemas['Delivery'];
export type AuditEvent = Schemas['AuditEvent'];
export type AccessMap = Schemas['AccessMap'];
export type AccessMatrix = Schemas['AccessMatrix'];
export type Setup = Schemas['Setup'];
export type SetupLink = Schemas['SetupLink'];
export type SetupPart = Setup['parts'][number];
export type Summary = Schemas['Summary'];

/** What gives a role; its source may be one that this console does not know yet. */
export type Grant = Pick<Schemas['Winner'], 'id' | 'role' | 'group' | 'reason' | 'expiresAt' | 'held'> & {
  readonly source: string;
};
/** A role with the grants behind it, of the organization or of a workspace. */
export type Explained = {
  readonly role: string | null;
  /** All that count, where the place is a workspace. */
  readonly roles?: readonly string[];
  readonly winner: Grant | null;
  readonly grants: readonly (Grant & Pick<Schemas['ExplainedGrant'], 'lostBecause'>)[];
};
