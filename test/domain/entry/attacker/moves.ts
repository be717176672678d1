/** All that may happen next. `a`, `b` and `c` choose among the people, links and sessions that are there. */
import { acceptWith, enter, enterByPassword, ownSaying, sayingAtCorp } from './entering.ts';
import * as of from './institutions.ts';
import { type OpenSession, ownerOf, type Person, type Place, type World } from './world.ts';

export type Numbers = { readonly a: number; readonly b: number; readonly c: number };
type Move = (world: World, numbers: Numbers) => Promise<unknown>;

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
/** Mostly one of the last ones, of which something may still come. */
const newest = <T>(list: readonly T[], n: number): T => pick(list.slice(-2), n);
const honest = ({ jane, gina }: World, n: number): Person => pick([jane, gina, jane], n);
const placeOf = ({ acme, corp }: World, person: Person, n: number): Place =>
  person.corpSubject !== null && n % 2 === 0 ? corp : acme;

/** The newest link to this address that the person has seen. */
function linkOf({ links }: World, person: Person, email: string): string | undefined {
  return links.findLast((link) => link.holder === person && link.email === email)?.secret;
}

const sessionsOf = ({ sessions }: World, person: Person): readonly OpenSession[] =>
  sessions.filter((session) => session.person === person);

/** An address that the attacker claims: one for which there is a link at hand, somebody else's, or an own one. */
function claimed(world: World, { a, b, c }: Numbers): string {
  const held = world.links.filter(({ holder }) => holder === world.mallory);
  if (a % 2 === 0 && held.length > 0) return pick(held, b).email;
  return c % 3 === 0 ? pick(world.mallory.addresses, b) : honest(world, b).addresses[0];
}

const honestMoves = {
  signsIn: (world, { a, b, c }) => {
    const person = honest(world, a);
    const link = b % 2 === 0 ? linkOf(world, person, person.addresses[0]) : undefined;
    return enter(world, person, { ...ownSaying(person), verified: c % 3 > 0, link });
  },
  signsInAtCorp: (world) => enter(world, world.gina, sayingAtCorp(world, world.gina)),
  accepts: async (world, { a, b, c }) => {
    const person = honest(world, a);
    const [email] = person.addresses;
    const own = sessionsOf(world, person);
    if (own.length > 0) await acceptWith(pick(own, b), c % 2 === 0 ? (linkOf(world, person, email) ?? null) : null);
  },
  choosesPassword: async (world, { a }) => {
    const person = honest(world, a);
    const link = linkOf(world, person, person.addresses[0]);
    if (link !== undefined) await enterByPassword(world, person, link);
  },
} satisfies Record<string, Move>;

const institutions = {
  announces: (world, { a, b, c }) => {
    const person = honest(world, a);
    return of.announce(world, placeOf(world, person, b), person, c % 3 > 0);
  },
  adopts: (world, { a, b }) => of.adopt(world, world.acme, honest(world, a), b % 2 === 0),
  pushesGroup: (world, { a, b, c }) => {
    const person = honest(world, a);
    return of.pushGroup(world, placeOf(world, person, b), person, c % 2 === 0 ? 'finance' : 'admins');
  },
  removes: (world, { a, b }) => {
    const person = honest(world, a);
    return of.remove(world, placeOf(world, person, b), person);
  },
  invites: (world, { a, b, c }) => {
    const person = honest(world, a);
    const place = placeOf(world, person, b);
    return of.invite(world, place, person.addresses[0], c % 3 === 0 ? [] : [place.vault]);
  },
  invitesStranger: (world, { b }) =>
    of.invite(world, world.acme, world.mallory.addresses[1], b % 2 ? [] : [world.acme.lab]),
  promotes: (world, { a }) => of.promote(world, world.acme, honest(world, a)),
  letsIntoVault: (world, { a }) => of.letIntoVault(world, world.acme, honest(world, a)),
  unlinks: (world, { a }) => of.unlink(world, honest(world, a)),
  resends: (world, { a, b }) => {
    const person = honest(world, a);
    return of.resend(world, placeOf(world, person, b), person.addresses[0]);
  },
} satisfies Record<string, Move>;

const attacks = {
  /** An account at the deployment's provider, which lets people write any address into their profile. */
  claims: (world, numbers) => {
    const { mallory } = world;
    const { a, b, c } = numbers;
    const email = claimed(world, numbers);
    const isOwn = ownerOf(world, email) === mallory;
    const link = c % 2 === 0 ? linkOf(world, mallory, email) : undefined;
    const name = isOwn ? mallory.name : honest(world, b).name;
    return enter(world, mallory, { subject: pick(mallory.subjects, a + c), email, verified: isOwn, name, link });
  },
  /** The own provider of the own organization says whatever is liked, of whom the own directory has told. */
  signsInAtEvil: async (world, numbers) => {
    const { evil, mallory } = world;
    const { b, c } = numbers;
    const subject = pick([...honest(world, c).subjects, honest(world, c).corpSubject ?? '1'], b);
    const email = claimed(world, numbers);
    await of.announceAtEvil(world, subject, email);
    return enter(world, mallory, {
      connectionId: evil.connection,
      ...{ subject, email, verified: true },
      link: linkOf(world, mallory, email),
    });
  },
  /** A provider that may let Acme's guests in, in the wrong hands: any subject, and addresses that are not Acme's. */
  signsInAtPartner: (world, numbers) => {
    const { acme, mallory } = world;
    const { a, c } = numbers;
    const email = a % 3 > 0 ? mallory.addresses[1] : claimed(world, numbers);
    const { subjects, name } = honest(world, c);
    const verified = !email.includes('@acme-');
    const link = linkOf(world, mallory, email);
    return enter(world, mallory, { connectionId: acme.partner, subject: subjects[0], email, verified, name, link });
  },
  usesLink: async (world, { a, b }) => {
    const own = sessionsOf(world, world.mallory);
    const links = world.links.filter(({ holder }) => holder === world.mallory);
    if (own.length > 0 && links.length > 0) await acceptWith(newest(own, a), newest(links, b).secret);
  },
  usesList: async (world, { a }) => {
    const own = sessionsOf(world, world.mallory);
    if (own.length > 0) await acceptWith(pick(own, a), null);
  },
  choosesPasswordByLink: async (world, { a }) => {
    const links = world.links.filter(({ holder }) => holder === world.mallory);
    if (links.length > 0) await enterByPassword(world, world.mallory, pick(links, a).secret);
  },
  invitesAsInsider: async (world, numbers) => {
    const [insider] = sessionsOf(world, world.mallory);
    if (insider) await of.inviteAsInsider(world, insider.accountId, claimed(world, numbers));
  },
  invitesToEvil: (world, { a }) => of.invite(world, world.evil, honest(world, a).addresses[0], []),
} satisfies Record<string, Move>;

const moves = { ...honestMoves, ...institutions, ...attacks };

export type Kind = keyof typeof moves;

/** More often what has to come together for an attack. */
const weights: Partial<Record<Kind, number>> = {
  announces: 6,
  adopts: 5,
  pushesGroup: 3,
  removes: 2,
  invitesStranger: 2,
  claims: 6,
  signsInAtEvil: 3,
  signsInAtPartner: 6,
  usesLink: 4,
  invitesAsInsider: 3,
};
export const kinds: readonly Kind[] = (Object.keys(moves) as Kind[]).flatMap((kind) =>
  Array.from({ length: weights[kind] ?? 1 }, () => kind),
);

export function move(world: World, kind: Kind, numbers: Numbers): Promise<unknown> {
  return moves[kind](world, numbers);
}
