/** Set-up links from the first click to the last, and everybody who has no business with them. */
import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { changeConnection } from '../../src/domain/administration/connections/change-connection.ts';
import { addEmailDomain } from '../../src/domain/administration/connections/change-email-domains.ts';
import { revokeScimToken } from '../../src/domain/administration/keys/scim-tokens.ts';
import { changeMember, removeMemberAs } from '../../src/domain/administration/members/change-member.ts';
import { lockMember } from '../../src/domain/administration/members/lock-member.ts';
import { deleteOrganization } from '../../src/domain/administration/organizations/delete-organization.ts';
import { listSetupLinks, renewSetupLink, revokeSetupLink } from '../../src/domain/administration/setup/setup-links.ts';
import { accounts } from '../../src/domain/model/account.ts';
import { connections } from '../../src/domain/model/connection.ts';
import { events } from '../../src/domain/model/event.ts';
import { members } from '../../src/domain/model/member.ts';
import { setupLinks } from '../../src/domain/model/setup-link.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { system, tenant } from '../../src/storage/tenant.ts';
import { context, newOrganization, secretBox, setOrganizationRole } from '../support/domain.ts';
import { openBrowser, signInAs } from '../support/oidc-browser.ts';
import { testSetup } from './setup-place.ts';

const { app, names, newAdmin, newLink, open, client, newProvider } = testSetup();

const statusAt = async (address: string, browser = openBrowser()) => (await browser.send(address)).status;
const countOf = async (name: string) => mongoClient().db().collection(name).countDocuments();
const order = { name: 'Login', issuer: 'https://idp.example', clientId: 'usher', clientSecret: 'a secret of theirs' };

/** A link whose connection is saved, at a provider that runs. */
async function withConnection(more: Parameters<typeof newLink>[0] = {}) {
  const made = await newLink(more);
  const { browser, ask } = await open(made.address);
  const { body } = await ask('GET');
  const provider = await newProvider(body.redirectUri);
  expect((await ask('PUT', '/connection', provider.order)).status).toBe(200);
  const test = () =>
    signInAs(browser, `${app().url}/auth/setup/${made.link._id}`, 'ann', { stopAt: `${app().url}/console` });
  return { ...made, browser, ask, provider, test };
}

describe('a set-up link', () => {
  it('leads from one click to domain, sign-in and directory, and every step is its own in the audit log', async () => {
    const admin = await newAdmin();
    const { orgId, link, address } = await newLink({}, admin);
    const { browser, page, opened, ask } = await open(address);
    expect(page.text).toContain('Set up Default');
    expect(page.text).toContain('Grace Hopper');
    expect([opened.status, opened.headers.get('location')]).toEqual([303, `/console/setup/${link._id}`]);
    const [cookie] = [...browser.cookies(app().url)];
    expect(cookie?.[0]).toBe(`usher-setup-${link._id}`);
    expect(cookie?.[1].attributes).toContain('HttpOnly');
    const { body: begun } = await ask('GET');
    expect(begun).toMatchObject({ organization: 'Default', domains: [], connection: null, test: null });

    const { body: domain } = await ask('POST', '/domains', { name: 'customer.test' });
    const verify = `/domains/${domain.id}/verify`;
    expect((await ask('POST', verify)).body).toMatchObject({ status: 409, code: 'domain_not_proven' });
    names.records.set('customer.test', [domain.txtRecord]);
    expect((await ask('POST', verify)).body).toMatchObject({ verified: true });

    const provider = await newProvider(begun.redirectUri);
    expect((await ask('PUT', '/connection', provider.order)).body).toMatchObject({ enabled: false, trustEmail: false });
    expect((await ask('POST', '/connection/test')).body).toMatchObject({ ok: true });
    const before = [
      await countOf('accounts'),
      await countOf('members'),
      await countOf('sessions'),
      await countOf('identities'),
    ];
    const test = await signInAs(browser, `${app().url}/auth/setup/${link._id}`, 'ann', {
      stopAt: `${app().url}/console`,
    });
    expect(test.url).toBe(`${app().url}/console/setup/${link._id}?step=sign-in`);
    const { body: tested } = await ask('GET');
    expect(tested.test).toMatchObject({
      isCurrent: true,
      problem: null,
      read: { subject: 'ann', email: 'ann@acme.test', emailTrusted: true, name: 'Ann of IT' },
    });
    expect(tested.test.received).toContainEqual({ name: 'sub', value: '"ann"', from: 'id-token' });
    expect([
      await countOf('accounts'),
      await countOf('members'),
      await countOf('sessions'),
      await countOf('identities'),
    ]).toEqual(before);
    expect([...browser.cookies(app().url).keys()]).toEqual([`usher-setup-${link._id}`]);
    expect((await ask('POST', '/connection/switch-on')).body).toMatchObject({ enabled: true });

    const { status, body: made } = await ask('POST', '/scim-token');
    expect(status).toBe(201);
    const scim = await fetch(`${app().url}/scim/v2/Users`, { headers: { authorization: `Bearer ${made.token}` } });
    expect(scim.status).toBe(200);
    await expect
      .poll(async () => (await ask('GET')).body.directory, { timeout: 10_000 })
      .toMatchObject({
        token: { revoked: false },
        requests: [{ method: 'GET', path: '/scim/v2/Users', status: 200, detail: null }],
      });

    expect((await ask('POST', '/finish')).status).toBe(204);
    expect((await ask('GET')).status).toBe(401);
    const told = await tenant(orgId).find(
      events,
      { 'actor.id': link._id, type: { $ne: 'access.denied' } },
      { sort: { at: 1 } },
    );
    expect(told.map(({ type }) => type)).toEqual([
      'setup_link.opened',
      'domain.added',
      'domain.verified',
      'sso_connection.created',
      'setup_link.sign_in_tested',
      'sso_connection.updated',
      'scim_token.created',
      'setup_link.finished',
    ]);
    const actor = { type: 'setup-link', id: link._id, name: 'Acme IT' };
    const madeBy = { type: 'account', id: admin.accountId, name: 'Grace Hopper' };
    for (const event of told) expect(event.actor).toEqual({ ...actor, madeBy });
    const stored = JSON.stringify([told, await tenant(orgId).findOne(setupLinks, { _id: link._id })]);
    for (const secret of [provider.order.clientSecret, made.token, address.split('/').at(-1), cookie?.[1].value])
      expect(stored).not.toContain(secret);
    await provider.stop();
  });

  it('[117] is opened by a click alone: looking at it, however often, opens nothing', async () => {
    const { orgId, link, address } = await newLink();
    for (const method of ['GET', 'HEAD', 'GET'])
      expect((await openBrowser().send(address, { method })).status).toBe(200);
    expect(await tenant(orgId).findOne(setupLinks, { _id: link._id })).toMatchObject({
      openedAt: null,
      browserHash: null,
    });
  });

  it('[117] opened in two browsers at once is opened in one', async () => {
    const { address } = await newLink();
    const all = await Promise.all(Array.from({ length: 5 }, () => open(address)));
    expect(all.map(({ opened }) => opened.status).toSorted()).toEqual([303, 404, 404, 404, 404]);
  });

  it('goes on in the browser that opened it, from the same address', async () => {
    const { link, address } = await newLink();
    const { browser } = await open(address);
    expect((await browser.send(address)).headers.get('location')).toBe(`/console/setup/${link._id}`);
    const again = await browser.send(address, { method: 'POST', headers: { origin: app().url } });
    expect(again.status).toBe(303);
  });

  it('[117] that is renewed ends where it was open, and goes on in the browser that opens the new one', async () => {
    const { orgId, link, address } = await newLink();
    const { ask } = await open(address);
    await ask('POST', '/domains', { name: 'renewed.test' });
    const expiresAt = new Date(Date.now() + 3_600_000);
    const { secret } = await renewSetupLink(context, fullAuthority, orgId, link._id, expiresAt);
    expect((await ask('GET')).status).toBe(401);
    expect(await statusAt(address)).toBe(404);
    const again = await open(`${app().url}/setup/${secret}`);
    expect((await again.ask('GET')).body.domains).toMatchObject([{ name: 'renewed.test' }]);
    await again.ask('POST', '/finish');
    await expect(renewSetupLink(context, fullAuthority, orgId, link._id, expiresAt)).rejects.toThrow('over');
  });

  it('[119] takes up a domain that the organization has listed, and knows none of another organization', async () => {
    const { orgId, address } = await newLink();
    const listed = await addEmailDomain(context, orgId, 'listed.test');
    const unrelated = await addEmailDomain(context, orgId, 'unrelated.test');
    const elsewhere = await addEmailDomain(context, (await newOrganization()).orgId, 'elsewhere.test');
    const { ask } = await open(address);
    expect((await ask('POST', '/domains', { name: 'LISTED.test' })).body).toMatchObject({ id: listed._id });
    expect((await ask('GET')).body.domains).toHaveLength(1);
    for (const { _id } of [unrelated, elsewhere])
      expect((await ask('POST', `/domains/${_id}/verify`)).body).toMatchObject({
        status: 404,
        code: 'domain_not_found',
      });
  });

  it('makes one SCIM token, which the admins revoke like any other and which outlives the link', async () => {
    const { orgId, link, address } = await newLink();
    const { ask } = await open(address);
    const made = await Promise.all([ask('POST', '/scim-token'), ask('POST', '/scim-token')]);
    expect(made.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const token = made.find(({ status }) => status === 201)?.body.token;
    await revokeSetupLink(context, orgId, link._id);
    const push = () => statusOfScim(token);
    expect(await push()).toBe(200);
    await revokeScimToken(context, orgId, link.scimTokenId);
    expect(await push()).toBe(401);
  });

  it('[119] makes no second token when the first one is revoked', async () => {
    const { orgId, link, address } = await newLink();
    const { ask } = await open(address);
    await ask('POST', '/scim-token');
    await revokeScimToken(context, orgId, link.scimTokenId);
    expect((await ask('POST', '/scim-token')).body).toMatchObject({ status: 409, code: 'token_made' });
    expect((await ask('GET')).body.directory.token).toMatchObject({ revoked: true });
  });
});

async function statusOfScim(token: string): Promise<number> {
  return (await fetch(`${app().url}/scim/v2/Users`, { headers: { authorization: `Bearer ${token}` } })).status;
}

describe('who has no set-up link', () => {
  it('[75] [117] meets the same page for one that was guessed, opened elsewhere, revoked, has expired or whose maker may not any more', async () => {
    const guessed = await openBrowser().send(`${app().url}/setup/usher_setup_guessed`);
    expect([guessed.status, guessed.text]).toEqual([404, expect.stringContaining('not valid')]);
    const text = (page: { text: string }) => page.text.replace(/Request id: [\w-]+/, '');
    const elsewhere = await newLink();
    await open(elsewhere.address);
    const revoked = await newLink();
    await revokeSetupLink(context, revoked.orgId, revoked.link._id);
    const expired = await newLink({ expiresAt: new Date(Date.now() - 1_000) });
    const admin = await newAdmin();
    const demoted = await newLink({}, admin);
    await setOrganizationRole(context, admin.orgId, admin.memberId, 'Organization Operator');
    const purged = await newLink();
    await deleteOrganization(context, purged.orgId);
    for (const { address } of [elsewhere, revoked, expired, demoted, purged]) {
      const look = await openBrowser().send(address);
      expect([look.status, text(look)]).toEqual([404, text(guessed)]);
      expect((await open(address)).opened.status).toBe(404);
    }
  });

  it('[75] [97] is throttled for guessing, and the right link opens all the same', async () => {
    const { address } = await newLink();
    const guesses = await Promise.all(
      Array.from({ length: 40 }, (_, at) => statusAt(`${app().url}/setup/usher_setup_${at}`)),
    );
    expect(guesses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect((await open(address)).opened.status).toBe(303);
    await mongoClient().db().collection('rateLimits').deleteMany({});
  });

  it('[71] opens nothing from a foreign page, and writes nothing without the token of the session', async () => {
    const { address } = await newLink();
    for (const headers of [{ origin: 'https://evil.example' }, {}])
      expect((await openBrowser().send(address, { method: 'POST', headers })).status).toBe(403);
    const { ask } = await open(address);
    for (const headers of [{ origin: 'https://evil.example' }, { 'x-csrf-token': 'wrong' }, { 'x-csrf-token': '' }])
      expect((await ask('POST', '/domains', { name: 'a.test' }, headers)).body).toMatchObject({
        status: 403,
        code: 'csrf',
      });
    expect((await ask('GET')).body.domains).toEqual([]);
  });

  it('[118] is let in by no id, no cookie of another link and no session or key, and the link opens no other door', async () => {
    const one = await newLink();
    const other = await newLink();
    const { browser } = await open(one.address);
    await open(other.address);
    const { value } = browser.cookies(app().url).get(`usher-setup-${one.link._id}`) ?? { value: '' };
    browser.setCookie(app().url, `usher-setup-${other.link._id}`, value);
    for (const id of [other.link._id, 'none', '__proto__']) expect((await client(browser, id)('GET')).status).toBe(401);
    expect((await client(openBrowser(), one.link._id)('GET')).status).toBe(401);
    for (const path of [
      '/me',
      '/organizations',
      `/organizations/${one.orgId}`,
      `/organizations/${one.orgId}/sso-connections`,
    ])
      expect((await browser.send(`${app().url}/api/v1${path}`)).status, path).toBe(401);
  });
});

describe('what a set-up link may', () => {
  it('[119] is what it covers, and nothing beside', async () => {
    const asks = [
      ['POST', '/domains', { name: 'a.test' }],
      ['PUT', '/connection', order],
      ['POST', '/connection/test', undefined],
      ['POST', '/connection/switch-on', undefined],
      ['POST', '/scim-token', undefined],
    ] as const;
    const covered = {
      domain: ['/domains'],
      'sign-in': ['/connection', '/connection/test', '/connection/switch-on'],
      directory: ['/scim-token'],
    };
    for (const part of ['domain', 'sign-in', 'directory'] as const) {
      const { link, address } = await newLink({ parts: [part] });
      const { browser, ask } = await open(address);
      for (const [method, path, body] of asks) {
        const { body: answer } = await ask(method, path, body);
        expect(answer?.code === 'not_covered', `${part}: ${path}`).toBe(!covered[part].includes(path));
      }
      const test = await browser.send(`${app().url}/auth/setup/${link._id}`);
      expect(test.status).toBe(part === 'sign-in' ? (502 === test.status ? 502 : 302) : 404);
    }
  });

  it.each([
    [
      'demoted',
      (orgId: string, memberId: string) => setOrganizationRole(context, orgId, memberId, 'Organization Operator'),
    ],
    [
      'deactivated',
      (orgId: string, memberId: string) => changeMember(context, fullAuthority, orgId, memberId, { active: false }),
    ],
    [
      'locked',
      (orgId: string, memberId: string) =>
        lockMember(context, { orgId, memberId, reason: 'lost laptop', dryRun: false }),
    ],
    ['removed', (orgId: string, memberId: string) => removeMemberAs(context, fullAuthority, orgId, memberId)],
  ] as const)('[120] ends at the next request when its maker is %s', async (_, end) => {
    const admin = await newAdmin();
    const { link, address } = await newLink({}, admin);
    const { ask } = await open(address);
    expect((await ask('GET')).status).toBe(200);
    await end(admin.orgId, admin.memberId);
    for (const path of ['/domains', '/scim-token', '/finish']) expect((await ask('POST', path, {})).status).toBe(401);
    const [shown] = (await listSetupLinks(admin.orgId)).filter((view) => view.link._id === link._id);
    expect(shown?.status).toBe('void');
  });

  it('[95] [120] does not come back with a maker who was deactivated and activated again', async () => {
    const admin = await newAdmin();
    const { address } = await newLink({}, admin);
    const { ask } = await open(address);
    for (const active of [false, true])
      await changeMember(context, fullAuthority, admin.orgId, admin.memberId, { active });
    expect(await tenant(admin.orgId).findOne(members, { _id: admin.memberId })).toMatchObject({ status: 'active' });
    expect((await ask('GET')).status).toBe(401);
  });

  it('[120] ends at the next request when it is revoked, and when its time is over', async () => {
    const revoked = await newLink();
    const one = await open(revoked.address);
    await revokeSetupLink(context, revoked.orgId, revoked.link._id);
    expect((await one.ask('GET')).status).toBe(401);
    const expired = await newLink();
    const two = await open(expired.address);
    const rows = mongoClient().db().collection<{ _id: string }>('setupLinks');
    await rows.updateOne({ _id: expired.link._id }, { $set: { expiresAt: new Date(Date.now() - 1) } });
    expect((await two.ask('POST', '/scim-token')).status).toBe(401);
  });

  it('[81] is to name no provider in a private network', async () => {
    const { ask } = await open((await newLink()).address);
    for (const issuer of ['https://10.0.0.1', 'https://169.254.169.254', 'https://[::1]'])
      expect((await ask('PUT', '/connection', { ...order, issuer })).body).toMatchObject({
        status: 400,
        code: 'address_refused',
      });
  });

  it('[119] is to choose none of what the admins choose of a connection', async () => {
    const { ask } = await open((await newLink()).address);
    for (const more of [{ trustEmail: true }, { enabled: true }, { linkByExternalId: true }, { groupSync: true }])
      expect((await ask('PUT', '/connection', { ...order, ...more })).status).toBe(400);
  });
});

describe('a test sign-in', () => {
  it('[121] has to go well, with what is saved now, before people can sign in', async () => {
    const { ask, test, provider } = await withConnection();
    expect((await ask('POST', '/connection/switch-on')).body).toMatchObject({ status: 409, code: 'not_tested' });
    await test();
    await ask('PUT', '/connection', { ...provider.order, name: 'Another name' });
    expect((await ask('GET')).body.test).toMatchObject({ isCurrent: false });
    expect((await ask('POST', '/connection/switch-on')).body).toMatchObject({ status: 409, code: 'not_tested' });
    await test();
    expect((await ask('POST', '/connection/switch-on')).body).toMatchObject({ enabled: true });
    const changed = await ask('PUT', '/connection', { ...provider.order, clientId: 'other' });
    expect(changed.body).toMatchObject({ status: 409, code: 'connection_is_on' });
    await provider.stop();
  });

  it('[121] lets nobody switch the sign-in on where the admin has kept that', async () => {
    const { orgId, link, ask, test, provider } = await withConnection({ maySwitchOn: false });
    await test();
    expect((await ask('POST', '/connection/switch-on')).body).toMatchObject({
      status: 403,
      code: 'switched_on_by_admins',
    });
    await changeConnection(context, orgId, link.connectionId, { enabled: true }, secretBox);
    expect((await ask('PUT', '/connection', provider.order)).body).toMatchObject({ code: 'connection_is_on' });
    await provider.stop();
  });

  it('[121] is no way back to a connection that an admin has switched off', async () => {
    const { orgId, link, ask, test, provider } = await withConnection();
    await test();
    expect((await ask('POST', '/connection/switch-on')).body).toMatchObject({ enabled: true });
    await changeConnection(context, orgId, link.connectionId, { enabled: false }, secretBox);
    await test();
    const refused = { status: 409, code: 'connection_was_on' };
    expect((await ask('POST', '/connection/switch-on')).body).toMatchObject(refused);
    expect((await ask('PUT', '/connection', { ...provider.order, clientId: 'other' })).body).toMatchObject(refused);
    const row = await tenant(orgId).findOne(connections, { _id: link.connectionId });
    expect([row?.enabled, row?.clientId]).toEqual([false, provider.order.clientId]);
    await provider.stop();
  });

  it('that fails says why, and repeats no secret', async () => {
    const { ask, test, provider } = await withConnection();
    await ask('PUT', '/connection', { ...provider.order, clientSecret: 'the wrong one' });
    await test();
    const { body } = await ask('GET');
    expect(body.test).toMatchObject({ isCurrent: true, received: [], read: null });
    expect(body.test.problem).toContain('did not accept our credentials');
    expect(JSON.stringify(body)).not.toContain('the wrong one');
    await provider.stop();
  });

  it('[100] of a provider that cannot be reached tells nothing of the network', async () => {
    const { browser, link, ask, provider } = await withConnection();
    await provider.stop();
    await browser.visit(`${app().url}/auth/setup/${link._id}`, { stopAt: `${app().url}/console` });
    const { problem } = (await ask('GET')).body.test;
    expect(problem).not.toMatch(/ECONN|127\.0\.0\.1/);
    expect(problem).toMatch(/reached|answer/);
  });

  it('[49] [122] ends in the browser that began it, once, and never as a sign-in', async () => {
    const { browser, link, provider } = await withConnection();
    const callback = `${app().url}/auth/callback`;
    const begin = () => signInAs(browser, `${app().url}/auth/setup/${link._id}`, 'ann', { stopAt: callback });
    const sessions = await countOf('sessions');
    const back = await begin();
    expect((await openBrowser().send(back.url)).status).toBe(400);
    // Without its mark it is no sign-in either: the connection is off, and no transaction has this state.
    const unmarked = new URL(back.url);
    unmarked.searchParams.set('state', (unmarked.searchParams.get('state') ?? '').replace('test.', ''));
    expect((await browser.send(unmarked.href)).status).toBe(404);
    expect((await browser.send(back.url)).status).toBe(302);
    expect((await browser.send(back.url)).status).toBe(400);
    expect(await countOf('sessions')).toBe(sessions);
    await provider.stop();
  });

  it('[122] is no way to read the claims of a sign-in that somebody begins', async () => {
    const { orgId, browser, link, ask, test, provider } = await withConnection();
    await test();
    await ask('POST', '/connection/switch-on');
    const back = await signInAs(browser, `${app().loginUrl}?connection=${link.connectionId}`, 'ann', {
      stopAt: `${app().url}/auth/callback`,
    });
    const marked = new URL(back.url);
    marked.searchParams.set('state', `test.${marked.searchParams.get('state')}`);
    expect((await browser.send(marked.href)).status).toBe(400);
    expect(await system('sign-in').findOne(accounts, { email: 'ann@acme.test' })).toBeNull();
    expect(await tenant(orgId).count(connections, {})).toBe(1);
    await provider.stop();
  });
});
