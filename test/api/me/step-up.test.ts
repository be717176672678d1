/** Step-up in sessions that began with a password. By a provider: `test/oidc/step-up.test.ts`. */
import supertest from 'supertest';
import { afterEach, describe, expect, it } from 'vitest';
import { apiRoutes } from '../../../src/api/all-routes.ts';
import { steppedUpRoutes } from '../../../src/api/http/step-up.ts';
import { setPassword } from '../../../src/domain/entry/password/password.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { apiTokens } from '../../../src/domain/model/api-token.ts';
import { events } from '../../../src/domain/model/event.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { context } from '../../support/domain.ts';
import { type Person, publicUrl, testApi } from '../api-app.ts';

const api = testApi();
const elevenMinutes = 11 * 60_000;
const password = 'correct horse battery staple';

afterEach(() => shiftClock(0));

/** A browser in which this person is signed in with a password. */
async function sessionOf({ accountId }: Person) {
  const agent = supertest.agent(api.app);
  let { csrfToken } = (await agent.post(`/sign-in/${accountId}`)).body;
  const send = (verb: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string, body?: object) =>
    agent[verb](`/api/v1${path}`).set({ Origin: publicUrl, 'X-CSRF-Token': csrfToken }).send(body);
  return {
    send,
    stepUp: async (given: string) => {
      const answer = await send('post', '/me/step-up', { password: given });
      if (answer.status === 200) csrfToken = answer.body.csrfToken;
      return answer;
    },
  };
}

const keyOrder = { description: 'script', scopes: ['read'] };
const keysOf = ({ accountId }: Person) => system('credentials').count(apiTokens, { accountId });

async function adminWithPassword() {
  const admin = await api.newMemberWith('Organization Admin');
  await setPassword(context, admin.accountId, password);
  return { ...admin, browser: await sessionOf(admin) };
}

describe('what could hand the house over', () => {
  it('is a route of the API, each of the table', () => {
    const routes = apiRoutes(api.config).map(({ method, path }) => `${method} ${path}`);
    expect(steppedUpRoutes.filter((name) => !routes.includes(name))).toEqual([]);
  });

  it('[108] asks for a sign-in of the last ten minutes, changes nothing until then, and does not ask keys', async () => {
    const admin = await adminWithPassword();
    const before = await keysOf(admin);
    expect((await admin.browser.send('post', '/me/api-keys', keyOrder)).status).toBe(201);
    shiftClock(elevenMinutes);
    const refused = await admin.browser.send('post', '/me/api-keys', keyOrder);
    expect(refused).toMatchObject({
      status: 401,
      body: { code: 'insufficient_user_authentication', maxAge: 600 },
    });
    expect(refused.headers['www-authenticate']).toMatch(
      /^Bearer .*error="insufficient_user_authentication".* max_age="600"$/,
    );
    const org = `/organizations/${api.defaultOrgId()}`;
    for (const [verb, path, body] of [
      ['post', '/scim/tokens', keyOrder],
      ['post', '/service-keys', keyOrder],
      ['patch', '', { name: 'Mine' }],
      ['patch', '/scim/settings', { rolesEnabled: true }],
      ['patch', '/scim/settings', { rolesMakeAdmins: true }],
      ['post', '/set-default', undefined],
      ['get', '/member-export', undefined],
      ['get', '/audit-events/export', undefined],
      ['patch', `/members/${admin.memberId}`, { organizationRole: 'Organization User' }],
      ['post', '/invitations', { invitations: [{ email: 'x@acme.test', organizationRole: 'Organization Admin' }] }],
    ] as const)
      expect((await admin.browser.send(verb, `${org}${path}`, body)).body.code, path).toBe(
        'insufficient_user_authentication',
      );
    const nobody = '0'.repeat(24);
    for (const [verb, path, body] of [
      ['put', `/groups/${nobody}/members/${nobody}`, undefined],
      ['patch', `/scim/mappings/${nobody}`, { priority: 1 }],
      ['patch', '/sso-settings', { autoJoin: true }],
      ['post', `/invitations/${nobody}/resend`, undefined],
      ['delete', `/members/${nobody}/identities/${nobody}`, undefined],
      ['post', `/members/${nobody}/join`, { memberId: nobody }],
    ] as const)
      expect((await admin.browser.send(verb, `${org}${path}`, body)).body.code, path).toBe(
        'insufficient_user_authentication',
      );
    expect(await keysOf(admin)).toBe(before + 1);
    expect((await admin.ask('get', `${org}/member-export`)).status).toBe(200);
    expect((await admin.ask('post', '/me/api-keys', keyOrder)).status).toBe(201);
  });

  it('is not asked of what hands nothing over, nor of whom may not do it anyway', async () => {
    const admin = await adminWithPassword();
    const user = await api.newMemberWith('Organization User');
    const other = await sessionOf(user);
    shiftClock(elevenMinutes);
    const org = `/organizations/${api.defaultOrgId()}`;
    expect((await admin.browser.send('get', `${org}/members`)).status).toBe(200);
    expect((await admin.browser.send('patch', `${org}/scim/settings`, { rolesEnabled: false })).status).toBe(200);
    const invitations = [{ email: 'grace@acme.test' }];
    expect((await admin.browser.send('post', `${org}/invitations`, { invitations })).status).toBe(200);
    expect((await other.send('post', `${org}/scim/tokens`, keyOrder)).body.code).toBe('forbidden');
    expect((await admin.browser.send('post', `${org}/scim/tokens`, { scopes: 1 })).body.code).toBe('invalid_input');
  });

  it('goes through after the password, in a session with another id, which is told once to the organization', async () => {
    const admin = await adminWithPassword();
    shiftClock(elevenMinutes);
    const [before] = (await admin.browser.send('get', '/me/sessions')).body.items;
    const { body: me } = await admin.browser.send('get', '/me');
    expect(me.confirmsBy).toBe('password');
    expect((await admin.browser.stepUp(password)).status).toBe(200);
    expect((await admin.browser.send('post', '/me/api-keys', keyOrder)).status).toBe(201);
    const after = (await admin.browser.send('get', '/me/sessions')).body.items;
    expect(after).toHaveLength(1);
    expect(after[0].id).not.toBe(before.id);
    expect(new Date(after[0].authTime) > new Date(before.authTime)).toBe(true);
    expect(
      await tenant(api.defaultOrgId()).find(events, {
        type: 'session.stepped_up',
        'subject.memberId': admin.memberId,
      }),
    ).toMatchObject([{ after: { by: 'password' }, actor: { type: 'account', id: admin.accountId } }]);
  });

  it('[111] stays closed after a wrong password, of which there are only so many', async () => {
    const admin = await adminWithPassword();
    shiftClock(elevenMinutes);
    const answers: number[] = [];
    for (let count = 0; count < 11; count += 1) answers.push((await admin.browser.stepUp('not this one')).status);
    expect(answers).toEqual([...Array(10).fill(403), 429]);
    const refused = { type: 'session.step_up_refused', 'subject.memberId': admin.memberId } as const;
    const told = await tenant(api.defaultOrgId()).find(events, refused);
    expect(told.map(({ after }) => Number(after?.count)).reduce((sum, count) => sum + count)).toBe(10);
    expect(told[0]?.after?.reason).toBe('wrong_password');
    expect((await admin.browser.send('post', '/me/api-keys', keyOrder)).status).toBe(401);
    const nobody = await api.newMemberWith('Organization User');
    expect((await (await sessionOf(nobody)).stepUp(password)).body.code).toBe('wrong_password');
  });

  it('is not asked where the organization has switched that off, which is asked itself', async () => {
    const admin = await adminWithPassword();
    const org = `/organizations/${api.defaultOrgId()}`;
    expect((await admin.browser.send('patch', org, { recentSignInRequired: false })).body).toMatchObject({
      recentSignInRequired: false,
    });
    shiftClock(elevenMinutes);
    expect((await admin.browser.send('post', `${org}/scim/tokens`, keyOrder)).status).toBe(201);
    expect((await admin.browser.send('post', '/me/api-keys', keyOrder)).status).toBe(201);
    await admin.browser.send('patch', org, { recentSignInRequired: true });
    expect((await admin.browser.send('patch', org, { recentSignInRequired: false })).status).toBe(401);
  });
});
