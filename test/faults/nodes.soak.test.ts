/**
 * Two processes behind a proxy that asks them in turns, as docs/operations.md sets it up: one is restarted after the other while a
 * directory syncs, and what only one may do is done once.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { firstSync } from '../../src/cli/identity-provider/first-sync.ts';
import { okta } from '../../src/cli/identity-provider/okta.ts';
import { production } from '../bench/sides.ts';
import { type Receiver, startReceiver } from '../domain/webhooks/receiver.ts';
import { isInstalled, runCaddy, runNginx } from '../server/proxies.ts';
import { ownDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';
import { type MailServer, startMailServer } from '../support/smtp-server.ts';
import { type Environment, runUsher, secret, type Usher, until } from '../support/usher.ts';
import { stubbornClient } from './stubborn-client.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const admin = { email: production.INITIAL_ORG_ADMIN_EMAIL, password: production.INITIAL_ORG_ADMIN_PASSWORD };
const database = ownDatabase();
const token = secret();
const apiKey = secret();
let mails: MailServer;
let receiver: Receiver;
let proxyPort: number;
/** Each at its own port, whoever runs there at the moment. */
const nodes: { readonly port: number; readonly run: () => Promise<Usher>; now: Usher }[] = [];

beforeAll(async () => {
  proxyPort = await freePort();
  mails = await startMailServer();
  // Each message fails once: it is sent again, by whichever process.
  receiver = await startReceiver((attempt) => (attempt === 0 ? '500' : 'none'));
  const env: Environment = {
    ...production,
    MONGODB_URI: database.uri,
    PUBLIC_URL: `http://localhost:${proxyPort}`,
    SMTP_URL: mails.url,
    MAIL_FROM: 'usher@acme.test',
    OUTBOUND_ALLOWED_HOSTS: '127.0.0.1',
    TRUSTED_PROXIES: '127.0.0.1',
  };
  for (let n = 0; n < 2; n += 1) {
    const port = await freePort();
    const run = () => runUsher({ env, port, token, apiKey });
    nodes.push({ port, run, now: await run() });
  }
});
afterAll(async () => {
  await Promise.all(nodes.map(({ now }) => now.kill9()));
  await mails.stop();
  await receiver.stop();
});

/** One after the other: told to end, and another one in its place before the next has to go. */
async function restartAll(): Promise<void> {
  for (const node of nodes) {
    expect(await node.now.stop()).toBe(0);
    node.now = await node.run();
  }
}

/** The block of the guide, at our ports. */
function documented(language: string): string {
  const [, block = ''] =
    new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
  const ours = [
    ['127.0.0.1:3000', `127.0.0.1:${nodes[0]?.port}`],
    ['127.0.0.1:3001', `127.0.0.1:${nodes[1]?.port}`],
    language === 'nginx'
      ? ['listen 8080;', `listen 127.0.0.1:${proxyPort};`]
      : ['usher.example.com {', `http://localhost:${proxyPort} {`],
  ] as const;
  return ours.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`docs/operations.md has no ${from} any more`);
    return text.replaceAll(from, to);
  }, block);
}

const proxies = [
  ['nginx', () => runNginx(documented('nginx'), proxyPort)],
  ['caddy', () => runCaddy(documented('caddyfile'), proxyPort)],
] as const;

describe.each(proxies)('behind %s', (program, start) => {
  const people = Array.from({ length: 120 }, (_, n) => ({
    externalId: `${program}-${n}`,
    email: `${program}-${n}@acme.test`,
    givenName: 'Person',
    familyName: String(n),
    title: '',
    department: '',
    active: true,
  }));
  const group = `${program} Organization User:Workspace 1:Workspace Viewer`;

  it.skipIf(!isInstalled(program))(
    'one is restarted after the other during a sync, and nothing happens that asking again does not heal',
    async () => {
      const stop = await start();
      try {
        // 502 is the proxy's, which has lost the connection to one of them.
        const { client, acknowledged, retried } = stubbornClient(
          `http://localhost:${proxyPort}/scim/v2`,
          token,
          (status) => status === 502 || status === 503,
        );
        const groups = new Map([[group, people.map(({ email }) => email)]]);
        let over = false;
        let restarts = 0;
        const syncing = firstSync(okta({ put: false }), client, { people, groups, onProgress: () => {} }).finally(
          () => {
            over = true;
          },
        );
        syncing.catch(() => {});
        const again = async () => {
          for (let round = 0; round === 0 || !over; round += 1) {
            // Changes go on for as long as there is a restart.
            await restartAll();
            restarts += 2;
          }
        };
        await Promise.all([syncing, again()]);
        console.log(`behind ${program}: ${restarts} restarts, ${retried()} requests were sent again`);
        const node = nodes[0]?.now as Usher;
        const { body } = await node.scim('GET', `/Groups/${acknowledged.groups.get(group)}`);
        expect((body.members as unknown[]).length).toBe(people.length);
        for (const { email } of people) {
          const found = await node.scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${email}"`)}`);
          expect(found.body.Resources.map(({ id }) => id)).toEqual([acknowledged.users.get(email)]);
        }
      } finally {
        await stop();
      }
    },
  );
});

describe('two processes', () => {
  const at = (n: number) => nodes[n]?.now as Usher;
  const api = <T>(n: number, path: string, init?: { method?: string; body?: object }) => at(n).api<T>(path, init);
  let org: string;
  let workspaceId: string;
  beforeAll(async () => {
    org = `/organizations/${(await api<{ items: { id: string }[] }>(0, '/organizations')).items[0]?.id}`;
    workspaceId = (await api<{ items: { id: string }[] }>(0, `${org}/workspaces`)).items[0]?.id ?? '';
  });

  it('do what goes on by itself once, also where one ends meanwhile: mails, expiries, jobs, webhooks at least once', async () => {
    const { body: ada } = await at(0).scim('POST', '/Users', { userName: 'ada@acme.test' });
    await api(0, `${org}/webhooks`, { method: 'POST', body: { url: receiver.url, events: ['membership.changed'] } });
    const invited = Array.from({ length: 40 }, (_, n) => `invited-${n}@acme.test`);
    const people = invited.map((email) => ({ email }));
    await api(0, `${org}/invitations`, { method: 'POST', body: { invitations: people } });
    const expiresAt = new Date(Date.now() + 2_000).toISOString();
    await api(1, `${org}/workspaces/${workspaceId}/members/${ada.id}/override`, {
      method: 'PUT',
      body: { effect: 'allow', role: 'Workspace Admin', expiresAt },
    });
    await restartAll();
    await until(() => mails.mails.length >= invited.length);
    const ofAda = async () => {
      const asked = `types=membership.changed&member=${ada.id}`;
      return (await api<{ items: object[] }>(1, `${org}/audit-events?${asked}`)).items;
    };
    // It came and it went.
    await until(async () => (await ofAda()).length >= 2);
    await restartAll();
    expect(mails.mails.map(({ to }) => to.join()).toSorted()).toEqual(invited.toSorted());
    expect(await ofAda()).toHaveLength(2);
    const arrived = () => new Set(receiver.received.filter(({ accepted }) => accepted).map(({ id }) => id)).size;
    await until(async () => arrived() >= 2);
  });

  it('both know within a second what one has revoked', async () => {
    const made = await api<{ id: string; token: string }>(0, `${org}/scim/tokens`, {
      method: 'POST',
      body: { description: 'soon revoked', scopes: ['read'] },
    });
    const askedBy = (n: number) =>
      fetch(`${at(n).scimUrl}/Users?count=1`, { headers: { authorization: `Bearer ${made.token}` } });
    expect([(await askedBy(0)).status, (await askedBy(1)).status]).toEqual([200, 200]);
    await api(0, `${org}/scim/tokens/${made.id}`, { method: 'DELETE' });
    const revokedAt = Date.now();
    expect((await askedBy(0)).status).toBe(401);
    let lastGood = revokedAt;
    await until(async () => {
      const asked = Date.now();
      const { status } = await askedBy(1);
      if (status === 200) lastGood = asked;
      return status === 401;
    });
    console.log(`the other process let it in for ${lastGood - revokedAt} ms`);
  });

  it('count guesses together', async () => {
    const guess = async (n: number) => {
      const { status } = await fetch(`${at(n % 2).url}/auth/login/basic`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: `http://localhost:${proxyPort}` },
        body: new URLSearchParams({ ...admin, password: `wrong guess number ${n}` }),
      });
      return status;
    };
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) statuses.push(await guess(n));
    expect(statuses.filter((status) => status !== 429)).toHaveLength(10);
  });
});
