/** Jobs: changes of access too large for one commit. They outlive the process, and any process goes on with them. */
import { anyShape, defineCollection, type TenantDocument } from '../../storage/collection.ts';
import { tenant } from '../../storage/tenant.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';

export type JobDocument = TenantDocument & {
  /**
   * `resync-access`: members whose `accessEpoch` is behind are decided again. `remap-groups`: group names are read again.
   * `remap-unmatched`: those that gave nothing are, as there are other names of workspaces or roles. `release-mapping`: members keep what a mapping gave, and then it goes.
   */
  kind: 'resync-access' | 'remap-groups' | 'remap-unmatched' | 'release-mapping';
  /**
   * `settling`: everybody has been visited, but a decision that was loaded before the change may still commit; the job
   * looks once more before it is `done`.
   */
  status: 'running' | 'settling' | 'done';
  /** What asked for it, for people. */
  reason: string;
  /** Of `resync-access`, a group whose members show another name of it now. */
  groupId: string | null;
  /** Of `release-mapping`. */
  mappingId: string | null;
  /** Members or groups to visit; null until they are counted. */
  total: number | null;
  done: number;
  /** The last group, or the last member of a mapping, that was visited. */
  cursor: string | null;
  /** What kept it from going on the last time; null: nothing. */
  lastError: string | null;
  context: Context;
  createdAt: Date;
  updatedAt: Date;
  finishedAt: Date | null;
};

export const jobs = defineCollection<JobDocument>(
  'jobs',
  'tenant',
  {
    kind: String,
    status: String,
    reason: String,
    groupId: String,
    mappingId: String,
    total: Number,
    done: Number,
    cursor: String,
    lastError: String,
    context: anyShape,
    createdAt: Date,
    updatedAt: Date,
    finishedAt: Date,
  },
  [{ keys: { orgId: 1, _id: 1 } }, { keys: { status: 1, finishedAt: 1 } }],
);

/** @throws DomainError not_found */
export async function getJob(orgId: string, jobId: string): Promise<JobDocument> {
  const job = await tenant(orgId).findOne(jobs, { _id: jobId });
  if (!job) throw new DomainError('not_found', 'job_not_found', 'There is no such job.');
  return job;
}
