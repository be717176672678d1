/** The directory that a simulation provisions: made up, and marked so that nothing of it can be mistaken for anybody's. */
import { randomUUID } from 'node:crypto';
import type { DirectoryGroup, DirectoryPerson } from '../identity-provider/identity-provider.ts';

/** What the directory holds of somebody or something, and what is known of it at the server. */
export type Person = {
  profile: DirectoryPerson;
  /** Once the server was told. */
  manager: Person | null;
  /** Its creation was asked for, whatever came of it. */
  asked: boolean;
  /** At the server; null until it is there. */
  id: string | null;
  /** Deleted at the server. */
  gone: boolean;
  /** Something failed: told once, and left alone until the clean-up. */
  broken: boolean;
};
export type Group = {
  profile: DirectoryGroup;
  members: Set<Person>;
  /** Who was in it once. */
  readonly former: Set<Person>;
  asked: boolean;
  id: string | null;
  gone: boolean;
  broken: boolean;
};
export type Directory = {
  /** There from the start. */
  readonly people: readonly Person[];
  /** Hired after the first sync. */
  readonly newcomers: readonly Person[];
  readonly groups: readonly Group[];
};

export type DirectorySize = {
  readonly prefix: string;
  /** The domain of user names and email addresses. */
  readonly domain: string;
  readonly users: number;
  readonly groups: number;
};

const givenNames = ['Ada', 'Émile', 'Grace', 'Łukasz', 'Noor', 'Søren', 'Yuki', 'Zoë'];
const familyNames = ['Brown', 'Çelik', 'Gödel', "O'Neill", 'Perez', 'Ruiz', 'Smith-Jones', '李'];
const titles = ['Engineer', 'Analyst', 'Manager'];
const departments = ['Research', 'Sales', 'R&D', 'Finance'];

/** One in twenty is a newcomer. Everybody is in one group and every third in a second one. */
export function makeDirectory({ prefix, domain, users, groups }: DirectorySize): Directory {
  const people = Array.from({ length: users }, (_, index) => person(prefix, domain, index));
  const made = Array.from(
    { length: groups },
    (_, index): Group => ({
      profile: { externalId: randomUUID(), displayName: `${prefix} Group ${index + 1}` },
      members: new Set(people.filter((_, member) => isIn(index, member, groups))),
      former: new Set(),
      asked: false,
      id: null,
      gone: false,
      broken: false,
    }),
  );
  const late = users > 1 ? Math.ceil(users / 20) : 0;
  const newcomers = people.slice(users - late);
  for (const group of made) for (const newcomer of newcomers) group.members.delete(newcomer);
  return { people: people.slice(0, users - late), newcomers, groups: made };
}

function isIn(group: number, member: number, groups: number): boolean {
  return member % groups === group || (member % 3 === 0 && (member * 7 + 1) % groups === group);
}

function person(prefix: string, domain: string, index: number): Person {
  const pick = (list: readonly string[], step: number) => list[Math.floor(index / step) % list.length] ?? '';
  const profile = {
    externalId: randomUUID(),
    email: `${prefix}-${String(index + 1).padStart(4, '0')}@${domain}`,
    givenName: pick(givenNames, 1),
    familyName: pick(familyNames, givenNames.length),
    title: pick(titles, 1),
    department: pick(departments, 1),
    active: true,
  };
  return { profile, manager: null, asked: false, id: null, gone: false, broken: false };
}
