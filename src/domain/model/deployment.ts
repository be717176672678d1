/** The deployment: one document for what holds in all organizations. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { boolean, date, listOf, number, oneOf, optional, text } from '../../storage/fields.ts';
import { system } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';

/** `evaluation`: with the demo people; `configured`: with a sign-in of the operator's. */
export type Mode = 'evaluation' | 'configured';

/** The one document of the deployment. */
export const deployment = defineCollection('deployment', 'system', {
  defaultOrgId: text,
  /** Of the data, and the oldest version whose releases may run on it (`storage/data-version.ts`); absent: its own. */
  schemaVersion: number,
  runsFrom: optional(number),
  /** When a later release last brought the data to its version; absent: none has. */
  upgradedAt: optional(date),
  /** Bumped by each change of the default organization. */
  revision: number,
  /** `INITIAL_ORG_ADMIN_EMAIL` applies once. */
  initialAdminInvited: boolean,
  /** This data has been used in evaluation mode, whose first demo person was made admin. */
  demoAdminInvited: boolean,
  // Settings that decisions load. Each start writes them before anything reads them, so none is optional.
  /** The deployment's connection is the one whose subjects the default organization's directory sends as `externalId`. */
  linkByExternalId: boolean,
  /** The deployment has an identity provider of its own; absent only until the first start of a version that remembers. */
  hasProvider: optional(boolean),
  /** A Workspace Admin may invite people who are new to the organization (WORKSPACE_SCOPE_ORG_INVITES_ENABLED). */
  workspaceAdminsInvite: boolean,
  /** Days that a personal API key lives at most (API_KEY_MAX_DAYS). */
  apiKeyMaxDays: number,
  /** The issuer of the deployment's connection that has ever said when somebody signed in there; absent: none has. */
  tellsAuthTime: optional(text),
  /** In which it was ever used; absent until the first start of a version that remembers. */
  modes: optional(listOf(oneOf('evaluation', 'configured'))),
  /** Signs cookies and cursors. */
  secret: text,
  /** By which key stored secrets are encrypted (`keys/encryption-key.ts`); absent until the first start of a version that remembers. */
  encryptionKey: optional(text),
  createdAt: date,
});

export type DeploymentDocument = DocumentOf<typeof deployment>;

export const deploymentId = 'deployment';

/** The deployment's document. It exists since bootstrap. */
export async function getDeployment(): Promise<DeploymentDocument> {
  const found = await system('deployment').findOne(deployment, { _id: deploymentId });
  if (!found)
    throw new DomainError('unavailable', 'not_ready', 'The deployment is not set up yet. Try again in a moment.');
  return found;
}
