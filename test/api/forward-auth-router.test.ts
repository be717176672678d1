/** Forward-auth: what a reverse proxy hears when it asks whether a request may go through. */
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeUser } from '../../src/domain/directory/change-user.ts';
import { shiftClock } from '../../src/domain/kernel/clock.ts';
import { listWorkspaces } from '../../src/domain/model/workspace.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { context, newOrganization } from '../support/domain.ts';
import { deploymentKey, type Person, publicUrl, testApi } from './api-app.ts';

const api = testApi();
let org = '';
let ws = '';

beforeAll(async () => {
  org = api.defaultOrgId();
  ws = (await listWorkspaces(org))[0]?._id ?? '';
});

const ask = (query: string, key?: string) => {
  const request = supertest(api.app).get(`/auth/verify${query}`);
  return key === undefined ? request : request.set('Authorization', `Bearer ${key}`);
};

async function signedIn({ accountId }: Person) {
  const agent = supertest.agent(api.app);
  await agent.post(`/sign-in/${accountId}`).expect(200);
  return agent;
}

const sessionsStored = () => mongoClient().db().collection('sessions').countDocuments();

describe('GET /auth/verify', () => {
  it('tells by session cookie or personal key who it is and with which roles, without a body', async () => {
    const editor = await api.newWorkspaceMember(ws, 'Workspace Editor');
    const agent = await signedIn(editor);
    const query = `?organization=${org}&workspace=${ws}&permission=workspace:write`;
    for (const answer of [await agent.get(`/auth/verify${query}`), await ask(query, editor.key)]) {
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        'x-usher-account': editor.accountId,
        'x-usher-email': editor.email,
        'x-usher-email-verified': 'true',
        'x-usher-name': 'workspace-editor',
        'x-usher-organization-role': 'Organization User',
        'x-usher-workspace-role': 'Workspace Editor',
        'cache-control': 'no-store',
      });
      expect(answer.text ?? '').toBe('');
    }
  });

  it('asks for what the query names: nothing, the organization, the workspace, a permission', async () => {
    const viewer = await api.newWorkspaceMember(ws, 'Workspace Viewer');
    const statusOf = async (query: string) => (await ask(query, viewer.key)).status;
    expect(await statusOf('')).toBe(200);
    expect(await statusOf(`?organization=${org}`)).toBe(200);
    expect(await statusOf('?permission=organization:read')).toBe(200);
    expect(await statusOf('?permission=members:read')).toBe(403);
    expect(await statusOf(`?workspace=${ws}`)).toBe(200);
    expect(await statusOf(`?workspace=${ws}&permission=workspace:read`)).toBe(200);
    expect(await statusOf(`?workspace=${ws}&permission=workspace:write`)).toBe(403);
    const path = `/organizations/${org}/workspaces/${ws}/members/${viewer.memberId}/override`;
    await api.operator('put', path, { effect: 'deny' });
    expect(await statusOf(`?workspace=${ws}`)).toBe(403);
    expect(await statusOf('')).toBe(200);
  });

  it('gives the same verdict as check', async () => {
    const service = await api.serviceKeyOf(org);
    const editor = await api.newWorkspaceMember(ws, 'Workspace Editor');
    for (const permission of ['workspace:read', 'workspace:write', 'workspace-members:manage']) {
      const place = `workspace=${ws}&permission=${permission}`;
      const { body } = await service('get', `/organizations/${org}/check?account=${editor.accountId}&${place}`);
      expect((await ask(`?${place}`, editor.key)).status).toBe(body.allowed ? 200 : 403);
    }
  });

  it('answers 401 to who is not signed in, and makes no session for them', async () => {
    const before = await sessionsStored();
    const answers = [
      await ask(''),
      await ask('', 'unknown'),
      await ask('').set('Authorization', 'Basic eDp5'),
      await ask('').set('Cookie', 'usher=s%3Aguessed.signature'),
      await ask(`?organization=${org}&access_token=${deploymentKey}`),
    ];
    for (const { status, headers, text } of answers) {
      expect([status, text]).toEqual([401, '']);
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-usher-account']).toBeUndefined();
    }
    expect(await sessionsStored()).toBe(before);
  });

  it('answers 403 to keys that are nobody’s: an application would take them for a person', async () => {
    const { body } = await api.operator('post', `/organizations/${org}/service-keys`, { description: 'CI' });
    for (const key of [deploymentKey, body.token]) {
      const answer = await ask('', key);
      expect([answer.status, answer.text]).toEqual([403, '']);
    }
  });

  it('[21] does not tell what other organizations have', async () => {
    const { orgId, workspaceId } = await newOrganization('Elsewhere');
    const person = await api.newMemberWith('Organization Admin');
    const random = '0123456789abcdef01234567';
    for (const query of [`?organization=${orgId}`, `?organization=${random}`]) {
      const answer = await ask(query, person.key);
      expect([answer.status, answer.headers['x-usher-reason']]).toEqual([403, 'not_a_member']);
    }
    const foreign = await ask(`?workspace=${workspaceId}`, person.key);
    const unknown = await ask(`?workspace=${random}`, person.key);
    expect([foreign.status, foreign.headers['x-usher-reason']]).toEqual([403, 'workspace_not_found']);
    expect(unknown.headers['x-usher-reason']).toBe('workspace_not_found');
  });

  it('[70] follows a deactivation, a demotion and an expiry at the next request', async () => {
    const editor = await api.newWorkspaceMember(ws, 'Workspace Viewer');
    const path = `/organizations/${org}/workspaces/${ws}/members/${editor.memberId}/override`;
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    await api.operator('put', path, { effect: 'allow', role: 'Workspace Admin', expiresAt });
    const agent = await signedIn(editor);
    const query = `/auth/verify?workspace=${ws}&permission=workspace-members:manage`;
    await agent.get(query).expect(200);
    shiftClock(601_000);
    try {
      await agent.get(query).expect(403);
    } finally {
      shiftClock(0);
    }
    await agent.get(query).expect(200);
    await api.operator('patch', `/organizations/${org}/members/${editor.memberId}`, { active: false });
    await agent.get(query).expect(401);
  });

  it.each([
    ['ada\r\nX-Usher-Organization-Role: Organization Admin', 'ada%0D%0AX-Usher-Organization-Role: Organization Admin'],
    ['Łukasz 100%', '%C5%81ukasz 100%25'],
    ['一二', '%E4%B8%80%E4%BA%8C'],
    ['x'.repeat(1_000), 'x'.repeat(320)],
    ['€'.repeat(200), '%E2%82%AC'.repeat(106)],
  ])('encodes the name %j, so that it cannot end its header', async (name, expected) => {
    const person = await api.newMemberWith('Organization User');
    // Whatever way such a name may find into the database.
    await mongoClient().db().collection('members').updateOne({ accountId: person.accountId }, { $set: { name } });
    const { status, headers } = await ask('', person.key);
    expect([status, headers['x-usher-name'], headers['x-usher-organization-role']]).toEqual([
      200,
      expected,
      'Organization User',
    ]);
    expect(name.startsWith(decodeURIComponent(expected))).toBe(true);
  });

  it('leaves out an email that does not fit, rather than cut it to somebody else’s', async () => {
    const person = await api.newMemberWith('Organization User');
    await changeUser(context, org, person.memberId, (content) => ({
      ...content,
      emails: [`${'x'.repeat(320)}@acme.test`],
    }));
    expect((await ask('', person.key)).headers).toMatchObject({
      'x-usher-email': '',
      'x-usher-email-verified': 'false',
    });
  });

  it('answers 400 to a question that makes no sense, as only the operator can have set it up', async () => {
    const { key } = await api.newMemberWith('Organization User');
    for (const [query, reason] of [
      ['?permission=workspace:raed', 'unknown_permission'],
      ['?permission=workspace:read', 'invalid_question'],
      [`?workspace=${ws}&workspace=${ws}`, 'invalid_input'],
      ['?permision=members:read', 'invalid_input'],
      ['?organization=%00', 'invalid_input'],
    ]) {
      const answer = await ask(query as string, key);
      expect([answer.status, answer.headers['x-usher-reason'], answer.text]).toEqual([400, reason, '']);
    }
  });

  it('does not let the headers of a request change the question', async () => {
    const { key } = await api.newMemberWith('Organization User');
    const answer = await ask('?permission=members:read', key)
      .set('X-Usher-Permission', 'organization:read')
      .set('X-Forwarded-Uri', '/?permission=organization:read');
    expect(answer.status).toBe(403);
  });

  const signInAt = (returnTo: string) => `${publicUrl}/auth/login?returnTo=${encodeURIComponent(returnTo)}`;
  const unasked = (uri: string) => ask('').set('X-Forwarded-Uri', uri);

  it.each([
    ['/reports/', '/reports/'],
    ['/reports/a%20b?q=a%26b&c=d%3De#top', '/reports/a%20b?q=a%26b&c=d%3De#top'],
    ['/reports/100%25', '/reports/100%25'],
    ['/reports/100%', '/'],
    ['/reports/%0d%0aSet-Cookie:%20a=b', '/'],
    ['//evil.test/', '/'],
    ['https://evil.test/', '/'],
    ['/\\evil.test', '/'],
    ['/auth/login?returnTo=/a', '/'],
  ])('[106] tells who is not signed in and wants %j the way back to %j', async (asked, returnTo) => {
    const refused = await unasked(asked);
    expect([refused.status, refused.headers['x-usher-sign-in'], refused.headers.location]).toEqual([
      401,
      signInAt(returnTo),
      undefined,
    ]);
    const sent = await ask('?signIn=redirect').set('X-Forwarded-Uri', asked);
    expect([sent.status, sent.headers.location, sent.text]).toEqual([302, signInAt(returnTo), '']);
    expect(sent.headers['cache-control']).toBe('no-store');
  });

  it('leads to the start page where the proxy does not say what was asked for', async () => {
    expect((await ask('')).headers['x-usher-sign-in']).toBe(signInAt('/'));
  });

  it('sends neither programs nor people who are signed in to the sign-in', async () => {
    const { key } = await api.newMemberWith('Organization User');
    const program = await ask('?signIn=redirect', 'unknown');
    expect([program.status, program.headers.location, program.headers['x-usher-sign-in']]).toEqual([
      401,
      undefined,
      undefined,
    ]);
    const refused = await ask('?signIn=redirect&permission=members:read', key);
    expect([refused.status, refused.headers.location, refused.headers['x-usher-sign-in']]).toEqual([
      403,
      undefined,
      undefined,
    ]);
    expect((await ask('?signIn=redirect', key)).status).toBe(200);
    expect((await ask('?signIn=page', key)).status).toBe(400);
  });

  it.each([
    ['a=b; c="d e"; usherette=1; my-usher=2; e=f=g', 'a=b; c="d e"; usherette=1; my-usher=2; e=f=g'],
    ['usher=s%3Ax; a=b', 'a=b'],
    ['a=b;usher=1;usher=2 ; c=d', 'a=b; c=d'],
    ['__Host-usher=1; usher-sign-in-0123456789abcdef=2; __Host-usher-sign-in-0=3', ''],
    ['usher', ''],
    ['usher =1;\t__Host-usher\t=2; a=b', 'a=b'],
    ['; ;a=b;;', 'a=b'],
    ['', ''],
  ])('[106] hands the cookies %j back without its own: %j', async (cookie, expected) => {
    const { key } = await api.newMemberWith('Organization User');
    const answer = await ask('', key).set('Cookie', cookie);
    expect([answer.status, answer.headers.cookie]).toEqual([200, expected]);
  });

  it('hands no cookies back to who is refused', async () => {
    const { key } = await api.newMemberWith('Organization User');
    for (const [answer, status] of [
      [await ask('').set('Cookie', 'a=b'), 401],
      [await ask('?permission=members:read', key).set('Cookie', 'a=b'), 403],
    ] as const)
      expect([answer.status, answer.headers.cookie]).toEqual([status, undefined]);
  });

  it('[106] is found by no other spelling of its path, so that a proxy can hide it', async () => {
    const { key } = await api.newMemberWith('Organization User');
    for (const path of ['/auth/verify/', '/Auth/verify', '/auth/VERIFY', '/auth/verify/x', '//auth/verify']) {
      const answer = await supertest(api.app).get(path).set('Authorization', `Bearer ${key}`);
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  it('is read, never written', async () => {
    const { key } = await api.newMemberWith('Organization User');
    await supertest(api.app).head('/auth/verify').set('Authorization', `Bearer ${key}`).expect(200);
    const posted = await supertest(api.app).post('/auth/verify').set('Authorization', `Bearer ${key}`);
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});
