/**
 * What was refused to somebody who is known here is told in the audit log: one event for each actor, rule and target a
 * minute, which counts. It is written apart from operations, by upserts, while its minute lasts, and sealed after that.
 */
import { createHash } from 'node:crypto';
import { isDuplicateKey } from '../../storage/database-errors.ts';
import type { Changes } from '../../storage/query.ts';
import { system } from '../../storage/tenant.ts';
import { now } from '../kernel/clock.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { type EventDocument, events, type Subject } from '../model/event.ts';

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

const minuteMs = 60_000;

/** Of one actor, so many targets a minute get events of their own; the rest share one. */
const maxTargets = 100;

/** Counts a refusal. @param orgId '' where no organization is concerned */
export async function recordDenied(
  orgId: string,
  { actor, requestId, address }: Context,
  denial: Denial,
): Promise<void> {
  const at = now();
  const minute = Math.floor(at.getTime() / minuteMs);
  const wanted = JSON.stringify([denial.rule, denial.target, denial.subject]);
  const own = mayHaveItsOwn(`${orgId}/${actor.type}/${actor.id}`, minute, wanted);
  const { rule, target, subject } = own ? denial : { rule: denial.rule, target: 'many targets', subject: {} };
  // A minute that another process's clock has ended already is sealed: then it counts into the next one.
  for (const bucket of [minute, minute, minute + 1]) {
    const hash = createHash('sha256').update(JSON.stringify([orgId, actor, rule, target, subject, bucket]));
    const _id = `denied-${hash.digest('base64url').slice(0, 24)}`;
    const $setOnInsert: Changes<EventDocument> = {
      type: 'access.denied',
      at: new Date(bucket * minuteMs),
      actor,
      subject,
      before: null,
      'after.rule': rule,
      'after.target': target,
      requestId,
      operationId: _id,
      ...(address ? { address } : {}),
    };
    try {
      const update = { $setOnInsert, $inc: { 'after.count': 1 } };
      await system('denied').updateOne(events, { _id, orgId, seq: null }, update, { upsert: true });
      return;
    } catch (error) {
      // Somebody else made the row in the same moment, or it is sealed.
      if (!isDuplicateKey(error)) throw error;
    }
  }
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
