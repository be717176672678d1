/** What both batches answer about each person: the role in force, where it comes from, and what was asked for instead. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../../src/domain/access/override/set-override.ts';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeSsoSettings } from '../../../src/domain/administration/settings/organization-settings.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { mails } from '../../../src/domain/entry/mail/outbox.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { events } from '../../../src/domain/model/event.ts';
import { invitations } from '../../../src/domain/model/invitation.ts';
import { members } from '../../../src/domain/model/member.ts';
import { idempotencyKeys } from '../../../src/domain/operation/idempotency.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { createGroup } from '../../support/create-group.ts';
import {
  claimsOf,
  context,
  letWorkspaceAdminsInvite,
  named,
  person,
  policy,
  setOrganizationRole,
} from '../../support/domain.ts';
import { type Client, testApi } from '../api-app.ts';

const api = testApi();
beforeEach(() => letWorkspaceAdminsInvite(false));
afterEach(() => shiftClock(0));

let counter = 0;
const newEmail = () => `o${++counter}@acme.test`;
const editor = 'Workspace Editor';
const viewer = 'Workspace Viewer';

type Standing = { role: string | null; source: string | null; asked?: string };
type Result = Standing & {
  outcome: string;
  code?: string;
  detail?: string;
  link?: string;
  invitationId?: string;
  organization?: Standing;
  workspaces?: (Standing & { workspaceId: string })[];
};

/** A new workspace of the default organization, and both batches for it. */
async function place(operator = api.operator) {
  const orgId = api.defaultOrgId();
  const name = `Workspace ${newEmail()}`;
  const { _id: ws } = await createWorkspace(context, orgId, name);
  const path = `/organizations/${orgId}/workspaces/${ws}/members`;
  const ask = async (client: Client, to: string, body: object): Promise<Result[]> => {
    const answer = await client('post', to, body);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.results;
  };
  const add = async (email: string, role: string, more: object = {}, client = operator) =>
    (await ask(client, path, { members: [{ email, role, ...more }] }))[0] as Result;
  const invite = async (...list: object[]) =>
    ask(operator, `/organizations/${orgId}/invitations`, { invitations: list });
  const user = async () => {
    const email = newEmail();
    return { email, memberId: (await createUser(context, orgId, person(email)))._id };
  };
  const override = (memberId: string, decision: 'deny' | string) => {
    const reason = { reason: null, expiresAt: null };
    const order =
      decision === 'deny'
        ? { effect: 'deny' as const, ...reason }
        : { effect: 'allow' as const, role: decision, ...reason };
    return setOverride(context, fullAuthority, orgId, ws, memberId, order);
  };
  return { orgId, ws, name, path, add, invite, user, override };
}

type Place = Awaited<ReturnType<typeof place>>;
type Prepared = { email: string; role: string | null; source: string; says: RegExp };

/** People who have another role than Editor, each for another reason, and what is said about it. */
const others: [string, (at: Place) => Promise<Prepared>][] = [
  [
    'a group of the directory decides',
    async ({ orgId, name, user }) => {
      const { email, memberId } = await user();
      await createGroup(context, orgId, named(`Organization User:${name}:Workspace Viewer`), [memberId]);
      return { email, role: viewer, source: 'scim-group', says: /group of the directory.*set an override/ };
    },
  ],
  [
    'an override stands',
    async ({ user, override }) => {
      const { email, memberId } = await user();
      await override(memberId, viewer);
      return { email, role: viewer, source: 'override', says: /override decides.*change or clear it/ };
    },
  ],
  [
    'it was added as something else before',
    async ({ user, add }) => {
      const { email } = await user();
      await add(email, viewer);
      return { email, role: viewer, source: 'manual', says: /already.*set an override/ };
    },
  ],
  [
    'it is Organization Admin',
    async ({ orgId, user }) => {
      const { email, memberId } = await user();
      await setOrganizationRole(context, orgId, memberId, 'Organization Admin');
      const says = /Organization Admin is Workspace Admin .*another organization role/;
      return { email, role: 'Workspace Admin', source: 'organization-admin', says };
    },
  ],
  [
    'it is invited as something else',
    async ({ add }) => {
      const email = newEmail();
      await add(email, viewer);
      return { email, role: viewer, source: 'invitation', says: /already.*set an override/ };
    },
  ],
];

describe('a batch that does not give the role that was asked for', () => {
  it.each(others)('tells the role in force and what would change it, because %s', async (_, prepare) => {
    const at = await place();
    const { email, role, source, says } = await prepare(at);
    const here = { role, source, asked: editor };
    const inside = await at.add(email, editor);
    expect(inside).toMatchObject({ email, outcome: 'already_member', ...here, detail: expect.stringMatching(says) });
    expect(inside.detail).toContain(at.name);
    const [invited] = await at.invite({ email, workspaces: [{ workspaceId: at.ws, role: editor }] });
    expect(invited).toMatchObject({ outcome: 'already_member', ...here, detail: expect.stringMatching(says) });
    expect(invited?.workspaces).toEqual([{ workspaceId: at.ws, ...here }]);
    const { items } = (await api.operator('get', `${at.path}?q=${email}`)).body;
    expect(items).toMatchObject([{ role, source }]);
  });

  it('tells that somebody is denied access, active or pending', async () => {
    const at = await place();
    const { email, memberId } = await at.user();
    await at.override(memberId, 'deny');
    const denied = { role: null, source: 'override', asked: editor };
    expect(await at.add(email, editor)).toMatchObject({ outcome: 'error', code: 'denied', ...denied });
    const pending = newEmail();
    await at.invite({ email: pending });
    const waiting = await tenant(at.orgId).findOne(members, { userName: pending });
    await at.override(waiting?._id ?? '', 'deny');
    expect(await at.add(pending, editor)).toMatchObject({
      outcome: 'invited',
      ...denied,
      detail: expect.stringContaining('clear it'),
    });
  });

  it('tells of an organization role that it cannot change, and of one role for each of several workspaces', async () => {
    const at = await place();
    const { _id: research } = await createWorkspace(context, at.orgId, `Research ${newEmail()}`);
    const { email } = await at.user();
    await at.add(email, viewer);
    const [result] = await at.invite({
      email,
      organizationRole: 'Organization Viewer',
      workspaces: [
        { workspaceId: at.ws, role: editor },
        { workspaceId: research, role: editor },
      ],
    });
    const organization = { role: 'Organization User', source: 'default', asked: 'Organization Viewer' };
    expect(result).toEqual({
      email,
      outcome: 'added',
      ...organization,
      detail: expect.stringMatching(new RegExp(`${at.name}.*set an override.*organization role`)),
      organization,
      workspaces: [
        { workspaceId: at.ws, role: viewer, source: 'manual', asked: editor },
        { workspaceId: research, role: editor, source: 'manual' },
      ],
    });
    expect((await at.add(email, viewer, { organizationRole: 'Organization Viewer' })).detail).toMatch(
      /organization role/,
    );
  });
});

describe('a batch that gives what was asked for', () => {
  it('tells the role and its source, and nothing else', async () => {
    const at = await place();
    const { email } = await at.user();
    expect(await at.add(email, editor)).toEqual({ email, outcome: 'added', role: editor, source: 'manual' });
    expect(await at.add(email, editor)).toEqual({
      email,
      outcome: 'already_member',
      role: editor,
      source: 'manual',
    });
    const invited = newEmail();
    expect(await at.add(invited, editor)).toEqual({
      email: invited,
      outcome: 'invited',
      role: editor,
      source: 'invitation',
      invitationId: expect.any(String),
      link: expect.any(String),
    });
    const [alone] = await at.invite({ email: newEmail(), organizationRole: 'Organization Viewer' });
    const organization = { role: 'Organization Viewer', source: 'invitation' };
    expect(alone).toMatchObject({ outcome: 'invited', ...organization, organization, workspaces: [] });
    expect(alone).not.toHaveProperty('asked');
  });

  it('names a custom role by its name, also when it was asked for by id', async () => {
    const at = await place();
    const path = `/organizations/${at.orgId}/roles`;
    const { body } = await api.operator('post', path, { name: `Reader ${newEmail()}`, permissions: [] });
    const { email } = await at.user();
    expect(await at.add(email, body.id)).toEqual({ email, outcome: 'added', role: body.name, source: 'manual' });
    expect(await at.add(email, editor)).toMatchObject({ role: body.name, asked: editor });
  });

  it.each([
    ['no address', 'nobody', editor, 'invalid_email'],
    ['no role', newEmail(), 'Workspace King', 'unknown_role'],
  ])('tells of an error with %s that nothing is in force', async (_, email, role, code) => {
    const at = await place();
    expect(await at.add(email, role)).toMatchObject({
      outcome: 'error',
      code,
      role: null,
      source: null,
      asked: role,
      detail: expect.any(String),
    });
  });
});

describe('[91] an address that somebody in the organization only claims', () => {
  /** Somebody who joined by a sign-in with an address that nobody vouches for, and has no workspace. */
  async function claimant(orgId: string) {
    const email = newEmail();
    await changeSsoSettings(context, orgId, { workspaceIds: [] });
    expect(await signIn(context, claimsOf(email, { emailTrusted: false }), policy)).toMatchObject({ newcomer: true });
    const member = await tenant(orgId).findOne(members, { claimedEmail: email });
    expect(member?.emails).toEqual([]);
    return { email, memberId: member?._id ?? '' };
  }

  it('is not added to a workspace, and the answer says what to do', async () => {
    const at = await place();
    const { email, memberId } = await claimant(at.orgId);
    const admin = await api.newWorkspaceMember(at.ws, 'Workspace Admin');
    for (const client of [admin.ask, api.operator]) {
      await letWorkspaceAdminsInvite(client === api.operator);
      const result = await at.add(email.toUpperCase(), editor, {}, client);
      expect(result).toMatchObject({ outcome: 'error', code: 'unverified_address', role: null, asked: editor });
      expect(result.detail).toMatch(/OAUTH_TRUST_EMAIL.*override.*Organization Admin invite/);
    }
    const { items } = (await api.operator('get', `${at.path}`)).body;
    expect(items.map((row: { memberId: string }) => row.memberId)).not.toContain(memberId);
    expect(await tenant(at.orgId).count(invitations, { email })).toBe(0);
    await at.override(memberId, editor);
    expect((await api.operator('get', `${at.path}`)).body.items).toContainEqual(
      expect.objectContaining({ memberId, role: editor }),
    );
  });

  it('is invited to the organization as anybody is, and from then on to a workspace too', async () => {
    const at = await place();
    const { email, memberId } = await claimant(at.orgId);
    const [result] = await at.invite({ email, workspaces: [{ workspaceId: at.ws, role: viewer }] });
    expect(result).toMatchObject({ outcome: 'invited', role: viewer, source: 'invitation' });
    const waiting = await tenant(at.orgId).findOne(members, { userName: email });
    expect(waiting).toMatchObject({ status: 'pending' });
    expect(waiting?._id).not.toBe(memberId);
    expect(await at.add(email, viewer)).toMatchObject({ outcome: 'already_member', source: 'invitation' });
    // The rightful person comes in, and gets what was meant for them.
    const rightful = claimsOf(email, { subject: `rightful ${email}` });
    expect(await signIn(context, rightful, policy)).toMatchObject({ outcome: 'signed-in' });
    const { items } = (await api.operator('get', `${at.path}?q=${email}`)).body;
    expect(items).toMatchObject([{ memberId: waiting?._id, status: 'active', role: viewer }]);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('does not stand in the way of the member who has it', async () => {
    const at = await place();
    const { email } = await claimant(at.orgId);
    const { _id } = await createUser(context, at.orgId, person(newEmail(), { emails: [email] }));
    expect(await at.add(email, editor)).toMatchObject({ outcome: 'added', role: editor });
    const { items } = (await api.operator('get', `${at.path}?q=${email}`)).body;
    expect(items).toMatchObject([{ memberId: _id }]);
  });
});

describe('a dry run', () => {
  const rows = async (orgId: string) =>
    Promise.all([
      tenant(orgId).find(members, {}),
      tenant(orgId).count(events, {}),
      tenant(orgId).count(invitations, {}),
      tenant(orgId).count(mails, {}),
      system('idempotency').count(idempotencyKeys, {}),
    ]);

  it.each([false, true])('answers the same results and writes nothing, with mail: %s', async (mail) => {
    const operator = api.operatorAt({ mail: mail ? {} : null });
    const at = await place(operator);
    const { email: active } = await at.user();
    const [twin, pending] = [newEmail(), newEmail()];
    await createUser(context, at.orgId, person(newEmail(), { emails: [twin, `also-${twin}`] }));
    await at.invite({ email: pending });
    const list = [active, twin, `also-${twin}`, pending, newEmail(), 'nobody'].map((email) => ({
      email,
      role: viewer,
    }));
    const before = await rows(at.orgId);
    const dry = await operator('post', `${at.path}?dryRun=true`, { members: list });
    expect(await rows(at.orgId)).toEqual(before);
    const real = await operator('post', `${at.path}?dryRun=false`, { members: list });
    const shared = real.body.results.map(({ link: _, invitationId: __, ...result }: Result) => result);
    expect(dry.body.results).toEqual(shared);
    expect(shared.map(({ outcome }: Result) => outcome)).toEqual([
      'added',
      'added',
      'already_member',
      'invited',
      'invited',
      'error',
    ]);
  });

  it('of invitations to the organization answers as they would', async () => {
    const at = await place();
    const path = `/organizations/${at.orgId}/invitations`;
    const list = Array.from({ length: 200 }, () => ({
      email: newEmail(),
      workspaces: [{ workspaceId: at.ws, role: viewer }],
    }));
    const before = await rows(at.orgId);
    const dry = await api.operator('post', `${path}?dryRun=true`, { invitations: list });
    expect(await rows(at.orgId)).toEqual(before);
    const real = await at.invite(...list);
    expect(dry.body.results).toEqual(real.map(({ link: _, invitationId: __, ...result }) => result));
  });

  it('is refused as the batch would be, and with another value', async () => {
    const at = await place();
    const admin = await api.newWorkspaceMember(at.ws, 'Workspace Admin');
    const members = [{ email: newEmail(), role: editor, organizationRole: 'Organization Admin' }];
    expect((await admin.ask('post', `${at.path}?dryRun=true`, { members })).status).toBe(403);
    expect((await api.operator('post', `${at.path}?dryRun=maybe`, { members })).status).toBe(400);
  });
});
