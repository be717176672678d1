/**
 * A year in the life of a directory, phase by phase: everything that an identity provider does at a SCIM server, each
 * time compared with what the server then holds. It only touches what it made itself, by the ids that it got for it.
 */
import type { DirectoryPerson, IdentityProvider } from '../identity-provider/identity-provider.ts';
import { lookUp, shown } from '../identity-provider/identity-provider.ts';
import { type ScimClient, ScimFailure } from '../identity-provider/scim-client.ts';
import { compareGroup, compareImport, comparePerson, idsOf, type OnMissing } from './compare.ts';
import type { Directory, Group, Person } from './directory.ts';
import type { Phases, Task } from './phases.ts';

export type Stage = {
  readonly idp: IdentityProvider;
  readonly client: ScimClient;
  readonly directory: Directory;
  readonly phases: Phases;
  readonly onMissing: OnMissing;
  /** Paths of what the server made although it was there already: to be cleaned up too. */
  readonly strays: Set<string>;
};

/** @returns when all phases are over; failures are in the rows */
export async function play(stage: Stage): Promise<void> {
  const { people, newcomers, groups } = stage.directory;
  await stage.phases.run('initial sync', people.map(push(stage)), people.map(compared(stage)));
  await linkManagers(stage);
  await stage.phases.run('group push', groups.map(pushGroup(stage)), groups.map(comparedGroup(stage)));
  await changePeople(stage);
  await changeMembers(stage);
  await replaceMembers(stage);
  await rename(stage);
  await deactivateAndReactivate(stage);
  await importAll(stage);
  await replay(stage, [...people, ...newcomers]);
  await deletePeople(stage);
  await deleteGroup(stage);
}

const oneIn = <T>(share: number, list: readonly T[]) => list.filter((_, index) => index % share === 0);
type There<T> = T & { id: string };
/** A task about something that is at the server; whatever never got there was told before. */
const at = <T extends Person | Group>(subject: T, run: (there: There<T>) => Promise<void>): Task => ({
  subject,
  run: async () => {
    if (subject.id !== null && !subject.gone) await run(subject as There<T>);
  },
});

const push = (stage: Stage) => (person: Person) => ({
  subject: person,
  run: async () => {
    person.asked = true;
    person.id = await stage.idp.pushPerson(stage.client, person.profile);
  },
});
const compared = (stage: Stage) => (person: Person) =>
  at(person, () => comparePerson(stage.client, person, stage.onMissing));
const pushGroup = (stage: Stage) => (group: Group) => ({
  subject: group,
  run: async () => {
    group.asked = true;
    group.id = await stage.idp.pushGroup(stage.client, group.profile, idsOf([...group.members]));
  },
});
const comparedGroup = (stage: Stage) => (group: Group) =>
  at(group, (there) => {
    const outsiders = [...group.former].filter((person) => !group.members.has(person));
    return compareGroup(stage.client, stage.idp, there, [...outsiders, ...outsidersOf(stage, group)]);
  });

function outsidersOf({ directory: { people } }: Stage, { members }: Group): Person[] {
  return people.filter((person) => !members.has(person)).slice(-3);
}

function leave({ members, former }: Group, person: Person): void {
  if (members.delete(person)) former.add(person);
}

/** The directory's own change, and then what the provider sends of it; the old profile stays where that fails. */
function changing(stage: Stage, person: Person, change: Partial<DirectoryPerson>): Task {
  const after = { ...person.profile, ...change };
  return at(person, async ({ id }) => {
    await stage.idp.updatePerson(stage.client, id, person.profile, after);
    person.profile = after;
  });
}

/** References come last, when everybody is there. */
async function linkManagers(stage: Stage): Promise<void> {
  const { setManager } = stage.idp;
  const [first, ...others] = stage.directory.people;
  if (!setManager || !first) return;
  const managed = oneIn(10, others);
  const link = (person: Person) =>
    at(person, async ({ id }) => {
      if (first.id === null) return;
      await setManager(stage.client, id, first.id);
      person.manager = first;
    });
  await stage.phases.run('managers', managed.map(link), managed.map(compared(stage)));
}

async function changePeople(stage: Stage): Promise<void> {
  const { people, newcomers } = stage.directory;
  const changed = oneIn(10, people);
  const work = changed.map((person) =>
    changing(stage, person, { familyName: `${person.profile.familyName}-Changed`, title: 'Director' }),
  );
  const all = [...changed, ...newcomers].map(compared(stage));
  await stage.phases.run('incremental sync', [...work, ...newcomers.map(push(stage))], all);
}

/** All newcomers join the first group, where each group loses its first member and gains somebody. */
async function changeMembers(stage: Stage): Promise<void> {
  const { idp, client, directory, phases } = stage;
  const work = directory.groups.map((group, index) => {
    const leaving = [...group.members].slice(0, 1);
    const joining = index === 0 ? directory.newcomers : outsidersOf(stage, group).slice(0, 1);
    return at(group, async ({ id }) => {
      const change = { add: idsOf(joining), remove: idsOf(leaving) };
      await idp.changeMembers(client, id, group.profile.displayName, change);
      for (const person of leaving) leave(group, person);
      for (const person of joining) group.members.add(person);
    });
  });
  await phases.run('changes of members', work, directory.groups.map(comparedGroup(stage)));
}

async function replaceMembers(stage: Stage): Promise<void> {
  const { replaceMembers: replace } = stage.idp;
  if (!replace) return;
  const groups = oneIn(5, stage.directory.groups);
  const work = groups.map((group) =>
    at(group, async ({ id }) => {
      const members = oneIn(2, stage.directory.people);
      await replace(stage.client, id, idsOf(members));
      for (const person of group.members) group.former.add(person);
      group.members = new Set(members);
    }),
  );
  await stage.phases.run('replacement of members', work, groups.map(comparedGroup(stage)));
}

async function rename(stage: Stage): Promise<void> {
  const people = oneIn(20, stage.directory.people);
  const groups = oneIn(10, stage.directory.groups);
  const renamedPeople = people.map((person) =>
    changing(stage, person, { email: person.profile.email.replace('@', '-renamed@') }),
  );
  const renamedGroups = groups.map((group) => {
    const displayName = `${group.profile.displayName} renamed`;
    return at(group, async ({ id }) => {
      await stage.idp.renameGroup(stage.client, id, displayName);
      group.profile = { ...group.profile, displayName };
    });
  });
  const checks = [...people.map(compared(stage)), ...groups.map(comparedGroup(stage))];
  await stage.phases.run('rename', [...renamedPeople, ...renamedGroups], checks);
}

async function deactivateAndReactivate(stage: Stage): Promise<void> {
  const { idp, client, phases } = stage;
  const leaving = oneIn(10, stage.directory.people);
  const set = (active: boolean) => (person: Person) =>
    at(person, async ({ id }) => {
      if (active) await findAgain(stage, person);
      await idp.setActive(client, id, active);
      person.profile = { ...person.profile, active };
    });
  await phases.run('deactivation', leaving.map(set(false)), leaving.map(compared(stage)));
  await phases.run('reactivation', leaving.map(set(true)), leaving.map(compared(stage)));
}

/** Who is assigned again is looked for like anybody: a server that hides the inactive ones makes the provider create a twin. */
async function findAgain({ idp, client, strays }: Stage, person: Person): Promise<void> {
  const { id, profile } = person;
  const found = await idp.pushPerson(client, { ...profile, active: true });
  if (found === id) return;
  strays.add(`/Users/${found}`);
  throw new ScimFailure(
    `GET /Users?filter=userName eq "${profile.email}"`,
    `the inactive user ${id}`,
    `a new ${found}`,
  );
}

async function importAll(stage: Stage): Promise<void> {
  const { readAll } = stage.idp;
  if (!readAll) return;
  const { people, newcomers, groups } = stage.directory;
  const read = (endpoint: '/Users' | '/Groups', ours: readonly (Person | Group)[]): Task => ({
    subject: null,
    run: async () =>
      compareImport(
        endpoint,
        await readAll(stage.client, endpoint),
        ours.filter(({ broken }) => !broken),
      ),
  });
  await stage.phases.run('import', [read('/Users', [...people, ...newcomers]), read('/Groups', groups)]);
}

/** After a lost answer the same request comes again: it must neither make a twin nor a second membership. */
async function replay(stage: Stage, people: readonly Person[]): Promise<void> {
  const { idp, client, strays } = stage;
  const created = oneIn(10, people);
  const again = created.map((person) =>
    at(person, async () => {
      const body = idp.creation(person.profile);
      const { status, body: twin } = await client.send('POST', '/Users', { body, expected: [409, 201, 200] });
      if (status === 409) return;
      if (typeof twin.id === 'string' && twin.id !== person.id) strays.add(`/Users/${twin.id}`);
      throw new ScimFailure('POST /Users of somebody who is there', '409', `${status}, id ${shown(twin.id)}`);
    }),
  );
  const groups = oneIn(5, stage.directory.groups);
  const added = groups.map((group) =>
    at(group, ({ id }) => {
      const add = idsOf([...group.members]).slice(0, 3);
      return idp.changeMembers(client, id, group.profile.displayName, { add, remove: [] });
    }),
  );
  const checks = [...created.map(compared(stage)), ...groups.map(comparedGroup(stage))];
  await stage.phases.run('repeated requests', [...again, ...added], checks);
}

/** Deactivated first, deleted later. */
async function deletePeople(stage: Stage): Promise<void> {
  const { idp, client, directory, phases } = stage;
  const { deletePerson } = idp;
  if (!deletePerson) return;
  const leaving = oneIn(20, directory.people.toReversed());
  const work = leaving.map((person) =>
    at(person, async ({ id }) => {
      await idp.setActive(client, id, false);
      await deletePerson(client, id);
      person.gone = true;
      for (const group of directory.groups) leave(group, person);
    }),
  );
  const checks = leaving.map((person) => ({
    subject: person,
    run: async () => {
      await client.send('GET', `/Users/${person.id}`, { expected: [404] });
      const found = await lookUp(client, '/Users', ['userName', person.profile.email], 'filter={filter}');
      if (found) throw new ScimFailure('GET /Users with a filter for her', 'nobody', `user ${shown(found.id)}`);
    },
  }));
  await phases.run('deletion', work, [...checks, ...directory.groups.map(comparedGroup(stage))]);
}

async function deleteGroup(stage: Stage): Promise<void> {
  const { idp, client, directory, phases } = stage;
  const last = directory.groups.slice(-1);
  const work = last.map((group) =>
    at(group, async ({ id }) => {
      await idp.deleteGroup(client, id);
      group.gone = true;
    }),
  );
  const check = ({ id }: Group): Task => ({
    subject: null,
    run: async () => {
      await client.send('GET', `/Groups/${id}`, { expected: [404] });
    },
  });
  await phases.run('deletion of a group', work, last.filter(({ id, broken }) => id !== null && !broken).map(check));
}
