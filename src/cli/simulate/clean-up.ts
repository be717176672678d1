/** Deletes what a simulation made, and nothing else: known ids, and its own names where a creation has no known end. */
import { lookUp } from '../identity-provider/identity-provider.ts';
import type { Group, Person } from './directory.ts';
import type { Task } from './phases.ts';
import type { Stage } from './scenario.ts';

/**
 * Runs also after the simulation was stopped. Users whom the server does not let anybody delete are deactivated.
 * @returns how many users were deactivated instead of deleted
 */
export async function cleanUp(stage: Stage): Promise<number> {
  const { client, directory, phases, strays } = stage;
  let deactivated = 0;
  const remove = async (path: string) => {
    const { status } = await client.send('DELETE', path, { expected: [200, 204, 404, 405, 501] });
    if (status < 405 || !path.startsWith('/Users/')) return;
    await stage.idp.setActive(client, path.slice('/Users/'.length), false);
    deactivated += 1;
  };
  const removal = (subject: Person | Group): Task => ({
    subject: null,
    run: async () => {
      const path = subject.id === null ? await findOwn(stage, subject) : pathOf(subject, subject.id);
      if (path !== null) await remove(path);
    },
  });
  const there = <T extends Person | Group>(list: readonly T[]) => list.filter(({ asked, gone }) => asked && !gone);
  const people = there([...directory.people, ...directory.newcomers]).map(removal);
  const others = [...strays].map((path): Task => ({ subject: null, run: () => remove(path) }));
  const groups = there(directory.groups).map(removal);
  await phases.run('clean-up', groups, [...people, ...others], 'even when stopped');
  return deactivated;
}

const pathOf = (subject: Person | Group, id: string) => `${'members' in subject ? '/Groups' : '/Users'}/${id}`;

/** Its creation was never answered, or wrongly: it may be there all the same. */
async function findOwn({ client }: Stage, subject: Person | Group): Promise<string | null> {
  const [endpoint, attribute] =
    'members' in subject
      ? (['/Groups', ['displayName', subject.profile.displayName]] as const)
      : (['/Users', ['userName', subject.profile.email]] as const);
  const found = await lookUp(client, endpoint, attribute, 'filter={filter}', [200, 404]);
  return typeof found?.id === 'string' ? pathOf(subject, found.id) : null;
}
