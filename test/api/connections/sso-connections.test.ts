/** Connections, domains and simulations over HTTP. */
import { describe, expect, it } from 'vitest';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { createOrganization } from '../../../src/domain/entry/arrival/create-organization.ts';
import { connections, getConnection } from '../../../src/domain/model/connection.ts';
import { members } from '../../../src/domain/model/member.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, person, secretBox } from '../../support/domain.ts';
import { testNameServer } from '../../support/name-server.ts';
import { startHostileProvider } from '../../support/oidc-provider.ts';
import { testApi } from '../api-app.ts';

const { records, dnsServers } = testNameServer();
const api = testApi({}, { dnsServers });

const order = { name: 'Okta', issuer: 'https://idp.example', clientId: 'usher', clientSecret: 'a very secret secret' };

describe('connections', () => {
  it('are created, changed and removed, and the secret never comes back', async () => {
    const { orgId } = await newOrganization();
    const list = `/organizations/${orgId}/sso-connections`;
    const { status, body } = await api.operator('post', list, order);
    expect([status, body.redirectUri]).toEqual([201, `http://localhost:3000/auth/callback/${body.id}`]);
    expect(body).toMatchObject({ enabled: true, trustEmail: false, groupSync: false, scopes: 'openid profile email' });
    const changed = await api.operator('patch', `${list}/${body.id}`, {
      clientSecret: 'another',
      requiredGroups: ['A'],
    });
    expect(changed.body).toMatchObject({ name: 'Okta', requiredGroups: ['A'] });
    const row = await getConnection(orgId, body.id);
    expect(secretBox.open(row.clientSecret)).toBe('another');
    const shown = JSON.stringify([body, changed.body, (await api.operator('get', list)).body, row]);
    expect(shown).not.toMatch(/very secret|"another"/);
    expect((await api.operator('delete', `${list}/${body.id}`)).status).toBe(204);
    expect((await api.operator('get', `${list}/${body.id}`)).status).toBe(404);
  });

  it.each([
    ['https://127.0.0.2', 'address_refused'],
    ['https://169.254.169.254', 'address_refused'],
    ['http://localhost:9', 'address_refused'],
    ['http://idp.example', 'invalid_input'],
    ['https://user:pw@idp.example', 'invalid_input'],
  ])('[81] of %s are refused: %s', async (issuer, code) => {
    const { orgId } = await newOrganization();
    const list = `/organizations/${orgId}/sso-connections`;
    expect((await api.operator('post', list, { ...order, issuer })).body).toMatchObject({ status: 400, code });
    expect(await tenant(orgId).count(connections, {})).toBe(0);
    const { body } = await api.operator('post', list, order);
    const change = { issuer, clientSecret: 'x' };
    expect((await api.operator('patch', `${list}/${body.id}`, change)).body).toMatchObject({ status: 400, code });
  });

  it('keep their secret from another issuer, their name to themselves, and out of personal organizations', async () => {
    const { orgId } = await newOrganization();
    const list = `/organizations/${orgId}/sso-connections`;
    const { body } = await api.operator('post', list, order);
    const moved = await api.operator('patch', `${list}/${body.id}`, { issuer: 'https://evil.example' });
    expect(moved.body).toMatchObject({ status: 400, code: 'secret_required' });
    expect((await api.operator('post', list, order)).body).toMatchObject({ status: 409, code: 'uniqueness' });
    const own = { kind: 'personal' as const, name: 'Mine', workspaceName: 'Workspace 1' };
    const { _id: personal } = await createOrganization(context, own, null);
    expect((await api.operator('post', `/organizations/${personal}/sso-connections`, order)).body).toMatchObject({
      status: 403,
      code: 'personal_organization',
    });
    expect((await api.operator('get', `/organizations/${personal}/sso-connections/${body.id}`)).status).toBe(404);
  });

  it('are tested step by step, up to the first fault', async () => {
    const provider = await startHostileProvider();
    const { orgId } = await newOrganization();
    const list = `/organizations/${orgId}/sso-connections`;
    const { body } = await api.operator('post', list, { ...order, issuer: provider.issuer });
    const test = async () => (await api.operator('post', `${list}/${body.id}/test`)).body;
    const good = await test();
    expect(good.steps.map(({ step }: { step: string }) => step)).toEqual([
      'address',
      'discovery',
      'issuer',
      'endpoints',
      'algorithms',
      'keys',
    ]);
    expect(good.ok).toBe(true);
    const fault = async () => {
      const { ok, steps } = await test();
      return [ok, steps.at(-1).step, steps.at(-1).ok];
    };
    provider.bends = { discovery: (document) => ({ ...document, issuer: `${provider.issuer}/` }) };
    expect(await fault()).toEqual([false, 'issuer', false]);
    provider.bends = { discovery: (document) => ({ ...document, jwks_uri: 'https://10.0.0.1/keys' }) };
    expect(await fault()).toEqual([false, 'endpoints', false]);
    provider.bends = { instead: { jwks: (_request, response) => void response.send('<html>') } };
    expect(await fault()).toEqual([false, 'keys', false]);
    await provider.goDown();
    expect(await fault()).toEqual([false, 'discovery', false]);
  });
});

describe('[100] what an admin sees of addresses that do not answer', () => {
  it('is the same for an unknown name, one of the own network and a closed port', async () => {
    const { orgId } = await newOrganization();
    const list = `/organizations/${orgId}/sso-connections`;
    const issuers = ['https://nobody.invalid', 'https://localhost:2', 'https://127.0.0.1:2', 'http://127.0.0.1:2'];
    const details = await Promise.all(
      issuers.map(async (issuer, i) => {
        const { body } = await api.operator('post', list, { ...order, name: `Provider ${i}`, issuer });
        const { steps } = (await api.operator('post', `${list}/${body.id}/test`)).body;
        return steps.slice(1);
      }),
    );
    expect(details[0]).toEqual([
      { step: 'discovery', ok: false, detail: expect.stringMatching(/^It does not answer/) },
    ]);
    expect(details).toEqual(issuers.map(() => details[0]));
  });

  it('is the same for a domain that nobody knows, one with other records, and one that the name server refuses', async () => {
    const { orgId } = await newOrganization();
    records.set('other.inside.example', ['v=spf1 -all', 'something']);
    const names = ['nobody.inside.example', 'other.inside.example', 'broken.inside.example'];
    const told = await Promise.all(
      names.map(async (name) => {
        const { body } = await api.operator('post', `/organizations/${orgId}/domains`, { name });
        const answer = (await api.operator('post', `/organizations/${orgId}/domains/${body.id}/verify`)).body;
        const { status, code, detail } = answer as { status: number; code: string; detail: string };
        return [status, code, detail.replace(name, 'NAME').replace(body.txtRecord, 'PROOF')];
      }),
    );
    expect(told[0]).toEqual([409, 'domain_not_proven', expect.stringContaining('"PROOF" to NAME')]);
    expect(told).toEqual(names.map(() => told[0]));
  });
});

describe('domains', () => {
  it('are verified by a TXT record, and belong to one organization then', async () => {
    const [one, two] = [await newOrganization(), await newOrganization()];
    const claim = async ({ orgId }: { orgId: string }) => {
      const { body } = await api.operator('post', `/organizations/${orgId}/domains`, { name: 'Acme.Example.' });
      return { path: `/organizations/${orgId}/domains/${body.id}`, ...body };
    };
    const [first, second] = [await claim(one), await claim(two)];
    expect(first).toMatchObject({ name: 'acme.example', verified: false });
    const verify = async ({ path }: { path: string }) => (await api.operator('post', `${path}/verify`)).body;
    expect(await verify(first)).toMatchObject({ status: 409, code: 'domain_not_proven' });
    records.set('acme.example', ['v=spf1 -all', second.txtRecord]);
    expect(await verify(first)).toMatchObject({ status: 409, code: 'domain_not_proven' });
    records.set('acme.example', [first.txtRecord, second.txtRecord]);
    const both = await Promise.all([verify(first), verify(second)]);
    expect(both.filter(({ verified }) => verified)).toHaveLength(1);
    expect(both.find(({ status }) => status === 409)).toMatchObject({ code: 'domain_taken' });
    const [winner, loser] = both[0].verified ? [first, second] : [second, first];
    expect(await verify(winner)).toMatchObject({ verified: true });
    expect((await api.operator('delete', winner.path)).status).toBe(204);
    expect(await verify(loser)).toMatchObject({ verified: true });
  });

  it.each(['acme', '*.acme.example', '10.0.0.1', 'a@b.example', 'acme..example'])('%s is none', async (name) => {
    const { orgId } = await newOrganization();
    expect((await api.operator('post', `/organizations/${orgId}/domains`, { name })).body).toMatchObject({
      status: 400,
      code: 'not_a_domain',
    });
  });
});

describe('a sign-in simulation', () => {
  it('tells the outcome and the access in the shape of explain, and writes nothing', async () => {
    const { orgId } = await newOrganization();
    const { body: connection } = await api.operator('post', `/organizations/${orgId}/sso-connections`, {
      ...order,
      groupSync: true,
    });
    const { _id } = await createUser(context, orgId, person('ada', { externalId: 'ada' }));
    const before = await tenant(orgId).find(members, {});
    const path = `/organizations/${orgId}/sign-in-simulations`;
    const claims = { sub: 'ada', groups: ['Organization User:Workspace 1:Workspace Editor'] };
    const { body } = await api.operator('post', path, { connectionId: connection.id, claims });
    expect(body).toMatchObject({
      outcome: 'existing',
      reason: null,
      access: { member: { id: _id }, workspaces: [{ role: 'Workspace Editor', winner: { source: 'sso-group' } }] },
    });
    const stranger = await api.operator('post', path, { connectionId: connection.id, claims: { sub: 'eve' } });
    expect(stranger.body).toEqual({ outcome: 'refused', reason: 'not_invited', access: null });
    const overage = { sub: 'ada', hasgroups: true };
    const unknown = await api.operator('post', path, { connectionId: connection.id, claims: overage });
    expect(unknown.body).toMatchObject({
      status: 400,
      code: 'unusable_claims',
      detail: expect.stringContaining('groups'),
    });
    expect(await tenant(orgId).find(members, {})).toEqual(before);
  });

  it('of the deployment connection is for the default organization, and other connections do not exist', async () => {
    const { orgId } = await newOrganization();
    const claims = { sub: 'new', email: 'new@acme.test', email_verified: true };
    const here = await api.operator('post', `/organizations/${api.defaultOrgId()}/sign-in-simulations`, { claims });
    expect(here.body).toMatchObject({ outcome: 'auto-join', access: { workspaces: [{ role: 'Workspace Editor' }] } });
    const path = `/organizations/${orgId}/sign-in-simulations`;
    expect((await api.operator('post', path, { claims })).body).toMatchObject({ code: 'another_organization' });
    const foreign = await newOrganization();
    const { body } = await api.operator('post', `/organizations/${foreign.orgId}/sso-connections`, order);
    expect((await api.operator('post', path, { connectionId: body.id, claims })).status).toBe(404);
    expect((await api.operator('post', path, { connectionId: 'none', claims })).status).toBe(404);
    const unusable = await api.operator('post', `/organizations/${api.defaultOrgId()}/sign-in-simulations`, {
      claims: {},
    });
    expect(unusable.body).toMatchObject({ status: 400, code: 'unusable_claims' });
  });
});
