/** `usher access rebuild`: whether everything that is derived follows from the directory, and a repair where it does not. */
import { loadConfig, readEnvironment } from '../config.ts';
import { findDrift } from '../domain/access/drift.ts';
import { listOrganizations } from '../domain/organizations/list-organizations.ts';
import { withDatabase } from './database.ts';

export type RebuildOrder = {
  /** Its id. Absent: all organizations. */
  readonly organization?: string;
  /** Look only. */
  readonly check: boolean;
};

/**
 * Prints a line for each organization.
 * @returns the exit code: with `check` 1 where there is drift
 * @throws Error for an organization that does not exist
 */
export async function rebuildAccess({ organization, check }: RebuildOrder): Promise<number> {
  return withDatabase(loadConfig(readEnvironment()), async () => {
    const all = await listOrganizations({ kind: 'deployment' });
    const chosen = all.filter(({ organization: { _id } }) => organization === undefined || _id === organization);
    if (chosen.length === 0) throw new Error(`There is no organization "${organization}".`);
    let drifted = 0;
    for (const {
      organization: { _id, name },
    } of chosen) {
      const { links, grants, roles, totals } = await findDrift(_id, { repair: !check });
      const drift = links + grants + roles + totals;
      drifted += drift;
      const kinds = `links ${links}, grants ${grants}, roles ${roles}, totals ${totals}`;
      console.log(`${name} (${_id}): drift = ${drift}${drift === 0 ? '' : ` (${kinds})${check ? '' : ', mended'}`}`);
    }
    return check && drifted > 0 ? 1 : 0;
  });
}
