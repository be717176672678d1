/** Messages that Usher delivered, as a program that imports `usher/client` verifies them. */
import { Webhook } from 'standardwebhooks';
import { beforeAll, expect, it } from 'vitest';
import { UsherError } from '../../src/client/usher-error.ts';
import { verifyWebhook } from '../../src/client/verify-webhook.ts';
import { sealWaiting } from '../../src/domain/audit/seal.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { deliverDue } from '../../src/domain/webhooks/deliver.ts';
import { outbound } from '../../src/http/outbound.ts';
import { postWebhooks } from '../../src/http/post-webhook.ts';
import { publicUrl, testApi } from '../api/api-app.ts';
import { type Received, startReceiver } from '../domain/webhooks/receiver.ts';
import { context, newOrganization, person, secretBox } from '../support/domain.ts';

const api = testApi();
let secret: string;
let newSecret: string;
let member: string;
let webhookId: string;
let event: Received;
let test: Received;

beforeAll(async () => {
  const { orgId } = await newOrganization();
  const receiver = await startReceiver();
  const base = `/organizations/${orgId}/webhooks`;
  const created = await api.operator('post', base, { url: receiver.url, events: ['user.created'] });
  ({ id: webhookId, secret } = created.body);
  newSecret = (await api.operator('post', `${base}/${webhookId}/rotate`)).body.secret;
  member = (await createUser(context, orgId, person('ada@acme.test', { name: 'Ada Łukasz' })))._id;
  await sealWaiting();
  await api.operator('post', `${base}/${webhookId}/test`, undefined, { replay: false });
  await deliverDue(
    postWebhooks(outbound(['127.0.0.1']), () => {}),
    secretBox,
    publicUrl,
  );
  await receiver.stop();
  const ofType = (type: string) => receiver.received.find(({ body }) => body.type === type) as Received;
  [event, test] = [ofType('user.created'), ofType('webhook.test')];
});

const refused = (received: Parameters<typeof verifyWebhook>[0]) => {
  try {
    return verifyWebhook(received);
  } catch (error) {
    return error;
  }
};

it('an event has its type, its id and what happened', () => {
  const message = verifyWebhook({ secret, headers: event.headers, body: event.raw });
  expect(message.id).toBe(event.headers['webhook-id']);
  expect(message.type).toBe('user.created');
  if (message.type === 'webhook.test') return;
  expect(message.data.subject.memberId).toBe(member);
  expect(message.data.at).toBe(message.timestamp);
});

it('a test names the webhook', () => {
  const message = verifyWebhook({ secret, headers: test.headers, body: test.raw });
  expect(message).toMatchObject({ type: 'webhook.test', data: { webhookId } });
});

it('bytes verify like text, headers of fetch like those of node:http, and the new secret like the old one', () => {
  const message = verifyWebhook({ secret, headers: event.headers, body: event.raw });
  const headers = new Headers({ ...event.headers });
  expect(verifyWebhook({ secret: newSecret, headers, body: Buffer.from(event.raw) })).toEqual(message);
});

it('what is not as it was signed does not verify: body, id, secret, time, no signature', () => {
  const { headers, raw: body } = event;
  const old = new Date(Date.now() - 6 * 60_000);
  const signedLongAgo = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(old.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', old, body),
  };
  const forged = [
    { secret, headers, body: body.replace('user.created', 'user.deleted') },
    { secret, headers: { ...headers, 'webhook-id': 'msg_other' }, body },
    { secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}`, headers, body },
    { secret, headers: signedLongAgo, body },
    { secret, headers: {}, body },
  ];
  for (const one of forged)
    expect(refused(one)).toMatchObject({ name: 'UsherError', code: 'invalid_signature', status: 0 });
  expect(refused(forged[0] as (typeof forged)[0])).toBeInstanceOf(UsherError);
});

it('a body that was parsed before is told by its kind', () => {
  const body = JSON.parse(event.raw) as string;
  expect(() => verifyWebhook({ secret, headers: event.headers, body })).toThrow('the body as it came');
});
