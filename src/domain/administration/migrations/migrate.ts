/**
 * Migrations: numbered, forward only. Each brings what an earlier release has stored to what this one reads. A step may be
 * killed anywhere, run again, and run from several nodes at once: it looks for what is still old and asserts it in each write.
 */
import { runsFrom, schemaVersion } from '../../../storage/data-version.ts';
import { systemContext } from '../../kernel/context.ts';
import { deployment, deploymentId, getDeployment } from '../../model/deployment.ts';
import { operate } from '../../operation/operate.ts';
import { proveStoredPeople } from './0002-proof.ts';
import { nameGroupsOfMemberships } from './0003-groups-of-memberships.ts';
import { tellPasswordsApart } from './0004-passwords.ts';
import { tellRoleValues } from './0006-role-values.ts';

const steps: ReadonlyMap<number, () => Promise<void>> = new Map([
  [2, proveStoredPeople],
  [3, nameGroupsOfMemberships],
  [4, tellPasswordsApart],
  [6, tellRoleValues],
]);

/** Runs the steps that this data has not seen. Call it before anything else is read, at each start. */
export async function migrate(tell: (line: string) => void): Promise<void> {
  const { schemaVersion: stored } = await getDeployment();
  if (stored < schemaVersion)
    tell(
      `Bringing the data from version ${stored} to ${schemaVersion}; it may be stopped and started again at any time.`,
    );
  for (let version = stored + 1; version <= schemaVersion; version += 1) {
    await steps.get(version)?.();
    await operate(null, systemContext, {
      load: getDeployment,
      decide: (present, draft) => {
        if (present.schemaVersion >= version) return;
        const upgraded = { schemaVersion: version, runsFrom, upgradedAt: draft.now };
        draft.update(deployment, deploymentId, upgraded, { schemaVersion: present.schemaVersion });
      },
    });
  }
}
