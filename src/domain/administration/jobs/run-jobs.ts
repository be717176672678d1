/** The worker behind jobs: goes on with each where it stands, one process at a time for each organization. */
import { system, tenant } from '../../../storage/tenant.ts';
import { tally } from '../../../tally.ts';
import { countBehind, membersPerCommit, resyncChunk } from '../../access/large-change.ts';
import { countToRemap, remapAdminGroups, remapStep } from '../../directory/remap-jobs.ts';
import { now } from '../../kernel/clock.ts';
import { asDomainError } from '../../kernel/domain-error.ts';
import { releaseLease, takeLease } from '../../kernel/lease.ts';
import type { Worker } from '../../kernel/workers.ts';
import { getJob, type JobDocument, jobs } from '../../model/job.ts';
import { releaseStep } from '../mappings/release-mapping.ts';

const leaseMs = 30_000;

/** Longer than a transaction may take (60 s by default): what commits later was loaded later. */
const settleMs = 90_000;

const jobsEnded = tally('jobs_total', 'Jobs that were done, and steps of jobs that failed and are tried again.', [
  'outcome',
]);

/** For the metrics: jobs that are not done, of all organizations. */
export function countOpenJobs(): Promise<number> {
  return system('background').count(jobs, { status: { $in: ['running', 'settling'] } });
}

/** Runs what is open, chunk by chunk. Two processes that did the same chunk would be harmless: each member decides once. */
export const jobWorker: Worker = { name: 'jobs', intervalMs: 2_000, run: runJobs };

/** Works on the oldest open job of each organization until it is done. @returns whether more may be open @internal */
export async function runJobs(): Promise<boolean> {
  const settled = { status: 'settling', finishedAt: { $lte: new Date(now().getTime() - settleMs) } };
  // However many jobs one organization has open, the others have their turn.
  const oldest = await system('background').aggregate<JobDocument>(jobs, [
    { $match: { $or: [{ status: 'running' }, settled] } },
    { $sort: { _id: 1 } },
    { $group: { _id: '$orgId', job: { $first: '$$ROOT' } } },
    { $replaceRoot: { newRoot: '$job' } },
    { $sort: { _id: 1 } },
  ]);
  let finished = 0;
  const failures: unknown[] = [];
  for (const job of oldest)
    await runJob(job).then(
      (ended) => {
        if (ended) finished += 1;
      },
      // One organization's trouble does not keep the others waiting.
      (error: unknown) => failures.push(error),
    );
  if (failures.length > 0) throw failures[0];
  return finished > 0;
}

/** Works on one job until all is visited. @returns false when another process is at it */
async function runJob(job: JobDocument): Promise<boolean> {
  const lease = `jobs/${job.orgId}`;
  if (!(await takeLease(lease, leaseMs))) return false;
  try {
    return await goOn(job, () => takeLease(lease, leaseMs));
  } finally {
    await releaseLease(lease);
  }
}

/** So many groups are read again within the request. */
const groupsAtOnce = 100;

/**
 * Works within the request on those of its jobs that are small. A worker goes on with the others, and with one that
 * fails here. Without the lease: another process at the same job does no harm, and a long one does not hold this up.
 * @returns the last job that goes on; null: all is done
 */
export async function runSmallJobs(orgId: string, jobIds: readonly string[]): Promise<string | null> {
  let running: string | null = null;
  for (const jobId of jobIds) {
    const job = await getJob(orgId, jobId);
    // What a job could not do it tells itself, and tries again.
    if (await isSmall(job)) await goOn(job, async () => true).catch(() => false);
    if ((await getJob(orgId, jobId)).status === 'running') running = jobId;
  }
  return running;
}

async function isSmall(job: JobDocument): Promise<boolean> {
  // In the replay of a request.
  if (job.status !== 'running') return false;
  switch (job.kind) {
    case 'resync-access':
      return (await countBehind(job.orgId)) <= membersPerCommit;
    case 'remap-groups':
    case 'remap-unmatched':
      return (await countToRemap(job, groupsAtOnce + 1)) <= groupsAtOnce;
    case 'release-mapping':
      return false;
  }
}

/** Step after step while the job is where it is now. @param mayGoOn asked after each step @returns false when it may not */
async function goOn({ orgId, _id: jobId, status }: JobDocument, mayGoOn: () => Promise<boolean>): Promise<boolean> {
  try {
    for (;;) {
      // Read again: another process may have gone on with it.
      const job = await tenant(orgId).findOne(jobs, { _id: jobId, status });
      if (!job) return true;
      await step({ ...job, context: { ...job.context, unattended: true } });
      if (!(await mayGoOn())) return false;
    }
  } catch (error) {
    jobsEnded.count('failed');
    const lastError = asDomainError(error)?.message ?? 'an unexpected fault; see the log';
    await writeProgress(jobId, { lastError });
    throw error;
  }
}

function step(job: JobDocument): Promise<void> {
  switch (job.kind) {
    case 'resync-access':
      return resync(job);
    case 'remap-groups':
    case 'remap-unmatched':
      return remap(job);
    case 'release-mapping':
      return release(job);
  }
}

async function remap(job: JobDocument): Promise<void> {
  if (job.total !== null) return visit(job, await remapStep(job));
  if (job.kind === 'remap-groups') await remapAdminGroups(job);
  return writeProgress(job._id, { total: await countToRemap(job) });
}

async function release(job: JobDocument): Promise<void> {
  return visit(job, await releaseStep(job));
}

/** These look at everything once: what is decided meanwhile conflicts with what they change. */
function visit(job: JobDocument, visited: { visited: number; cursor: string } | null): Promise<void> {
  const { _id: jobId, done } = job;
  if (!visited)
    return writeProgress(jobId, {
      status: 'done',
      total: Math.max(done, job.total ?? 0),
      done: Math.max(done, job.total ?? 0),
      finishedAt: now(),
    });
  return writeProgress(jobId, { cursor: visited.cursor, done: done + visited.visited });
}

async function resync(job: JobDocument): Promise<void> {
  const { _id: jobId, status, total } = job;
  if (total === null) return writeProgress(jobId, { total: await countBehind(job.orgId) });
  const visited = await resyncChunk(job);
  if (visited > 0) return writeProgress(jobId, { done: Math.min(job.done + visited, total) });
  if (status === 'settling') return writeProgress(jobId, { status: 'done' });
  return writeProgress(jobId, { done: total, status: 'settling', finishedAt: now() });
}

async function writeProgress(jobId: string, change: Partial<JobDocument>): Promise<void> {
  if (change.status === 'done') jobsEnded.count('done');
  const $set = { lastError: null, ...change, updatedAt: now() };
  await system('background').updateOne(jobs, { _id: jobId }, { $set });
}
