/** Jobs: how far a change of access is that was too large for one commit. */
import { getJob, type JobDocument } from '../domain/model/job.ts';
import { authorize } from './authorize.ts';
import { type Route, route } from './route.ts';
import { idParam, jobSchema, organizationParams } from './schemas.ts';

export const jobRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/jobs/{id}',
    summary: 'Read how far a large change of access is; its effect holds from the start',
    who: 'Organization Admin',
    tag: 'Access',
    params: organizationParams.extend({ id: idParam }),
    responses: { 200: jobSchema },
    handle: async ({ caller, params: { org, id } }) => {
      await authorize(caller, org, 'access:read');
      return { status: 200, body: toJob(await getJob(org, id)) };
    },
  }),
];

function toJob({ _id: id, kind, status, reason, total, done, lastError, createdAt, finishedAt }: JobDocument) {
  return {
    id,
    kind,
    // What settles has visited everybody; that it looks once more concerns nobody.
    status: status === 'running' ? ('running' as const) : ('done' as const),
    reason,
    total,
    done,
    lastError,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
