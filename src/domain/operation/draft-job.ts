/** How changes hand over to a job what is too large for one commit. */
import { newId } from '../../storage/collection.ts';
import type { Context } from '../kernel/context.ts';
import { type JobDocument, jobs } from '../model/job.ts';
import type { Draft } from './operate.ts';

/** Drafts a job, which a worker begins after the commit. */
export function draftJob(
  draft: Draft,
  context: Context,
  orgId: string,
  {
    kind,
    reason,
    groupId = null,
    mappingId = null,
  }: Pick<JobDocument, 'kind' | 'reason'> & Partial<Pick<JobDocument, 'groupId' | 'mappingId'>>,
): string {
  const jobId = newId();
  draft.insert(jobs, {
    _id: jobId,
    orgId,
    kind,
    status: 'running',
    reason,
    groupId,
    mappingId,
    total: null,
    done: 0,
    cursor: null,
    lastError: null,
    context: { actor: context.actor, requestId: context.requestId },
    createdAt: draft.now,
    updatedAt: draft.now,
    finishedAt: null,
  });
  return jobId;
}

/**
 * Drafts that the names of groups that give nothing are read again: a new name of a workspace or role may be what they
 * waited for, and one that is gone what made them ambiguous. Always drafted: a group may come while this is decided.
 */
export function draftRemapUnmatched(draft: Draft, context: Context, orgId: string, reason: string): string {
  return draftJob(draft, context, orgId, { kind: 'remap-unmatched', reason });
}
