/** What routes need that are for set-up links: those alone, and no account and no key, however much it may. */

import type { Authority } from '../../domain/access/authority/authority.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import type { SetupPart } from '../../domain/model/setup-link.ts';
import type { Caller, SetupCaller } from './caller.ts';

/** By need: the part that the link must cover; null: whichever. */
const setupNeeds = {
  'to have opened the set-up link': null,
  'to have opened the set-up link, for domains': 'domain',
  'to have opened the set-up link, for sign-in': 'sign-in',
  'to have opened the set-up link, for the directory': 'directory',
} as const satisfies Record<string, SetupPart | null>;

export type SetupNeed = keyof typeof setupNeeds;

export function isForSetupLinks(need: string): need is SetupNeed {
  return Object.hasOwn(setupNeeds, need);
}

/** @throws DomainError forbidden for a part that the link does not cover */
export function admitSetup(
  need: SetupNeed,
  caller: Caller | SetupCaller,
): { readonly caller: SetupCaller; readonly authority: Authority | null } {
  if (caller.kind !== 'setup-link') throw new Error(`somebody without a set-up link was let as far as ${need}`);
  const part = setupNeeds[need];
  if (part !== null && !caller.link.parts.includes(part))
    throw new DomainError(
      'forbidden',
      'not_covered',
      'This set-up link does not cover that. Ask its maker for another.',
    );
  return { caller, authority: null };
}

export function whoMaySetUp(need: SetupNeed): string {
  const part = setupNeeds[need];
  const covers = part === null ? '' : `, where the link covers \`${part}\``;
  return `whoever has opened the set-up link, in the browser that they opened it in${covers}; as long as its maker may`;
}
