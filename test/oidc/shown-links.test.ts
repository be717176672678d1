/**
 * [92] A link that was shown gives at most what its maker may give at the moment of acceptance, at every door (P7): who
 * was shown it may be the one who uses it. Who proves the address, and who was mailed the link, gets all that was given.
 */

import type { RequestListener } from 'node:http';
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../src/domain/access/override/set-override.ts';
import { createWorkspace } from '../../src/domain/administration/organizations/change-workspaces.ts';
import { changeRole, createRole } from '../../src/domain/administration/roles/change-roles.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { acceptWithNewPassword } from '../../src/domain/entry/invitations/accept-by-password.ts';
import { resendInvitation } from '../../src/domain/entry/invitations/change-invitation.ts';
import { invitePeople } from '../../src/domain/entry/invitations/invite.ts';
import { mails } from '../../src/domain/entry/mail/outbox.ts';
import { setPassword } from '../../src/domain/entry/password/password.ts';
import { authorityOf } from '../../src/domain/entry/reach/authority-of.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { grants } from '../../src/domain/model/grant.ts';
import { invitations } from '../../src/domain/model/invitation.ts';
import { members } from '../../src/domain/model/member.ts';
import { memberships } from '../../src/domain/model/membership.ts';
import { operate } from '../../src/domain/operation/operate.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { inviteOne } from '../domain/entry/invitations/people.ts';
import { basicApp, setUp } from '../support/basic-app.ts';
import {
  claimsOf,
  context,
  invitationSettings,
  newOrganization,
  person,
  policy,
  secretBox,
  setOrganizationRole,
  testDeployment,
} from '../support/domain.ts';

const deployment = testDeployment();
const closed = { ...policy, jitProvisioningEnabled: false };
const password = 'a password of their own';
let app: RequestListener;
let origin: string;

beforeAll(async () => {
  const config = loadConfig({
    AUTH_TYPE: 'basic',
    INITIAL_ORG_ADMIN_EMAIL: 'root@acme.example',
    INITIAL_ORG_ADMIN_PASSWORD: 'correct horse battery',
    WORKSPACE_SCOPE_ORG_INVITES_ENABLED: 'true',
  });
  origin = config.publicUrl;
  const {
    deployment: { secret },
  } = await setUp(config);
  app = basicApp(config, secret);
});

let counter = 0;
const newEmail = () => `l${++counter}@acme.example`;
const allow = (role: string) => ({ effect: 'allow' as const, role, reason: null, expiresAt: null });

/** An organization in which somebody who manages one workspace by a custom role has invited a person into it. */
async function place({ mailed = false } = {}) {
  const settings = { ...invitationSettings, mail: mailed ? {} : null };
  const { orgId, workspaceId } = await newOrganization();
  const [boss, makers, email] = [newEmail(), newEmail(), newEmail()];
  const permissions = ['workspace:read', 'workspace-members:read', 'workspace-members:manage'];
  const manager = await createRole(context, orgId, { name: 'Manager', description: '', rank: 600, permissions });
  const helper = await createRole(context, orgId, {
    name: 'Helper',
    description: '',
    rank: 200,
    permissions: ['workspace:read'],
  });
  await createUser(context, orgId, person(boss));
  const { secret: forMaker } = await inviteOne(orgId, makers, [{ workspaceId, role: manager._id }]);
  const joined = await signIn(context, claimsOf(makers), closed, forMaker);
  const accountId = joined.outcome === 'signed-in' ? joined.accountId : '';
  const authority = await authorityOf(orgId, { kind: 'account', accountId, connectionId: 'default', reach: null });
  const as = { actor: { type: 'account' as const, id: accountId }, requestId: null };
  const order = { email, workspaces: [{ workspaceId, role: helper._id }] };
  const [made] = await invitePeople(as, authority, orgId, { scope: 'workspace', people: [order] }, settings);
  const [mail] = await tenant(orgId).find(mails, { to: email });
  const secret = mail ? secretBox.open(mail.sealedSecret) : (made?.link ?? '').split('/').at(-1);
  const pending = await tenant(orgId).findOne(members, { userName: email });
  expect(pending?.status).toBe('pending');
  return { orgId, workspaceId, email, secret: secret ?? '', memberId: pending?._id ?? '', helper, accountId };
}
type Place = Awaited<ReturnType<typeof place>>;

/** What the person has become by the link; null: still pending. */
async function rolesOf({ orgId, memberId }: Place) {
  const member = await tenant(orgId).findOne(members, { _id: memberId });
  const rows = await tenant(orgId).find(memberships, { memberId });
  return member?.status === 'pending' ? null : rows.map(({ role }) => role).toSorted();
}

/** An account that signs in with the invited address and a password: proven by a provider, or claimed by a shown link. */
async function account({ email }: Place, proven: boolean): Promise<void> {
  if (proven) {
    const outcome = await signIn(context, claimsOf(email), policy);
    if (outcome.outcome === 'signed-in') await setPassword(context, outcome.accountId, password);
    return;
  }
  const { orgId } = await newOrganization('Elsewhere');
  const { secret } = await inviteOne(orgId, email);
  await acceptWithNewPassword(context, secret, { name: 'Somebody', password });
}

async function signedIn({ email }: Place) {
  const agent = supertest.agent(app);
  await agent.post('/auth/login/basic').type('form').set('Origin', origin).send({ email, password }).expect(303);
  return agent;
}

/** `status` as the door answers it. */
type Door = (at: Place, proven: boolean) => Promise<'in' | 'refused' | number>;
const told = (status: number, expected: number) => (status === expected ? 'in' : status === 403 ? 'refused' : status);

const byApi: Door = async (at, proven) => {
  await account(at, proven);
  const agent = await signedIn(at);
  const { csrfToken } = (await agent.get('/api/v1/me')).body;
  const { status, body } = await agent
    .post(`/api/v1/me/invitations/${at.secret}/accept`)
    .set({ Origin: origin, 'X-CSRF-Token': csrfToken });
  if (status === 403) expect(body.code).toBe('inviter_lost_right');
  return told(status, 200);
};

const byPage: Door = async (at, proven) => {
  await account(at, proven);
  const agent = await signedIn(at);
  const { text } = await agent.get(`/invitations/${at.secret}`).expect(200);
  // Opening it accepts nothing.
  expect(await rolesOf(at)).toBeNull();
  const csrfToken = /name="csrfToken" value="([^"]*)"/.exec(text)?.[1];
  const sent = await agent.post(`/invitations/${at.secret}`).type('form').set('Origin', origin).send({ csrfToken });
  return told(sent.status, 303);
};

const byFirstSignIn: Door = async ({ email, secret }, proven) => {
  const outcome = await signIn(context, claimsOf(email, { emailTrusted: proven }), closed, secret);
  if (outcome.outcome === 'signed-in') return 'in';
  expect(outcome).toMatchObject({ outcome: 'refused', reason: 'inviter_lost_right' });
  return 'refused';
};

const byPassword = async (at: Place, given: object) => {
  const agent = supertest.agent(app);
  const sent = await agent.post(`/invitations/${at.secret}`).type('form').set('Origin', origin).send(given);
  if (sent.status !== 303) expect(sent.headers['set-cookie']).toBeUndefined();
  return told(sent.status, 303);
};
const byNewPassword: Door = (at) => byPassword(at, { name: 'Somebody', password });
const byOwnPassword: Door = async (at, proven) => {
  await account(at, proven);
  return byPassword(at, { password });
};

const doors: [string, Door][] = [
  ['the API', byApi],
  ['the page, signed in', byPage],
  ['a first sign-in at the provider', byFirstSignIn],
  ['a new password', byNewPassword],
  ['the password of an account', byOwnPassword],
];

/** What somebody else does to the pending person, and what the person is then. */
const more: [string, (at: Place) => Promise<string>][] = [
  [
    'an override in the workspace',
    async ({ orgId, workspaceId, memberId }) => {
      await setOverride(context, fullAuthority, orgId, workspaceId, memberId, allow('Workspace Admin'));
      return 'Workspace Admin';
    },
  ],
  [
    'an override of a lower rank with a permission that the maker lacks',
    async ({ orgId, workspaceId, memberId }) => {
      await setOverride(context, fullAuthority, orgId, workspaceId, memberId, allow('Workspace Editor'));
      return 'Workspace Editor';
    },
  ],
  [
    'an override in another workspace',
    async ({ orgId, memberId }) => {
      const { _id } = await createWorkspace(context, orgId, 'Finance');
      await setOverride(context, fullAuthority, orgId, _id, memberId, allow('Workspace Viewer'));
      return 'Workspace Viewer';
    },
  ],
];

describe.each(doors)('[92] by %s', (_, door) => {
  it('a shown link gives what its maker gave', async () => {
    const at = await place();
    expect(await door(at, false)).toBe('in');
    expect(await rolesOf(at)).toEqual([at.helper._id]);
  });

  it.each(more)('a shown link gives nothing after %s', async (__, add) => {
    const at = await place();
    await add(at);
    const before = await tenant(at.orgId).find(grants, { memberId: at.memberId });
    expect(await door(at, false)).toBe('refused');
    expect(await rolesOf(at)).toBeNull();
    expect(await tenant(at.orgId).find(grants, { memberId: at.memberId })).toEqual(before);
  });

  it('a shown link gives nothing after the role has grown beyond its maker, and something when it shrank', async () => {
    const at = await place();
    const permissions = ['workspace:read', 'workspace:write'];
    await changeRole(context, at.orgId, at.helper._id, { permissions });
    expect(await door(at, false)).toBe('refused');
    expect(await rolesOf(at)).toBeNull();
    const other = await place();
    await changeRole(context, other.orgId, other.helper._id, { permissions: [] });
    expect(await door(other, false)).toBe('in');
  });

  it('a shown link gives nothing after its maker lost what they gave', async () => {
    const at = await place();
    const maker = await tenant(at.orgId).findOne(members, { accountId: at.accountId });
    await setOverride(context, fullAuthority, at.orgId, at.workspaceId, maker?._id ?? '', allow('Workspace Viewer'));
    expect(await door(at, false)).toBe('refused');
  });

  it.each(more)('a mailed link gives all, also after %s', async (__, add) => {
    const at = await place({ mailed: true });
    const role = await add(at);
    expect(await door(at, false)).toBe('in');
    expect(await rolesOf(at)).toContain(role);
  });
});

describe.each(doors.filter(([, door]) => door !== byNewPassword))('[92] by %s, who proves the address', (_, door) => {
  it.each(more)('gets all by a shown link, also after %s', async (__, add) => {
    const at = await place();
    const role = await add(at);
    expect(await door(at, true)).toBe('in');
    expect(await rolesOf(at)).toContain(role);
  });
});

it('[92] the link of the first administrator gives no more than who was shown it may give by then', async () => {
  const orgId = deployment.defaultOrgId();
  const email = newEmail();
  const admin = await signIn(context, claimsOf(newEmail()), policy);
  const accountId = admin.outcome === 'signed-in' ? admin.accountId : '';
  const memberId = (await tenant(orgId).findOne(members, { accountId }))?._id ?? '';
  await setOrganizationRole(context, orgId, memberId, 'Organization Admin');
  const { id } = await inviteOne(orgId, email);
  await operate(orgId, context, {
    load: async () => null,
    decide: (_, draft) =>
      draft.update(invitations, id, {
        initialAdmin: true,
        organizationRole: 'Organization Admin',
        createdBy: { type: 'system', id: null },
        expiresAt: null,
      }),
  });
  const as = { actor: { type: 'account' as const, id: accountId }, requestId: null };
  const link = await resendInvitation(as, fullAuthority, orgId, id, invitationSettings);
  await setOrganizationRole(context, orgId, memberId, 'Organization User');
  const path = new URL(link ?? '').pathname;
  const send = (to: string) =>
    supertest(app).post(to).type('form').set('Origin', origin).send({ name: 'Somebody', password });
  expect((await send(path)).status).toBe(403);
  expect(await tenant(orgId).findOne(members, { userName: email })).toMatchObject({ status: 'pending' });
  const next = await resendInvitation(context, fullAuthority, orgId, id, invitationSettings);
  expect((await send(path)).status).toBe(404);
  expect((await send(new URL(next ?? '').pathname)).status).toBe(303);
});

describe('a mailed link and a password that somebody chose for the address without a proof', () => {
  const own = { name: 'The owner', password: 'plain sailing after a storm' };
  const signIn303 = (email: string, given: string) =>
    supertest(app).post('/auth/login/basic').type('form').set('Origin', origin).send({ email, password: given });

  it('lets its owner choose another, which ends what the other account had by the address', async () => {
    const at = await place({ mailed: true });
    await account(at, false);
    const squatter = await signedIn(at);
    const page = await supertest(app).get(`/invitations/${at.secret}`).expect(200);
    expect(page.text).toContain('You do not know this password?');
    const agent = supertest.agent(app);
    await agent.post(`/invitations/${at.secret}`).type('form').set('Origin', origin).send(own).expect(303);
    expect((await agent.get('/api/v1/me')).body.organizations).toMatchObject([{ id: at.orgId }]);
    expect(await tenant(at.orgId).findOne(members, { _id: at.memberId })).toMatchObject({
      userName: at.email,
      emails: [at.email],
      claimedEmail: null,
    });
    await squatter.get('/api/v1/me').expect(401);
    await signIn303(at.email, password).expect(401);
    await signIn303(at.email, own.password).expect(303);
  });

  it('is accepted by who knows that password, who has proven the address by it', async () => {
    const at = await place({ mailed: true });
    await account(at, false);
    await supertest(app)
      .post(`/invitations/${at.secret}`)
      .type('form')
      .set('Origin', origin)
      .send({ password })
      .expect(303);
    expect(await tenant(at.orgId).findOne(members, { _id: at.memberId })).toMatchObject({ emails: [at.email] });
    await signIn303(at.email, password).expect(303);
  });

  it('does not let a shown link choose another', async () => {
    const at = await place();
    await account(at, false);
    expect((await supertest(app).get(`/invitations/${at.secret}`)).text).not.toContain(
      'You do not know this password?',
    );
    await supertest(app).post(`/invitations/${at.secret}`).type('form').set('Origin', origin).send(own).expect(401);
    await signIn303(at.email, password).expect(303);
  });
});
