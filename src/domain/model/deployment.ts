/** The deployment: one document for what holds in all organizations. */
import { type Document, defineCollection } from '../../storage/collection.ts';
import { system } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/errors.ts';

/** `evaluation`: with the demo people; `configured`: with a sign-in of the operator's. */
export type Mode = 'evaluation' | 'configured';

/** The one document of the deployment. */
export type DeploymentDocument = Document & {
  defaultOrgId: string;
  schemaVersion: number;
  /** Bumped by each change of the default organization. */
  revision: number;
  /** `INITIAL_ORG_ADMIN_EMAIL` applies once. */
  initialAdminInvited: boolean;
  /** This data has been used in evaluation mode, whose first demo person was made admin. */
  demoAdminInvited: boolean;
  /** The deployment's connection is the one whose subjects the default organization's directory sends as `externalId`. */
  linkByExternalId: boolean;
  /** In which it was ever used; absent until the first start of a version that remembers. */
  modes?: Mode[];
  /** Signs cookies and cursors. */
  secret: string;
  createdAt: Date;
};

export const deployment = defineCollection<DeploymentDocument>('deployment', 'system', {
  defaultOrgId: String,
  schemaVersion: Number,
  revision: Number,
  initialAdminInvited: Boolean,
  demoAdminInvited: Boolean,
  linkByExternalId: Boolean,
  modes: [String],
  secret: String,
  createdAt: Date,
});

export const deploymentId = 'deployment';

/** The deployment's document. It exists since bootstrap. */
export async function getDeployment(): Promise<DeploymentDocument> {
  const found = await system('deployment').findOne(deployment, { _id: deploymentId });
  if (!found)
    throw new DomainError('unavailable', 'not_ready', 'The deployment is not set up yet. Try again in a moment.');
  return found;
}
