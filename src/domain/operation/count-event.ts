/**
 * Events that count: what may happen as often as a stranger likes is one event for each fact and minute. It is written apart
 * from operations, by upserts, while its minute lasts, and sealed after that.
 */
import { createHash } from 'node:crypto';
import { isDuplicateKey } from '../../storage/database-errors.ts';
import type { Changes } from '../../storage/query.ts';
import { system } from '../../storage/tenant.ts';
import type { Context } from '../kernel/context.ts';
import { type EventDocument, events, type NewEvent } from '../model/event.ts';

const minuteMs = 60_000;
/** So much longer than its minute an event is open, clocks that differ included. */
const openMs = 90_000;

/** The minute into which this time counts. */
export const minuteOf = (at: Date): number => Math.floor(at.getTime() / minuteMs);

/** Counts one more of the same fact: the type, who, about what, and `after`. @param orgId '' where no organization is concerned */
export async function countEvent(
  orgId: string,
  { actor, requestId, address }: Context,
  { type, subject, after = {} }: Pick<NewEvent, 'type' | 'subject' | 'after'>,
  at: Date,
): Promise<void> {
  const minute = minuteOf(at);
  const facts = Object.fromEntries(Object.entries(after).map(([name, value]) => [`after.${name}`, value]));
  // A minute that another process's clock has ended already is sealed: then it counts into the next one.
  for (const bucket of [minute, minute, minute + 1]) {
    const hash = createHash('sha256').update(JSON.stringify([orgId, type, actor, after, subject, bucket]));
    const _id = `counted-${hash.digest('base64url').slice(0, 24)}`;
    const $setOnInsert = {
      type,
      at: new Date(bucket * minuteMs),
      countsUntil: new Date(bucket * minuteMs + openMs),
      actor,
      subject,
      before: null,
      ...facts,
      requestId,
      operationId: _id,
      ...(address ? { address } : {}),
    } as Changes<EventDocument>;
    try {
      const update = { $setOnInsert, $inc: { 'after.count': 1 } };
      await system('counted').updateOne(events, { _id, orgId, seq: null }, update, { upsert: true });
      return;
    } catch (error) {
      // Somebody else made the row in the same moment, or it is sealed.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
