/** Deleting an organization: it is gone for everybody at once, and its data is purged soon after (`purge.ts`). */
import { defineCollection } from '../../../storage/collection.ts';
import { anyShape, date, nullable, oneOf, text } from '../../../storage/fields.ts';
import type { Actor, Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { deployment, deploymentId, getDeployment } from '../../model/deployment.ts';
import { domainOwners } from '../../model/email-domain.ts';
import { jobs } from '../../model/job.ts';
import { getOrganization, organizations } from '../../model/organization.ts';
import { operate } from '../../operation/operate.ts';

/** What the deployment keeps of a deleted organization; its `_id` is the organization's. */
export const organizationDeletions = defineCollection(
  'organizationDeletions',
  'system',
  {
    kind: oneOf('shared', 'personal'),
    name: text,
    deletedAt: date,
    deletedBy: anyShape<Actor>(),
    requestId: nullable(text),
    /** null: some of its data may still be there. */
    purgedAt: nullable(date),
  },
  [{ keys: { purgedAt: 1, deletedAt: 1 } }],
);

/**
 * Deletes an organization. With its document gone, its tokens, keys and members are worth nothing on any node from the
 * next request on: whoever lets somebody in looks for the organization first.
 * @throws DomainError not_found, conflict/default_organization
 */
export function deleteOrganization(context: Context, orgId: string): Promise<void> {
  return operate(orgId, context, {
    load: async () => {
      const present = await getDeployment();
      return { present, organization: await getOrganization(orgId) };
    },
    decide: ({ present, organization: { kind, name } }, draft) => {
      if (present.defaultOrgId === orgId)
        throw new DomainError(
          'conflict',
          'default_organization',
          'This is the default organization. Make another one the default first.',
        );
      // Whoever makes it the default one at this moment meets the same revision.
      const { revision } = present;
      draft.update(deployment, deploymentId, { revision: revision + 1 }, { revision });
      draft.delete(organizations, orgId);
      draft.deleteAll(jobs, {});
      draft.deleteAll(domainOwners, { orgId });
      const { actor: deletedBy, requestId } = context;
      draft.insert(organizationDeletions, {
        _id: orgId,
        kind,
        name,
        deletedAt: draft.now,
        deletedBy,
        requestId,
        purgedAt: null,
      });
    },
  });
}
