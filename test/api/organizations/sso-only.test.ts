/** The switch of an organization by which only its own identity provider leads into it (P5, P6). */
import supertest from 'supertest';
import { expect, it } from 'vitest';
import { createPersonalKey } from '../../../src/domain/administration/keys/personal-key.ts';
import { createScimToken } from '../../../src/domain/administration/keys/scim-tokens.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { acceptWithNewPassword, entranceOf } from '../../../src/domain/entry/invitations/accept-by-password.ts';
import { authenticateScim } from '../../../src/domain/entry/reach/authenticate-secret.ts';
import { findSignedIn } from '../../../src/domain/entry/reach/reach.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { events } from '../../../src/domain/model/event.ts';
import { members } from '../../../src/domain/model/member.ts';
import { organizations } from '../../../src/domain/model/organization.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { newConnection } from '../../domain/entry/sign-in/people.ts';
import { claimsOf, context, newOrganization, person, policy, setOrganizationRole } from '../../support/domain.ts';
import { type Client, type Person, testApi } from '../api-app.ts';

const api = testApi();
const on = { ssoOnly: true };
let counter = 0;

/** Calls by a personal key that was made in a session of this connection. */
async function by(connectionId: string, accountId: string): Promise<{ ask: Client; key: string }> {
  const order = { description: 'test', scopes: ['read' as const, 'write' as const], expiresAt: null };
  const maker = { accountId, connectionId, countsFrom: null, address: null };
  const { secret } = await createPersonalKey(context, maker, order);
  return { ask: api.withKey(secret), key: secret };
}

/** An organization with a connection, an admin who came by it, and one who came by the deployment's. */
async function place() {
  counter += 1;
  const { orgId } = await newOrganization('Acme');
  const path = `/organizations/${orgId}`;
  const connection = await newConnection(orgId);
  const { _id: connectionId } = connection;
  const own = await createUser(context, orgId, person(`own-${counter}`, { externalId: `own-${counter}` }));
  const claims = claimsOf(`own-${counter}@acme.test`, { connectionId, subject: `own-${counter}`, emailTrusted: false });
  const came = await signIn(context, claims, policy);
  if (came.outcome !== 'signed-in') throw new Error(JSON.stringify(came));
  await setOrganizationRole(context, orgId, own._id, 'Organization Admin');
  const guest = await api.newPerson('guest');
  const guestId = await join(path, guest);
  await setOrganizationRole(context, orgId, guestId, 'Organization Admin');
  return { orgId, path, connection, connectionId, own: await by(connectionId, came.accountId), guest, guestId };
}

async function invited(path: string, email: string): Promise<string> {
  const sent = await api.operator('post', `${path}/invitations`, { invitations: [{ email }] }, { replay: false });
  return String(sent.body.results[0].link).split('/').at(-1) ?? '';
}

async function join(path: string, { email, ask }: Person): Promise<string> {
  const secret = await invited(path, email);
  return (await ask('post', `/me/invitations/${secret}/accept`)).body.memberId;
}

async function insisting() {
  const at = await place();
  expect((await at.own.ask('patch', at.path, on)).body).toMatchObject(on);
  return at;
}

it('is turned on by who came in by the own connection, and by nobody else', async () => {
  const { orgId, path, own, guest, connection } = await place();
  const refused = await guest.ask('patch', path, on);
  expect(refused.body).toMatchObject({ status: 409, code: 'sso_only_unproven' });
  expect(refused.body.detail).toContain(`Sign in by ${connection.name} (/auth/login?connection=${connection._id})`);
  const password = await by('password', guest.accountId);
  expect((await password.ask('patch', path, on)).body.code).toBe('sso_only_unproven');
  expect((await own.ask('patch', path, on)).body).toMatchObject(on);
  const told = await tenant(orgId).find(events, { type: 'organization.updated' });
  expect(told).toMatchObject([{ actor: { type: 'account' }, before: { ssoOnly: false }, after: on }]);
  // Off needs no proof, and a key is never outside.
  expect((await api.operator('patch', path, { ssoOnly: false })).body).toMatchObject({ ssoOnly: false });
  expect((await guest.ask('get', path)).status).toBe(200);
});

it('is turned on by a key once an Organization Admin has come in by the own connection', async () => {
  const { path } = await place();
  expect((await api.operator('patch', path, on)).body).toMatchObject(on);
  const { orgId } = await newOrganization();
  expect((await api.operator('patch', `/organizations/${orgId}`, on)).body.code).toBe('sso_only_unproven');
  await newConnection(orgId);
  expect((await api.operator('patch', `/organizations/${orgId}`, on)).body.code).toBe('sso_only_unproven');
  expect((await (await api.serviceKeyOf(orgId))('patch', `/organizations/${orgId}`, on)).status).toBe(409);
});

it('[88] leaves passwords and the deployment’s connection outside, and says where to sign in', async () => {
  const { orgId, path, guest, connection, connectionId } = await insisting();
  const password = await by('password', guest.accountId);
  for (const ask of [guest.ask, password.ask]) {
    const refused = await ask('get', path);
    expect(refused.body).toMatchObject({ status: 403, code: 'sso_only' });
    expect(refused.body.detail).toContain(`/auth/login?connection=${connectionId}`);
    expect((await ask('patch', path, { name: 'Mine' })).status).toBe(403);
    const me = (await ask('get', '/me')).body;
    expect(me.organizations.map(({ id }: { id: string }) => id)).toEqual([api.defaultOrgId()]);
    const connections = [{ id: connectionId, name: connection.name }];
    expect(me.signInElsewhere).toEqual([{ id: orgId, name: 'Acme', connections }]);
    expect((await ask('get', `/organizations/${api.defaultOrgId()}`)).status).toBe(200);
  }
  const outsider = await api.newPerson();
  expect((await outsider.ask('get', path)).status).toBe(404);
  expect((await outsider.ask('get', '/me')).body.signInElsewhere).toEqual([]);
});

it('[88] lets the same person in by the own connection, and only there', async () => {
  const { path, guest, connectionId } = await insisting();
  const here = await by(connectionId, guest.accountId);
  expect((await here.ask('get', path)).status).toBe(200);
  expect((await here.ask('get', `/organizations/${api.defaultOrgId()}`)).status).toBe(404);
  expect((await here.ask('get', '/me')).body.signInElsewhere).toEqual([]);
});

it('keeps service keys, SCIM tokens and the deployment key', async () => {
  const { orgId, path } = await insisting();
  expect((await (await api.serviceKeyOf(orgId))('get', `${path}/members`)).status).toBe(200);
  expect((await api.operator('get', path)).status).toBe(200);
  const order = { description: 'Okta', scopes: ['read' as const], expiresAt: null, strict: false };
  const { secret } = await createScimToken(context, orgId, order);
  expect(await authenticateScim(secret)).toMatchObject({ orgId });
});

it('[88] forward-auth sends a visitor to the own connection, and tells a program no', async () => {
  const { orgId, guest, connectionId } = await insisting();
  const verify = `/auth/verify?organization=${orgId}`;
  const program = await supertest(api.app).get(verify).set('Authorization', `Bearer ${guest.key}`);
  expect(program.status).toBe(403);
  expect(program.headers).toMatchObject({ 'x-usher-reason': 'sso_only' });
  const agent = supertest.agent(api.app);
  await agent.post(`/sign-in/${guest.accountId}`).expect(200);
  const visitor = await agent.get(verify).set('X-Forwarded-Uri', '/board');
  expect(visitor.status).toBe(401);
  expect(visitor.headers['x-usher-sign-in']).toContain(`/auth/login?connection=${connectionId}&returnTo=%2Fboard`);
  expect((await agent.get(`${verify}&signIn=redirect`)).headers.location).toContain(`connection=${connectionId}`);
  const here = await by(connectionId, guest.accountId);
  expect((await supertest(api.app).get(verify).set('Authorization', `Bearer ${here.key}`)).status).toBe(200);
});

it('ends the session of who belongs nowhere else, and refuses the sign-in with the way in', async () => {
  const { orgId, guest, connection, connectionId } = await insisting();
  const memberId = await api.memberIdOf(guest);
  await api.operator('delete', `/organizations/${api.defaultOrgId()}/members/${memberId}`);
  const came = { accountId: guest.accountId, since: null };
  for (const way of ['default', 'password']) expect(await findSignedIn({ ...came, connectionId: way })).toBeNull();
  expect(await findSignedIn({ ...came, connectionId })).toMatchObject({ who: { reach: orgId } });
  expect((await guest.ask('get', '/me')).status).toBe(401);
  expect(await signIn(context, claimsOf(guest.email), policy)).toEqual({
    outcome: 'refused',
    reason: 'sso_only',
    organizationName: 'Acme',
    ways: [{ connectionId, name: connection.name }],
  });
});

it('[88] an admin sees and ends only what reaches the organization', async () => {
  const { path, own, guest, guestId, connectionId } = await insisting();
  await by('password', guest.accountId);
  const here = await by(connectionId, guest.accountId);
  const keys = `${path}/members/${guestId}/api-keys`;
  expect((await own.ask('get', keys)).body.items).toHaveLength(1);
  await own.ask('delete', keys);
  expect((await here.ask('get', path)).status).toBe(401);
  expect((await guest.ask('get', '/me')).status).toBe(200);
});

it('[88] an invitation is accepted by the own connection only, at every door', async () => {
  const { orgId, path, connection, connectionId } = await insisting();
  const late = await api.newPerson('late');
  const secret = await invited(path, late.email);
  const { items } = (await late.ask('get', '/me/invitations')).body;
  for (const token of [secret, items[0].id])
    expect((await late.ask('post', `/me/invitations/${token}/accept`)).body).toMatchObject({
      status: 403,
      code: 'sso_only',
    });
  const ways = [{ connectionId, name: connection.name }];
  expect(await entranceOf(secret)).toMatchObject({ by: 'sign-in', ways });
  const stranger = `stranger-${counter}@acme.test`;
  const link = await invited(path, stranger);
  const chosen = { name: 'Eve', password: 'a long password of hers' };
  await expect(acceptWithNewPassword(context, link, chosen)).rejects.toMatchObject({ reason: 'sso_only' });
  const quiet = { ...policy, jitProvisioningEnabled: false };
  const atDeployment = await signIn(context, claimsOf(stranger), quiet, link);
  expect(atDeployment).toMatchObject({ outcome: 'refused', reason: 'sso_only', ways });
  expect(await tenant(orgId).count(members, { status: 'pending' })).toBe(2);
  const claims = claimsOf(stranger, { connectionId, emailTrusted: false });
  expect(await signIn(context, claims, quiet, link)).toMatchObject({ outcome: 'signed-in', newcomer: true });
});

it('keeps the last connection open', async () => {
  const { orgId, path, own, connectionId } = await insisting();
  const one = `${path}/sso-connections/${connectionId}`;
  const refused = { status: 409, code: 'sso_only' };
  expect((await own.ask('patch', one, { enabled: false })).body).toMatchObject(refused);
  expect((await own.ask('delete', one)).body).toMatchObject(refused);
  expect((await api.operator('delete', one)).body).toMatchObject(refused);
  expect((await own.ask('get', path)).status).toBe(200);
  const { _id: second } = await newConnection(orgId, { name: 'Entra' });
  const other = `${path}/sso-connections/${second}`;
  expect((await own.ask('patch', other, { enabled: false })).status).toBe(200);
  expect((await own.ask('patch', one, { enabled: false })).body).toMatchObject(refused);
  await own.ask('patch', other, { enabled: true });
  expect((await api.operator('delete', one)).status).toBe(204);
});

it('never comes on at the moment in which the last connection goes off', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { orgId, path, connectionId, own } = await place();
    await Promise.all([
      own.ask('patch', path, on, { replay: false }),
      api.operator('patch', `${path}/sso-connections/${connectionId}`, { enabled: false }, { replay: false }),
    ]);
    const organization = await system('deployment').findOne(organizations, { _id: orgId });
    const { enabled } = (await api.operator('get', `${path}/sso-connections/${connectionId}`)).body;
    expect(organization?.ssoOnly === true && !enabled).toBe(false);
  }
});

it('counts the deployment’s connection as the own one of the default organization, which then stays the default', async () => {
  const path = `/organizations/${api.defaultOrgId()}`;
  const admin = await api.newMemberWith('Organization Admin');
  const password = await by('password', admin.accountId);
  expect((await password.ask('patch', path, on)).body.code).toBe('sso_only_unproven');
  expect((await admin.ask('patch', path, on)).body).toMatchObject(on);
  expect((await admin.ask('get', path)).status).toBe(200);
  expect((await password.ask('get', path)).status).toBe(401);
  expect((await api.newPerson('newcomer')).accountId).toEqual(expect.any(String));
  const { orgId } = await newOrganization();
  const moved = await api.operator('post', `/organizations/${orgId}/set-default`);
  expect(moved.body).toMatchObject({ status: 409, code: 'sso_only' });
  expect((await admin.ask('patch', path, { ssoOnly: false })).status).toBe(200);
  expect((await password.ask('get', path)).status).toBe(200);
});
