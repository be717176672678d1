/** Jobs: changes of access too large for one commit. They outlive the process, and any process goes on with them. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, date, nullable, number, oneOf, text } from '../../storage/fields.ts';
import { tenant } from '../../storage/tenant.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';

export const jobs = defineCollection(
  'jobs',
  'tenant',
  {
    /**
     * `resync-access`: members whose `accessEpoch` is behind are decided again. `remap-groups`: group names are read again.
     * `remap-unmatched`: those that gave nothing are, as there are other names of workspaces or roles. `release-mapping`: members keep what a mapping gave, and then it goes.
     */
    kind: oneOf('resync-access', 'remap-groups', 'remap-unmatched', 'release-mapping'),
    /**
     * `settling`: everybody has been visited, but a decision that was loaded before the change may still commit; the job
     * looks once more before it is `done`.
     */
    status: oneOf('running', 'settling', 'done'),
    /** What asked for it, for people. */
    reason: text,
    /** Of `resync-access`, a group whose members show another name of it now. */
    groupId: nullable(text),
    /** Of `release-mapping`. */
    mappingId: nullable(text),
    /** Members or groups to visit; null until they are counted. */
    total: nullable(number),
    done: number,
    /** The last group, or the last member of a mapping, that was visited. */
    cursor: nullable(text),
    /** What kept it from going on the last time; null: nothing. */
    lastError: nullable(text),
    context: anyShape<Context>(),
    createdAt: date,
    updatedAt: date,
    finishedAt: nullable(date),
  },
  [{ keys: { orgId: 1, _id: 1 } }, { keys: { status: 1, finishedAt: 1 } }],
);

export type JobDocument = DocumentOf<typeof jobs>;

/** @throws DomainError not_found */
export async function getJob(orgId: string, jobId: string): Promise<JobDocument> {
  const job = await tenant(orgId).findOne(jobs, { _id: jobId });
  if (!job) throw new DomainError('not_found', 'job_not_found', 'There is no such job.');
  return job;
}
