/**
 * Late writes: while an upgrade goes from server to server, those of the release before write beside this one, and leave what they do not
 * know of as it was. For a day after the data came to this version it is looked for what they have written.
 */
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { releaseLease, takeLease } from '../../kernel/lease.ts';
import type { Worker } from '../../kernel/workers.ts';
import { getDeployment } from '../../model/deployment.ts';
import { organizations } from '../../model/organization.ts';
import { readStoredRoles } from './stored-roles.ts';

const watchedMs = 24 * 3_600_000;
/** So far the clocks of servers may be apart. */
const skewMs = 10 * 60_000;
const lease = 'late-writes';

export const lateWriteWorker: Worker = { name: 'late-writes', intervalMs: 60_000, run: mendLateWrites };

/** @internal */
export async function mendLateWrites(): Promise<boolean> {
  const { upgradedAt } = await getDeployment();
  if (upgradedAt === undefined || now().getTime() > upgradedAt.getTime() + watchedMs) return false;
  if (!(await takeLease(lease, 30_000))) return false;
  try {
    const since = new Date(upgradedAt.getTime() - skewMs);
    for (const { _id: orgId } of await system('background').find(organizations, {}, { projection: { _id: 1 } }))
      await readStoredRoles(orgId, { repair: true, since });
    return false;
  } finally {
    await releaseLease(lease);
  }
}
