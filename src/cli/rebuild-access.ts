/** `usher access rebuild`: whether everything that is derived follows from the directory, and a repair where it does not. */
import { loadConfig, readEnvironment } from '../config/load-config.ts';
import { findDrift } from '../domain/administration/drift.ts';
import { proveMembers, type Undecided } from '../domain/administration/migrations/stored-proof.ts';
import { readStoredRoles } from '../domain/administration/migrations/stored-roles.ts';
import { listOrganizations } from '../domain/administration/organizations/list-organizations.ts';
import { withDatabase } from './database.ts';

export type RebuildOrder = {
  /** Its id. Absent: all organizations. */
  readonly organization?: string;
  /** Look only. */
  readonly check: boolean;
};

const reasons: Record<Undecided['why'], string> = {
  unreachable: 'linked to an account that no sign-in brings here: unlink or remove the member',
  unproven: 'has an address that nobody has proven, and no account: remove it, or let the directory push it',
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
      // Before the grants, which follow from them.
      const named = await readStoredRoles(_id, { repair: !check });
      const { links, grants, roles, totals } = await findDrift(_id, { repair: !check });
      const drift = links + grants + roles + totals;
      drifted += drift;
      const kinds = `links ${links}, grants ${grants}, roles ${roles}, totals ${totals}`;
      const { claims, undecided } = await proveMembers(_id, { repair: !check });
      drifted += claims + named;
      console.log(`${name} (${_id}): drift = ${drift}${drift === 0 ? '' : ` (${kinds})${check ? '' : ', mended'}`}`);
      if (named > 0)
        console.log(`  ${named} members whose roles of the directory were not read${check ? '' : ', read again now'}`);
      if (claims > 0) console.log(`  ${claims} addresses that nobody has proven${check ? '' : ', kept apart now'}`);
      for (const { memberId, userName, why } of undecided)
        console.log(`  to decide: ${userName} (${memberId}): ${reasons[why]}`);
    }
    return check && drifted > 0 ? 1 : 0;
  });
}
