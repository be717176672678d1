import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { changeOrganization } from '../../../src/domain/administration/settings/organization-settings.ts';
import { cutOldEvents } from '../../../src/domain/audit/retain.ts';
import { sealWaiting } from '../../../src/domain/audit/seal.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { type DeliveryDocument, deliveries, newDelivery } from '../../../src/domain/model/delivery.ts';
import { events } from '../../../src/domain/model/event.ts';
import { getWebhook, type WebhookDocument } from '../../../src/domain/model/webhook.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
} from '../../../src/domain/webhooks/change-webhooks.ts';
import { afterAttempt, deliverDue, deliveryWorker } from '../../../src/domain/webhooks/deliver.ts';
import { replayDelivery, sendTest } from '../../../src/domain/webhooks/send-again.ts';
import { outbound } from '../../../src/http/outbound.ts';
import { postWebhooks } from '../../../src/http/post-webhook.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import {
  context,
  encryptionKey,
  invitationSettings,
  newOrganization,
  secretBox,
  testDeployment,
} from '../../support/domain.ts';
import { disorder, type Failure, type Receiver, startReceiver, verify } from './receiver.ts';

const { uri } = testDeployment();
const { publicUrl } = invitationSettings;
afterEach(() => shiftClock(0));

const send = postWebhooks(outbound(['127.0.0.1']), () => {});
const hourMs = 3_600_000;

async function receiver(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...args);
  onTestFinished(() => started.stop());
  return started;
}

/** An organization with a webhook that wants what happens to users. */
async function subscribed(url: string, patterns = ['user.*']) {
  const { orgId } = await newOrganization();
  await sealWaiting();
  const { webhook, secret } = await createWebhook(
    context,
    orgId,
    { url, description: '', events: patterns },
    secretBox,
  );
  if (secret === null) throw new Error('it has no secret');
  return { orgId, id: webhook._id, secret };
}

/** One event about each of these members, in one operation, sealed. */
async function happen(orgId: string, ...memberIds: string[]): Promise<void> {
  await operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) => {
      for (const memberId of memberIds) draft.event({ type: 'user.updated', subject: { memberId } });
    },
  });
  await sealWaiting();
}

const queued = (orgId: string) => tenant(orgId).find(deliveries, {}, { sort: { seq: 1 } });
const states = async (orgId: string) => (await queued(orgId)).map(({ state }) => state);

/** Time passes, from attempt to attempt, until nothing is pending. */
async function deliverInTime(orgId: string): Promise<void> {
  for (;;) {
    const pending = (await queued(orgId)).filter(({ state }) => state === 'pending');
    if (pending.length === 0) return;
    const next = Math.max(...pending.map(({ nextAttemptAt }) => nextAttemptAt.getTime()));
    shiftClock(Math.max(0, next - Date.now()) + 1_000);
    await deliverDue(send, secretBox, publicUrl);
  }
}

describe('webhooks', () => {
  it('get the events that they want, signed, in the form of the Standard Webhooks specification', async () => {
    const { url, received } = await receiver();
    const { orgId, id, secret } = await subscribed(url);
    await happen(orgId, 'ada', 'bob');
    await deliverDue(send, secretBox, publicUrl);
    expect(received.map(({ body }) => body.data.subject.memberId).toSorted()).toEqual(['ada', 'bob']);
    const [first] = received;
    if (!first) throw new Error('nothing came');
    const stored = await tenant(orgId).findOne(events, { seq: first.body.data.seq });
    expect(first.id).toBe(`msg_${stored?._id}`);
    expect(first.body).toEqual({
      type: 'user.updated',
      timestamp: stored?.at.toISOString(),
      data: expect.objectContaining({ id: stored?._id, seq: stored?.seq, source: 'system', actor: context.actor }),
    });
    expect(verify(secret, first)).toEqual(first.body);
    expect(() => verify(secret, { ...first, raw: `${first.raw} ` })).toThrow();
    expect((await queued(orgId))[0]).toMatchObject({ state: 'delivered', attempts: 1, lastAttempt: { status: 204 } });
    expect(JSON.stringify(await getWebhook(orgId, id))).not.toContain(secret.slice(6));
  });

  it('get nothing of other organizations, of other types, from before they were made, and no refusals', async () => {
    const { url, received } = await receiver();
    const { orgId } = await subscribed(url, ['user.*', 'access.denied']);
    const other = await newOrganization();
    await happen(other.orgId, 'stranger');
    await operate(orgId, context, {
      load: async () => null,
      decide: (_, draft) => {
        draft.event({ type: 'workspace.updated', subject: {} });
        draft.event({ type: 'access.denied', subject: {} });
        draft.event({ type: 'user.created', subject: { memberId: 'ada' } });
      },
    });
    await sealWaiting();
    await deliverDue(send, secretBox, publicUrl);
    expect(received.map(({ body }) => body.type)).toEqual(['user.created']);
  });

  it('are sent every event at least once, in order for each member, by a receiver that fails at random', async () => {
    const kinds: Failure[] = ['none', 'none', '500', 'redirect', 'reset', '410'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom('ada', 'bob', 'eve'), { minLength: 1, maxLength: 6 }), {
          maxLength: 4,
          minLength: 1,
        }),
        fc.infiniteStream(fc.constantFrom(...kinds)),
        async (batches, answers) => {
          // At most nine failures of one message: it is dead after eleven.
          const { url, received, stop } = await startReceiver((attempt) =>
            attempt >= 9 ? 'none' : (answers.next().value ?? 'none'),
          );
          try {
            const { orgId, secret } = await subscribed(url);
            for (const batch of batches) {
              await happen(orgId, ...batch);
              await deliverDue(send, secretBox, publicUrl);
            }
            await deliverInTime(orgId);
            const wanted = (await tenant(orgId).find(events, { type: 'user.updated' })).map(({ _id }) => `msg_${_id}`);
            const got = new Set(received.filter(({ accepted }) => accepted).map(({ id }) => id));
            expect([...got].toSorted()).toEqual(wanted.toSorted());
            expect(disorder(received)).toEqual([]);
            for (const message of received) verify(secret, message);
          } finally {
            shiftClock(0);
            await stop();
          }
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);

  it('lose nothing and keep the order when two nodes deliver at once and one is killed', async () => {
    let failing = 0;
    const { url, received } = await receiver((attempt) => {
      failing += 1;
      return attempt < 6 && failing % 3 === 0 ? '500' : 'none';
    });
    const { orgId } = await subscribed(url);
    const nodes = await Promise.all([delivering(), delivering()]);
    const members = Array.from({ length: 30 }, (_, index) => `m${index % 7}`);
    for (let batch = 0; batch < 6; batch += 1) {
      await happen(orgId, ...members);
      if (batch !== 3) continue;
      await expect.poll(() => received.length, { timeout: 60_000 }).toBeGreaterThan(20);
      await nodes[0]?.terminate();
      // Half a minute later.
      await mongoClient()
        .db()
        .collection('leases')
        .updateMany({}, { $set: { until: new Date(0) } });
    }
    await expect.poll(() => states(orgId), { timeout: 60_000 }).toEqual(Array(180).fill('delivered'));
    await nodes[1]?.terminate();
    expect(new Set(received.filter(({ accepted }) => accepted).map(({ id }) => id)).size).toBe(180);
    expect(disorder(received)).toEqual([]);
  }, 120_000);

  it('that are slow delay no others', async () => {
    const slow = await receiver(() => 'silence');
    const quick = await receiver();
    const one = await subscribed(slow.url);
    const other = await subscribed(quick.url);
    const limitMs = 2_000;
    const worker = deliveryWorker(
      postWebhooks(outbound(['127.0.0.1']), () => {}, limitMs),
      secretBox,
      publicUrl,
    );
    await happen(one.orgId, 'ada');
    await worker.run();
    await expect.poll(() => slow.received.length).toBe(1);
    await happen(other.orgId, 'bob');
    await worker.run();
    await expect.poll(() => quick.received.length).toBe(1);
    expect(await states(one.orgId)).toEqual(['pending']);
    await expect
      .poll(async () => (await queued(one.orgId))[0]?.lastAttempt?.error, { timeout: 15_000 })
      .toMatch(/No answer within 2 s/);
  }, 30_000);
});

/** Another instance of the product, which delivers without much of a pause; each round is an hour later. */
async function delivering(): Promise<Worker> {
  const dist = (path: string) => new URL(`../../../dist/${path}`, import.meta.url);
  const code = `
    import { parentPort } from 'node:worker_threads';
    import { connect } from '${dist('storage/connection.js')}';
    import { shiftClock } from '${dist('domain/kernel/clock.js')}';
    import { deliverDue } from '${dist('domain/webhooks/deliver.js')}';
    import { secretBoxOf } from '${dist('domain/model/secret-box.js')}';
    import { outbound } from '${dist('http/outbound.js')}';
    import { postWebhooks } from '${dist('http/post-webhook.js')}';
    await connect(${JSON.stringify(uri)});
    parentPort.postMessage('ready');
    const send = postWebhooks(outbound(['127.0.0.1']), () => {});
    const secretBox = secretBoxOf(${JSON.stringify(encryptionKey)});
    for (let round = 0; ; round += 1) {
      shiftClock(round * 60_000);
      await deliverDue(send, secretBox, ${JSON.stringify(publicUrl)}).catch(() => {});
      await new Promise((wake) => setTimeout(wake, 5));
    }
  `;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  onTestFinished(async () => void (await worker.terminate()));
  return worker;
}

describe('a delivery that fails', () => {
  it('holds back the later ones of its member, is given up after about a day, and then they go on', async () => {
    let broken = true;
    const { url, received } = await receiver((_attempt, _total, { body }) =>
      broken && body.data.subject.memberId === 'ada' && body.data.seq === firstSeq ? '500' : 'none',
    );
    const { orgId, id } = await subscribed(url);
    const firstSeq = 1 + (await tenant(orgId).count(events, {}));
    await happen(orgId, 'ada', 'ada', 'bob');
    await deliverDue(send, secretBox, publicUrl);
    expect(await states(orgId)).toEqual(['pending', 'pending', 'delivered']);
    await deliverInTime(orgId);
    const [dead, later] = await queued(orgId);
    expect(dead).toMatchObject({ state: 'dead', attempts: 11, lastAttempt: { status: 500 } });
    expect(Buffer.byteLength(dead?.lastAttempt?.body ?? '')).toBe(1_024);
    expect(later?.state).toBe('delivered');
    broken = false;
    await replayDelivery(context, orgId, id, dead?._id ?? '');
    await deliverDue(send, secretBox, publicUrl);
    expect(await states(orgId)).toEqual(['delivered', 'delivered', 'delivered']);
    const ids = received.filter(({ body }) => body.data.seq === firstSeq).map((message) => message.id);
    expect([ids.length, new Set(ids).size]).toEqual([12, 1]);
  });

  it('is tried again after the documented times, a fifth more or less', () => {
    const webhook = { _id: 'w', orgId: 'o' } as WebhookDocument;
    const failed = { status: 503, error: null, body: '', ms: 1 };
    const at = new Date(0);
    let delivery: DeliveryDocument = newDelivery(webhook, { seq: 1, type: 'user.updated', key: 'ada' });
    const waits: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      const [soonest, middle, latest] = [0, 0.5, 1].map((random) => afterAttempt(delivery, failed, at, random));
      const wait = (result: typeof middle) => (result?.nextAttemptAt.getTime() ?? 0) / 1_000;
      expect(wait(soonest)).toBeCloseTo(wait(middle) * 0.8);
      expect(wait(latest)).toBeCloseTo(wait(middle) * 1.2);
      waits.push(wait(middle));
      delivery = { ...delivery, ...middle };
    }
    expect(waits).toEqual([5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 36_000]);
    expect(afterAttempt(delivery, failed, at, 0.5).state).toBe('dead');
  });

  it('for five days without one success disables its webhook, with an event; enabled again it goes on', async () => {
    let down = true;
    const { url, received } = await receiver(() => (down ? 'reset' : 'none'));
    const { orgId, id } = await subscribed(url);
    for (let day = 0; day <= 6; day += 1) {
      shiftClock(day * 24 * hourMs);
      await happen(orgId, `m${day}`);
      await deliverDue(send, secretBox, publicUrl);
    }
    expect(await getWebhook(orgId, id)).toMatchObject({
      enabled: false,
      disabledBecause: expect.stringContaining('5 days'),
    });
    expect(await tenant(orgId).findOne(events, { type: 'webhook.disabled' })).toMatchObject({
      subject: { webhookId: id },
    });
    const tried = received.length;
    shiftClock(7 * 24 * hourMs);
    await happen(orgId, 'late');
    await deliverDue(send, secretBox, publicUrl);
    expect(received.length).toBe(tried);
    down = false;
    await changeWebhook(context, orgId, id, { enabled: true });
    await deliverDue(send, secretBox, publicUrl);
    expect(received.at(-1)?.accepted).toBe(true);
    expect(received.some(({ body, accepted }) => accepted && body.data.subject.memberId === 'late')).toBe(true);
    expect(await getWebhook(orgId, id)).toMatchObject({ enabled: true, disabledBecause: null, failingSince: null });
  }, 30_000);

  it('whose event retention has cut off is dead', async () => {
    const { url, received } = await receiver(() => '500');
    const { orgId, id } = await subscribed(url);
    await changeOrganization(context, orgId, { auditRetentionDays: 30 }, { kind: 'deployment' });
    await happen(orgId, 'ada');
    await deliverDue(send, secretBox, publicUrl);
    shiftClock(31 * 24 * hourMs);
    await sealWaiting();
    await cutOldEvents();
    await changeWebhook(context, orgId, id, { enabled: true });
    await deliverDue(send, secretBox, publicUrl);
    expect(received).toHaveLength(1);
    expect((await queued(orgId))[0]).toMatchObject({
      state: 'dead',
      lastAttempt: { error: expect.stringContaining('not kept') },
    });
  });
});

describe('the secrets of a webhook', () => {
  it('both sign while one takes over from the other, then only the new one does', async () => {
    const { url, received } = await receiver();
    const { orgId, id, secret: old } = await subscribed(url);
    const { secret } = await rotateWebhookSecret(context, orgId, id, 3_600, secretBox);
    if (secret === null) throw new Error('it has no secret');
    await happen(orgId, 'ada');
    await deliverDue(send, secretBox, publicUrl);
    const [first] = received;
    if (!first) throw new Error('nothing came');
    expect(first.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const each of [old, secret]) verify(each, first);
    shiftClock(2 * hourMs);
    await happen(orgId, 'ada');
    await deliverDue(send, secretBox, publicUrl);
    const second = received[1];
    if (!second) throw new Error('nothing came');
    verify(secret, second);
    expect(() => verify(old, second)).toThrow();
  });
});

describe('a test message', () => {
  it.each([
    ['none', 'delivered'],
    ['500', 'dead'],
  ] as const)('that is answered with %s is tried once and then %s', async (failure, state) => {
    const { url, received } = await receiver(() => failure);
    const { orgId, id, secret } = await subscribed(url);
    await sendTest(context, orgId, id);
    await deliverDue(send, secretBox, publicUrl);
    await deliverDue(send, secretBox, publicUrl);
    expect(received).toHaveLength(1);
    expect(received[0]?.body).toMatchObject({ type: 'webhook.test', data: { webhookId: id } });
    if (received[0]) verify(secret, received[0]);
    expect(await states(orgId)).toEqual([state]);
  });
});

it('deleting a webhook deletes what is queued for it', async () => {
  const { url, received } = await receiver(() => '500');
  const { orgId, id } = await subscribed(url);
  await happen(orgId, 'ada');
  await deliverDue(send, secretBox, publicUrl);
  await deleteWebhook(context, orgId, id);
  shiftClock(hourMs);
  await deliverDue(send, secretBox, publicUrl);
  expect(received).toHaveLength(1);
  expect(await queued(orgId)).toEqual([]);
});

it('[81] [100] a name that resolves to a private address is refused when it is delivered to, in the words for a closed port', async () => {
  const { url } = await receiver();
  const closed = 'https://127.0.0.1:2';
  const errors: unknown[] = [];
  const told: string[] = [];
  for (const to of [url.replace('http://127.0.0.1', 'https://localhost'), closed, 'https://nobody.invalid']) {
    const { orgId } = await subscribed(to);
    await happen(orgId, 'ada');
    const guard = outbound(to === closed ? ['127.0.0.1'] : []);
    await deliverDue(
      postWebhooks(guard, ({ host, reason }) => told.push(`${host}: ${reason}`)),
      secretBox,
      publicUrl,
    );
    const attempt = (await queued(orgId))[0]?.lastAttempt;
    errors.push([attempt?.status, attempt?.error]);
  }
  expect(errors[0]).toEqual([null, expect.stringMatching(/^It does not answer/)]);
  expect(errors).toEqual([errors[0], errors[0], errors[0]]);
  expect(told.join()).toMatch(/localhost:\d+: .*private network.*127\.0\.0\.1:2: .*ECONNREFUSED.*nobody\.invalid: /);
});
