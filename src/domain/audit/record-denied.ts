/**
 * What was refused to somebody who is known here is told in the audit log: one event for each actor, rule and target a
 * minute, which counts.
 */
import { now } from '../kernel/clock.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import type { Subject } from '../model/event.ts';
import { countEvent, minuteOf } from '../operation/count-event.ts';

export type Denial = {
  /** The rule that refused: the `reason` of the refusal. */
  readonly rule: string;
  /** What was tried: method and route, without ids. */
  readonly target: string;
  /** What it was tried on. */
  readonly subject: Subject;
};

/**
 * The rule behind a refusal that belongs into the audit log: what one may not do (403), and what would break a protection
 * such as the last admin (409). Null for everything else; that a name is taken is no attempt at anything.
 */
export function protectingRule(error: unknown): string | null {
  if (!(error instanceof DomainError)) return null;
  return error.code === 'forbidden' || protectingRules.has(error.reason) ? error.reason : null;
}

/** The conflicts that keep somebody from breaking something; others say that a thing is there, done or full. */
const protectingRules: ReadonlySet<string> = new Set([
  'connection_in_use',
  'connection_is_on',
  'connection_was_on',
  'default_organization',
  'domain_not_proven',
  'domain_taken',
  'granted_by_group',
  'last_admin',
  'last_workspace',
  'organization_admin',
  'permission_in_use',
  'role_in_use',
]);

/** Of one actor, so many targets a minute get events of their own; the rest share one. */
const maxTargets = 100;

/** Counts a refusal. @param orgId '' where no organization is concerned */
export async function recordDenied(orgId: string, context: Context, denial: Denial): Promise<void> {
  const at = now();
  const wanted = JSON.stringify([denial.rule, denial.target, denial.subject]);
  const own = mayHaveItsOwn(`${orgId}/${context.actor.type}/${context.actor.id}`, minuteOf(at), wanted);
  const { rule, target, subject } = own ? denial : { rule: denial.rule, target: 'many targets', subject: {} };
  await countEvent(orgId, context, { type: 'access.denied', subject, after: { rule, target } }, at);
}

let counted = { minute: 0, targets: new Map<string, Set<string>>() };

/** Keeps somebody who tries one id after the other from filling the log. */
function mayHaveItsOwn(actor: string, minute: number, target: string): boolean {
  if (counted.minute !== minute) counted = { minute, targets: new Map() };
  const targets = counted.targets.get(actor) ?? new Set();
  counted.targets.set(actor, targets);
  if (targets.size < maxTargets) targets.add(target);
  return targets.has(target);
}
