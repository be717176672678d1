/** The audit log over HTTP: filters, pages, export, the feed, and what is told of refusals. */
import { parse } from 'csv-parse/sync';
import supertest from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { createServiceKey } from '../../../src/domain/administration/keys/service-key.ts';
import { changeOrganization } from '../../../src/domain/administration/settings/organization-settings.ts';
import { cutOldEvents } from '../../../src/domain/audit/retain.ts';
import { sealWaiting } from '../../../src/domain/audit/seal.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { type EventType, events } from '../../../src/domain/model/event.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { clientOf, newToken, userBody } from '../../support/scim-door.ts';
import { deploymentKey, testApi } from '../api-app.ts';

const api = testApi();
afterEach(() => shiftClock(0));

function happen(orgId: string, ...drafted: [EventType, object, Record<string, unknown>?][]): Promise<void> {
  return operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) => {
      for (const [type, subject, after] of drafted) draft.event({ type, subject, ...(after ? { after } : {}) });
    },
  });
}

const raw = (path: string) =>
  supertest(api.app).get(`/api/v1${path}`).set('Authorization', `Bearer ${deploymentKey}`).buffer(true);

describe('the audit log', () => {
  it('shows sealed events, newest or oldest first, page by page', async () => {
    const { orgId } = await newOrganization();
    await happen(orgId, ['user.updated', { memberId: 'ada' }], ['user.updated', { memberId: 'bob' }]);
    const path = `/organizations/${orgId}/audit-events`;
    expect((await api.operator('get', path)).body.items).toEqual([]);
    await sealWaiting();
    for (const order of ['newest', 'oldest']) {
      const seqs: number[] = [];
      let cursor = '';
      do {
        const { body } = await api.operator('get', `${path}?order=${order}&limit=2${cursor}`);
        seqs.push(...body.items.map(({ seq }: { seq: number }) => seq));
        cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
      } while (cursor);
      const all = Array.from({ length: await tenant(orgId).count(events, {}) }, (_, index) => index + 1);
      expect(seqs).toEqual(order === 'oldest' ? all : all.toReversed());
    }
  });

  it('tells who did it, by which door, and in which request', async () => {
    const admin = await api.newMemberWith('Organization Admin');
    const org = api.defaultOrgId();
    const { headers } = await admin.ask('post', `/organizations/${org}/workspaces`, { name: `Of ${admin.email}` });
    await clientOf(await newToken(org))
      .post('/Users', userBody(`by-scim-${admin.email}`))
      .expect(201);
    await sealWaiting();
    const list = async (types: string) =>
      (await admin.ask('get', `/organizations/${org}/audit-events?limit=1&types=${types}`)).body.items[0];
    expect(await list('workspace.created')).toMatchObject({
      actor: { type: 'account', id: admin.accountId, name: expect.any(String) },
      source: 'api',
      after: { name: `Of ${admin.email}` },
      requestId: headers['x-request-id'],
    });
    expect(await list('user.created')).toMatchObject({ actor: { type: 'scim-token' }, source: 'scim' });
  });

  it('says what people call those whom it is about, as long as they are there', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const { _id: memberId } = await createUser(context, orgId, person('ada@acme.test'));
    const { _id: groupId } = await createGroup(context, orgId, named('Engineering'), []);
    await happen(orgId, ['membership.changed', { memberId, workspaceId }], ['group.updated', { groupId }]);
    await happen(orgId, ['user.deleted', { memberId: 'gone' }]);
    await sealWaiting();
    const path = `/organizations/${orgId}/audit-events`;
    const { items } = (await api.operator('get', `${path}?limit=3`)).body;
    const expected = [{}, { group: 'Engineering' }, { member: 'ada@acme.test', workspace: 'Workspace 1' }];
    expect(items.map(({ names }: { names: object }) => names)).toEqual(expected);
    const { text } = await raw(`${path}/export?format=csv&types=membership.*`).expect(200);
    const [header = [], row = []] = parse(text) as string[][];
    expect(Object.fromEntries(header.map((name, at) => [name, row[at]]))).toMatchObject({
      memberId,
      memberName: 'ada@acme.test',
      workspaceName: 'Workspace 1',
      groupName: '',
    });
  });

  it.each([
    ['types=user.*', ['user.updated', 'user.deleted']],
    ['types=user.deleted,group.*', ['user.deleted', 'group.updated']],
    ['types=*&member=ada', ['user.updated', 'membership.changed']],
    ['workspace=ws', ['membership.changed']],
    ['group=eng', ['group.updated']],
    ['types=group.*&actor=nobody', []],
    ['to=2020-01-01T00:00:00Z', []],
    ['types=group.*&from=2020-01-01T01:00:00%2B01:00', ['group.updated']],
  ])('is filtered by %s', async (query, types) => {
    const { orgId } = await newOrganization();
    await happen(
      orgId,
      ['user.updated', { memberId: 'ada' }],
      ['membership.changed', { memberId: 'ada', workspaceId: 'ws' }],
      ['user.deleted', { memberId: 'bob' }],
      ['group.updated', { groupId: 'eng' }],
    );
    await sealWaiting();
    const { body } = await api.operator('get', `/organizations/${orgId}/audit-events?order=oldest&${query}`);
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual(types);
  });

  it.each(['types=nothing', 'types=user', 'from=yesterday', 'order=random', 'types='])('refuses %s', async (query) => {
    const path = `/organizations/${api.defaultOrgId()}/audit-events?${query}`;
    expect((await api.operator('get', path)).status).toBe(400);
  });
});

describe('the export', () => {
  it('is the whole log as JSON lines, however many pages', async () => {
    const { orgId } = await newOrganization();
    const many = Array.from({ length: 600 }, (_, n): [EventType, object] => ['user.updated', { memberId: `m${n}` }]);
    await happen(orgId, ...many);
    await happen(orgId, ...many);
    await sealWaiting();
    const answer = await raw(`/organizations/${orgId}/audit-events/export`).expect(200);
    const lines = answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answer.headers['content-type']).toBe('application/jsonl; charset=utf-8');
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: lines.length }, (_, index) => index + 1));
    expect(lines.length).toBeGreaterThan(1_200);
    const few = await raw(`/organizations/${orgId}/audit-events/export?member=m7`).expect(200);
    expect(few.text.trim().split('\n')).toHaveLength(2);
  });

  it('is a CSV that no spreadsheet takes for formulas', async () => {
    const { orgId } = await newOrganization();
    const evil = ['=HYPERLINK("http://evil.test")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'];
    for (const name of evil) {
      const actor = { type: 'service-key', id: 'k', name } as const;
      await operate(
        orgId,
        { actor, requestId: '"quoted", and\nbroken' },
        {
          load: async () => null,
          decide: (_, draft) => draft.event({ type: 'user.updated', subject: { memberId: '=m' }, after: { name } }),
        },
      );
    }
    await sealWaiting();
    const { text } = await raw(`/organizations/${orgId}/audit-events/export?format=csv&types=user.*`).expect(200);
    const [header, ...rows] = parse(text) as string[][];
    expect(header?.slice(0, 4)).toEqual(['seq', 'id', 'at', 'type']);
    expect(rows.map((row) => row[7])).toEqual(evil.map((name) => `'${name}`));
    expect(rows.every((row) => row.every((cell) => !/^[=+\-@\t\r]/.test(cell)))).toBe(true);
    expect(rows.map((row) => row[15])).toEqual(Array(evil.length).fill('"quoted", and\nbroken'));
    expect(rows.map((row) => JSON.parse(row[13] ?? '').name)).toEqual(evil);
  });
});

describe('the feed', () => {
  it('goes on from number to number, without refusals', async () => {
    const { orgId } = await newOrganization();
    await sealWaiting();
    const path = `/organizations/${orgId}/events`;
    const { after } = (await api.operator('get', `${path}?limit=500`)).body;
    expect((await api.operator('get', `${path}?after=${after}`)).body).toEqual({ items: [], after, more: false });
    await happen(orgId, ['user.updated', {}], ['access.denied', {}], ['user.deleted', {}]);
    shiftClock(120_000);
    await sealWaiting();
    const first = (await api.operator('get', `${path}?after=${after}&limit=1`)).body;
    expect(first).toMatchObject({ items: [{ type: 'user.updated' }], after: after + 1, more: true });
    const second = (await api.operator('get', `${path}?after=${first.after}&limit=1`)).body;
    expect(second).toMatchObject({ items: [{ type: 'user.deleted' }], more: false });
  });

  it('says so when what comes next is not kept any more', async () => {
    const { orgId } = await newOrganization();
    await changeOrganization(context, orgId, { auditRetentionDays: 30 }, { kind: 'deployment' });
    await happen(orgId, ['user.updated', {}]);
    await sealWaiting();
    shiftClock(31 * 86_400_000);
    await cutOldEvents();
    const answer = await api.operator('get', `/organizations/${orgId}/events?after=1`);
    expect([answer.status, answer.body.code]).toEqual([409, 'events_cut']);
    expect((await api.operator('get', `/organizations/${orgId}/events`)).body.items).toEqual([]);
  });
});

describe('what is refused to somebody', () => {
  /** The refusals of an organization, as they are in the audit log when their minute is over. */
  async function denied(orgId: string) {
    shiftClock(180_000);
    await sealWaiting();
    shiftClock(0);
    const { body } = await api.operator('get', `/organizations/${orgId}/audit-events?types=access.denied`);
    return body.items as { actor: { id: string }; subject: object; after: { count: number; rule: string } }[];
  }

  it('is one event a minute for each actor, rule and target, which counts', async () => {
    const user = await api.newMemberWith('Organization User');
    const org = api.defaultOrgId();
    const path = `/organizations/${org}/members/${user.memberId}`;
    // All in one minute, whenever the test runs.
    shiftClock(60_000 - (Date.now() % 60_000) + 1_000);
    for (let n = 0; n < 3; n += 1) expect((await user.ask('delete', path)).status).toBe(403);
    await Promise.all(Array.from({ length: 5 }, () => user.ask('get', `/organizations/${org}/overrides`)));
    const own = (await denied(org)).filter(({ actor }) => actor.id === user.accountId);
    expect(own.map(({ after }) => after).toSorted((a, b) => a.count - b.count)).toEqual([
      { rule: 'forbidden', target: 'DELETE /organizations/{org}/members/{member}', count: 3 },
      { rule: 'forbidden', target: 'GET /organizations/{org}/overrides', count: 5 },
    ]);
    expect(own.some(({ subject }) => JSON.stringify(subject) === JSON.stringify({ memberId: user.memberId }))).toBe(
      true,
    );
    expect((await api.operator('get', `/organizations/${org}/audit-events/verification`)).body.broken).toBeNull();
  });

  it('is told where a guard held: the last workspace', async () => {
    const { orgId } = await newOrganization();
    const path = `/organizations/${orgId}/workspaces`;
    const [workspace] = (await api.operator('get', path)).body.items;
    expect((await api.operator('delete', `${path}/${workspace.id}`)).status).toBe(409);
    expect(await denied(orgId)).toMatchObject([
      {
        actor: { type: 'deployment-key' },
        subject: { workspaceId: workspace.id },
        after: { rule: 'last_workspace', count: 1 },
      },
    ]);
  });

  it('[8] is told of a SCIM token and a service key that may only read', async () => {
    const { orgId } = await newOrganization();
    await clientOf(await newToken(orgId, { scopes: ['read'] }))
      .post('/Users', userBody('a@acme.test'))
      .expect(403);
    const order = { description: 'reader', scopes: ['read' as const], expiresAt: null };
    const reader = api.withKey((await createServiceKey(context, orgId, order)).secret);
    expect((await reader('post', `/organizations/${orgId}/workspaces`, { name: 'X' })).status).toBe(403);
    const rules = (await denied(orgId)).map(({ after }) => after);
    expect(rules).toEqual(
      expect.arrayContaining([
        { rule: 'insufficient_scope', target: 'POST /scim/v2/Users', count: 1 },
        { rule: 'insufficient_scope', target: 'POST /organizations/{org}/workspaces', count: 1 },
      ]),
    );
  });

  it('is not told where nobody is known, nothing is visible, or a name is taken', async () => {
    const { orgId } = await newOrganization();
    const stranger = await api.newPerson();
    await stranger.ask('get', `/organizations/${orgId}/overrides`);
    await clientOf('wrong').post('/Users', userBody('a@acme.test')).expect(401);
    const scim = clientOf(await newToken(orgId));
    await createUser(context, orgId, person('a@acme.test'));
    await scim.post('/Users', userBody('a@acme.test')).expect(409);
    await scim.post('/Users', userBody('')).expect(400);
    expect(await denied(orgId)).toEqual([]);
  });

  it('fills the log of nobody who tries one id after the other', async () => {
    const user = await api.newMemberWith('Organization User');
    const org = api.defaultOrgId();
    shiftClock(60_000 - (Date.now() % 60_000) + 1_000);
    for (let n = 0; n < 120; n += 1) await user.ask('get', `/organizations/${org}/members/m${n}`);
    const own = (await denied(org)).filter(({ actor }) => actor.id === user.accountId);
    const { body } = await api.operator('get', `/organizations/${org}/audit-events?limit=500&actor=${user.accountId}`);
    const counts = body.items.filter(({ type }: { type: string }) => type === 'access.denied');
    expect(own.length).toBeGreaterThan(0);
    expect(counts).toHaveLength(101);
    expect(counts.find(({ after }: { after: { target: string } }) => after.target === 'many targets').after.count).toBe(
      20,
    );
  }, 30_000);
});
