/**
 * Who is who in one run: organizations, people of flesh with their mailboxes and sign-ins, and a book in which every gift
 * of access stands under the person for whom it was meant. The book imports no rule of the product.
 */

import { createWorkspace } from '../../../../src/domain/administration/organizations/change-workspaces.ts';
import type { InvitationSettings } from '../../../../src/domain/entry/invitations/invitation-settings.ts';
import { getDeployment } from '../../../../src/domain/model/deployment.ts';
import { workspaces } from '../../../../src/domain/model/workspace.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { context, invitationSettings, letWorkspaceAdminsInvite, newOrganization } from '../../../support/domain.ts';
import { newConnection, newDefault, ownDomain } from '../sign-in/people.ts';

/** Somebody of flesh. `addresses` are the mailboxes that this person reads; subjects are the provider's. */
export type Person = {
  readonly name: string;
  readonly addresses: readonly [string, ...string[]];
  /** At the deployment's provider. */
  readonly subjects: readonly [string, ...string[]];
  /** At the provider of Corp; null: nobody there. */
  readonly corpSubject: string | null;
};

/** Two accounts at the deployment's provider, each with a mailbox. */
type Attacker = Person & {
  readonly addresses: readonly [string, string];
  readonly subjects: readonly [string, string];
};

/** Workspaces by what is given through them: by auto-join, by the directory, by admins, by the insider. */
export type Place = {
  readonly orgId: string;
  readonly first: string;
  readonly finance: string;
  readonly vault: string;
  readonly lab: string;
};

/** A way in that somebody has tried: at the next sign-in it may work. */
export type Way = {
  readonly person: Person;
  readonly connectionId: string;
  readonly issuer: string;
  readonly subject: string;
};

/** A secret that somebody has seen: in the mailbox, or because it was shown to them. */
export type HeldLink = { readonly holder: Person; readonly secret: string; readonly email: string };

export type OpenSession = {
  readonly person: Person;
  readonly id: string;
  readonly accountId: string;
  readonly connectionId: string;
};

export type World = {
  /** By which people are invited here. */
  readonly settings: InvitationSettings;
  /** The issuer of every provider: they differ by connection alone. */
  readonly issuer: string;
  /** The default organization, with a further connection to the provider of a partner, which the attacker controls. */
  readonly acme: Place & { readonly partner: string };
  /** A customer with a provider and a directory of its own, both honest. */
  readonly corp: Place & { readonly connection: string };
  /** The attacker's organization with its own provider and directory. */
  readonly evil: Place & { readonly connection: string };
  readonly jane: Person;
  readonly carl: Person;
  /** Of Corp by Corp's provider, and a guest of Acme by the deployment's: two sign-ins. */
  readonly gina: Person;
  /** Reads mailboxes at evil.test only. The first account is a Workspace Admin of Acme's lab, the second a stranger. */
  readonly mallory: Attacker;
  readonly ways: Map<string, Way>;
  readonly sessions: OpenSession[];
  readonly links: HeldLink[];
  /** The ids by which a directory knows the people that it describes. */
  readonly known: Map<string, string>;
  /** All that was ever meant for somebody. */
  readonly given: Book;
  /** What somebody who proves who they are must find. */
  readonly owed: Book;
};

/** `member`, a workspace's id, or an organization role above Organization User. */
export type Gift = string;

/** Gifts by organization and person. */
export class Book {
  readonly #gifts = new Map<string, Set<Gift>>();

  of(orgId: string, { name }: Person): Set<Gift> {
    const key = `${orgId} ${name}`;
    const present = this.#gifts.get(key) ?? new Set();
    this.#gifts.set(key, present);
    return present;
  }
}

export const knownAs = (orgId: string, { name }: Person) => `${orgId} ${name}`;

export function give(
  { given, owed }: World,
  orgId: string,
  person: Person,
  gifts: readonly Gift[],
  { isOwed }: { readonly isOwed: boolean },
): void {
  for (const gift of ['member', ...gifts]) {
    given.of(orgId, person).add(gift);
    if (isOwed) owed.of(orgId, person).add(gift);
  }
}

/** What somebody holds, in the words of the book. */
export function giftsOf({
  organizationRole,
  workspaceRoles,
}: {
  readonly organizationRole: string;
  readonly workspaceRoles: ReadonlyMap<string, unknown>;
}): Gift[] {
  const raised = ['Organization Admin', 'Organization Operator'].includes(organizationRole) ? [organizationRole] : [];
  return ['member', ...raised, ...workspaceRoles.keys()];
}

export const honestPeople = ({ jane, carl, gina }: World): readonly Person[] => [jane, carl, gina];

/** Whose mailbox it is. */
export function ownerOf(world: World, email: string): Person {
  const owner = [...honestPeople(world), world.mallory].find(({ addresses }) => addresses.includes(email));
  if (!owner) throw new Error(`nobody reads ${email}`);
  return owner;
}

let runs = 0;

/** Corp and Evil are the same in all runs of a deployment; the people are others. */
let others: { readonly deployment: string; readonly made: Promise<Pick<World, 'corp' | 'evil'>> } | null = null;

async function makeOthers(): Promise<Pick<World, 'corp' | 'evil'>> {
  const [corp, evil] = [await placeOf(await newOrganization('Corp')), await placeOf(await newOrganization('Evil'))];
  const connections = { corp: await newConnection(corp.orgId), evil: await newConnection(evil.orgId) };
  await ownDomain(corp.orgId, 'corp.test');
  await ownDomain(evil.orgId, 'evil.test');
  return {
    corp: { ...corp, connection: connections.corp._id },
    evil: { ...evil, connection: connections.evil._id },
  };
}

async function placeOf({ orgId, workspaceId }: { orgId: string; workspaceId: string }): Promise<Place> {
  for (const name of ['Finance', 'Vault', 'Lab']) await createWorkspace(context, orgId, name);
  const all = await tenant(orgId).find(workspaces, {});
  const called = (name: string) => all.find((row) => row.name === name)?._id ?? '';
  return { orgId, first: workspaceId, finance: called('Finance'), vault: called('Vault'), lab: called('Lab') };
}

/** @param mail invitations are mailed; else whoever invites is shown the link */
export async function newWorld({ mail }: { readonly mail: boolean }): Promise<World> {
  runs += 1;
  await letWorkspaceAdminsInvite(true);
  const { secret: deployment } = await getDeployment();
  // The files of a worker share this module, and each begins with an empty database.
  if (others?.deployment !== deployment) others = { deployment, made: makeOthers() };
  const { corp, evil } = await others.made;
  const acme = await placeOf(await newDefault());
  const partner = await newConnection(acme.orgId, { name: 'Partner' });
  await ownDomain(acme.orgId, `acme-${runs}.test`);
  const person = (
    name: string,
    addresses: Person['addresses'],
    subjects: Person['subjects'],
    corpSubject: string | null = null,
  ): Person => ({ name, addresses, subjects, corpSubject });
  return {
    issuer: `https://idp-${runs}.test`,
    acme: { ...acme, partner: partner._id },
    corp,
    evil,
    jane: person('Jane Doe', [`jane@acme-${runs}.test`], [`jdoe-${runs}`]),
    carl: person('Carl Cash', [`carl@acme-${runs}.test`], [`ccash-${runs}`]),
    // At two providers the same number may stand for two people.
    gina: person('Gina Guest', [`gina-${runs}@corp.test`], [`gguest-${runs}`], `1001-${runs}`),
    mallory: {
      ...{ name: 'Mallory', corpSubject: null },
      addresses: [`mallory-${runs}@evil.test`, `mal-${runs}@evil.test`],
      subjects: [`1001-${runs}`, `1002-${runs}`],
    },
    settings: { ...invitationSettings, mail: mail ? {} : null },
    ways: new Map(),
    sessions: [],
    links: [],
    known: new Map(),
    given: new Book(),
    owed: new Book(),
  };
}
