/**
 * Delivering: at least once, and in the order of events for each member. An event waits while an earlier one about the
 * same member is not through; others go on. What fails is tried again for about a day, then it is dead and the later ones
 * go on. One process at a time serves a webhook.
 */
import { system, tenant } from '../../storage/tenant.ts';
import { tally } from '../../tally.ts';
import { now } from '../kernel/clock.ts';
import { releaseLease, takeLease } from '../kernel/lease.ts';
import type { Worker } from '../kernel/workers.ts';
import { type DeliveryDocument, deliverer, deliveries, type Outcome } from '../model/delivery.ts';
import { auditHeads } from '../model/head.ts';
import { organizations } from '../model/organization.ts';
import type { SecretBox } from '../model/secret-box.ts';
import { type WebhookDocument, webhooks } from '../model/webhook.ts';
import { disableFailing } from './change-webhooks.ts';
import { messageOf, type Send, type Write, writerOf } from './message.ts';
import { queueEvents } from './queue.ts';

/** Seconds after each failed attempt until the next: eleven attempts within a day. Each is up to a fifth longer or shorter. */
const retrySeconds = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 36_000];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** After so long without one success a webhook is disabled. */
const failingDays = 5;
const keptMs = { delivered: 7 * dayMs, dead: 30 * dayMs };

/** Sent at once to one webhook. */
const parallel = 20;

/** Longer than the longest attempts. */
const leaseMs = 30_000;

/** Each webhook has a task of its own, so that a slow receiver delays nobody else. */
export function deliveryWorker(send: Send, secretBox: SecretBox, publicUrl: string): Worker {
  const running = new Set<string>();
  let fault: unknown = null;
  return {
    name: deliverer,
    intervalMs: 1_000,
    run: async () => {
      for (const { _id } of await webhooksWithWork()) {
        if (running.has(_id)) continue;
        running.add(_id);
        void serveWebhook(_id, send, secretBox, publicUrl)
          .catch((error: unknown) => {
            fault = error;
          })
          .finally(() => running.delete(_id));
      }
      const failed = fault;
      fault = null;
      if (failed !== null) throw failed;
      return false;
    },
  };
}

const deliveriesTried = tally(
  'webhook_deliveries_total',
  'Attempts to deliver to a webhook, by outcome: delivered, put_off to be tried again, dead.',
  ['outcome'],
);

/** Delivers all that is due, to every webhook, and waits for it. @internal */
export async function deliverDue(send: Send, secretBox: SecretBox, publicUrl: string): Promise<void> {
  await Promise.all((await webhooksWithWork()).map(({ _id }) => serveWebhook(_id, send, secretBox, publicUrl)));
}

/** The enabled webhooks whose organization has newer events, or that have something queued. Three reads, however many. */
async function webhooksWithWork(): Promise<Pick<WebhookDocument, '_id'>[]> {
  const background = system('background');
  const enabled = await background.find(webhooks, { enabled: true }, { projection: { _id: 1, orgId: 1, position: 1 } });
  if (enabled.length === 0) return [];
  const [heads, waiting] = await Promise.all([
    background.find(auditHeads, { _id: { $in: enabled.map(({ orgId }) => orgId) } }),
    background.aggregate<{ _id: string }>(deliveries, [
      { $match: { state: 'pending', nextAttemptAt: { $lte: now() } } },
      { $group: { _id: '$webhookId' } },
    ]),
  ]);
  const ends = new Map(heads.map(({ _id, seq }) => [_id, seq]));
  const due = new Set(waiting.map(({ _id }) => _id));
  return enabled.filter(({ _id, orgId, position }) => due.has(_id) || position < (ends.get(orgId) ?? 0));
}

async function serveWebhook(id: string, send: Send, secretBox: SecretBox, publicUrl: string): Promise<void> {
  const lease = `webhook/${id}`;
  try {
    while (await takeLease(lease, leaseMs)) {
      const webhook = await system('background').findOne(webhooks, { _id: id });
      if (!webhook?.enabled) break;
      // Deleted organizations are gone at once, their rows a little later.
      if (!(await system('background').findOne(organizations, { _id: webhook.orgId }))) break;
      await queueEvents(webhook);
      const due = await firstOfEachKey(webhook);
      if (due.length === 0) break;
      const write = writerOf(webhook, secretBox, publicUrl);
      await Promise.all(due.map((delivery) => attempt(webhook, delivery, write, send)));
    }
  } finally {
    await releaseLease(lease);
  }
}

/** The earliest pending delivery about each member, where it is due. */
async function firstOfEachKey({ _id: webhookId, orgId }: WebhookDocument): Promise<DeliveryDocument[]> {
  const firsts = await tenant(orgId).aggregate<{ first: DeliveryDocument }>(deliveries, [
    { $match: { webhookId, state: 'pending' } },
    { $sort: { key: 1, seq: 1 } },
    { $group: { _id: '$key', first: { $first: '$$ROOT' } } },
    { $match: { 'first.nextAttemptAt': { $lte: now() } } },
    { $sort: { 'first.seq': 1 } },
    { $limit: parallel },
  ]);
  return firsts.map(({ first }) => first);
}

async function attempt(webhook: WebhookDocument, delivery: DeliveryDocument, write: Write, send: Send): Promise<void> {
  const message = await messageOf(webhook, delivery, write);
  const gone = { status: null, error: 'The event is not kept any more.', body: null, ms: 0 };
  const outcome = message ? await send(message) : gone;
  const result = afterAttempt(delivery, outcome, now(), Math.random(), message === null);
  deliveriesTried.count(result.state === 'pending' ? 'put_off' : result.state);
  const { _id, attempts } = delivery;
  await system('background').updateOne(deliveries, { _id, state: 'pending', attempts }, { $set: result });
  await noteHealth(webhook, result.state === 'delivered');
}

/**
 * What becomes of a delivery after an attempt. Pure.
 * @param random from 0 to 1: spreads the attempts of many
 * @param last no further attempt makes sense
 * @internal
 */
export function afterAttempt(
  { attempts, seq }: DeliveryDocument,
  outcome: Outcome,
  at: Date,
  random: number,
  last = false,
): Pick<DeliveryDocument, 'state' | 'attempts' | 'nextAttemptAt' | 'lastAttempt' | 'expiresAt'> {
  const done = { attempts: attempts + 1, nextAttemptAt: at, lastAttempt: { at, ...outcome } };
  const ended = (state: 'delivered' | 'dead') => ({
    ...done,
    state,
    expiresAt: new Date(at.getTime() + keptMs[state]),
  });
  if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) return ended('delivered');
  const seconds = retrySeconds[attempts];
  if (last || seq === null || seconds === undefined) return ended('dead');
  const ms = seconds * 1_000 * (0.8 + 0.4 * random);
  return { ...done, state: 'pending', nextAttemptAt: new Date(at.getTime() + ms), expiresAt: null };
}

/** Keeps since when a webhook has been failing, and disables it after days. */
async function noteHealth({ _id, orgId, failingSince }: WebhookDocument, delivered: boolean): Promise<void> {
  const background = system('background');
  if (delivered) {
    if (failingSince) await background.updateOne(webhooks, { _id }, { $set: { failingSince: null } });
    return;
  }
  if (!failingSince) {
    await background.updateOne(webhooks, { _id, failingSince: null }, { $set: { failingSince: now() } });
    return;
  }
  if (now().getTime() - failingSince.getTime() < failingDays * dayMs) return;
  await disableFailing(orgId, _id, `Nothing could be delivered for ${failingDays} days.`);
}
