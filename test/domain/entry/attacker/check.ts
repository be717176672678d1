/** What has to hold after every move: nobody has more than was meant for them, and whoever proves who they are has it all. */

import { DomainError } from '../../../../src/domain/kernel/domain-error.ts';
import { deploymentConnectionId } from '../../../../src/domain/model/connection.ts';
import type { MemberSummary } from '../../../../src/domain/model/member.ts';
import { acceptWith, enter, everybodyInside, heldIn, ownSaying, sayingAtCorp } from './entering.ts';
import type { Person, World } from './world.ts';

/**
 * Whoever is inside with more than was given to that person, or under somebody else's address, or further than the
 * connection reaches. The attacker gives in the own organization whatever is liked.
 */
export async function intrusions(world: World): Promise<string[]> {
  const { acme, corp, evil } = world;
  const homes = new Map([
    [acme.partner, acme.orgId],
    [corp.connection, corp.orgId],
    [evil.connection, evil.orgId],
  ]);
  const faults: string[] = [];
  for (const { person, connectionId, signedIn } of await everybodyInside(world)) {
    const home = homes.get(connectionId) ?? null;
    if (connectionId !== deploymentConnectionId && signedIn.who.reach !== home)
      faults.push(`${person.name} reaches ${signedIn.who.reach ?? 'everything'} by the connection of ${home}`);
    for (const member of signedIn.members) {
      const { orgId } = member;
      if (home !== null && orgId !== home) faults.push(`${person.name} is in ${orgId} by the connection of ${home}`);
      if (orgId === evil.orgId) continue;
      for (const address of shownAddresses(member))
        if (!person.addresses.includes(address)) faults.push(`${person.name} counts as ${address}`);
      const given = world.given.of(orgId, person);
      if (given.has('Organization Admin')) continue;
      for (const held of await heldIn(orgId, signedIn))
        if (!given.has(held)) faults.push(`${person.name} holds ${called(world, held)} in ${orgId}`);
    }
  }
  return faults;
}

/** Addresses as which applications and admins see somebody. */
function shownAddresses({ emails, userName }: MemberSummary): string[] {
  return [...emails, ...(userName.startsWith('usher:') ? [] : [userName])];
}

/** What somebody does not find who signs in with a proof wherever they can, and accepts what they are offered. */
export async function missing(world: World, person: Person): Promise<string[]> {
  const { acme, corp } = world;
  await enter(world, person, ownSaying(person));
  if (person.corpSubject !== null) await enter(world, person, sayingAtCorp(world, person));
  for (const session of world.sessions.filter((each) => each.person === person))
    await settle(acceptWith(session, null));
  const found = new Map<string, Set<string>>();
  for (const { signedIn } of await everybodyInside(world, person))
    for (const { orgId } of signedIn.members)
      found.set(orgId, new Set([...(found.get(orgId) ?? []), ...(await heldIn(orgId, signedIn))]));
  return [acme.orgId, corp.orgId].flatMap((orgId) => {
    const held = found.get(orgId) ?? new Set();
    const lacks = (gift: string) => !held.has(gift) && !(gift !== 'member' && held.has('Organization Admin'));
    return [...world.owed.of(orgId, person)]
      .filter(lacks)
      .map((gift) => `${person.name} lacks ${called(world, gift)} in ${orgId}`);
  });
}

/** Refusals are fine, and told; anything else is not, nor a contention that did not settle. */
export async function settle(move: Promise<unknown>): Promise<DomainError | null> {
  try {
    await move;
    return null;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
    return error;
  }
}

function called({ acme, corp }: World, gift: string): string {
  for (const place of [acme, corp])
    for (const name of ['first', 'finance', 'vault', 'lab'] as const) if (place[name] === gift) return name;
  return gift;
}
