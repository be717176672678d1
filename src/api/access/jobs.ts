/** Jobs: how far a change of access is that was too large for one commit. */
import { z } from 'zod';
import { getJob, type JobDocument } from '../../domain/model/job.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { createdAt, idOf, itemParams, time } from '../http/shared-schemas.ts';

const jobSchema = z
  .object({
    id: idOf('job'),
    kind: z.enum(['resync-access', 'remap-groups', 'remap-unmatched', 'release-mapping']).meta({
      description:
        '`resync-access`: stores the access of each member; `remap-groups`: reads all group names again; `remap-unmatched`: reads those that gave nothing again; `release-mapping`: lets members keep what a mapping gave, and deletes it',
    }),
    status: z.enum(['running', 'done']).meta({ description: '`done`: everybody has been visited' }),
    reason: z.string().meta({ description: 'What asked for it', examples: ['group renamed'] }),
    total: z
      .int()
      .nullable()
      .meta({ description: 'Members or groups to visit; null until they are counted', examples: [12_000] }),
    done: z.int().meta({ description: 'Members or groups that were visited', examples: [3_000] }),
    lastError: z
      .string()
      .nullable()
      .meta({
        description: 'What kept it from going on the last time, and it tries again; null: nothing',
        examples: [null],
      }),
    createdAt,
    finishedAt: time.nullable().meta({ description: 'When it was done; null: not yet', examples: [null] }),
  })
  .meta({ id: 'Job', description: 'A change of access that was too large for one commit' });

export const jobRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/jobs/{id}',
    summary: 'Read how far a large change of access is; its effect holds from the start',
    needs: 'access:read',
    tag: 'Access',
    params: itemParams('job'),
    responses: { 200: jobSchema },
    handle: async ({ params: { org, id } }) => ({ status: 200, body: toJob(await getJob(org, id)) }),
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
