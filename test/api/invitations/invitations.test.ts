/** Organization-level invitations and their acceptance, over HTTP. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServiceKey, revokeServiceKey } from '../../../src/domain/administration/keys/service-key.ts';
import {
  createWorkspace,
  deleteWorkspace,
} from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeUser } from '../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { expiryNotices } from '../../../src/domain/entry/invitations/notice-expiry.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { events } from '../../../src/domain/model/event.ts';
import { invitations } from '../../../src/domain/model/invitation.ts';
import { members } from '../../../src/domain/model/member.ts';
import { memberships } from '../../../src/domain/model/membership.ts';
import { type RoleDocument, roles } from '../../../src/domain/model/role.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { newId } from '../../../src/storage/collection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import {
  claimsOf,
  context,
  letWorkspaceAdminsInvite,
  newOrganization,
  person,
  personalKeyOf,
  policy,
  setOrganizationRole,
} from '../../support/domain.ts';
import { type Client, type Person, publicUrl, testApi, withoutRequestId } from '../api-app.ts';

const api = testApi();
const day = 86_400_000;

beforeEach(() => letWorkspaceAdminsInvite(false));
afterEach(() => shiftClock(0));

let counter = 0;
const newEmail = () => `i${++counter}@acme.test`;
const secretOf = (link: string) => link.replace(`${publicUrl}/invitations/`, '');
const accept = ({ ask }: Person, secretOrId: string) => ask('post', `/me/invitations/${secretOrId}/accept`);

type Result = { outcome: string; code?: string; link: string; invitationId: string };

async function invite(client: Client, orgId: string, ...list: object[]): Promise<Result[]> {
  const answer = await client('post', `/organizations/${orgId}/invitations`, { invitations: list });
  expect(answer.status, answer.text).toBe(200);
  return answer.body.results;
}

/** Another organization than the default one, and somebody signed in whom it has invited. */
async function invited(order: object = {}) {
  const { orgId, workspaceId } = await newOrganization('Elsewhere');
  const guest = await api.newPerson('guest');
  const list = { email: guest.email, workspaces: [{ workspaceId, role: 'Workspace Viewer' }], ...order };
  const [result] = await invite(api.operator, orgId, list);
  return { orgId, workspaceId, guest, ...(result as Result), path: `/organizations/${orgId}/invitations` };
}

/** A person of the default organization, who is in this one too, with that role. */
async function memberOf(orgId: string, role: 'Organization Admin' | 'Organization Operator') {
  const inviter = await api.newPerson('inviter');
  const [{ link } = { link: '' }] = await invite(api.operator, orgId, { email: inviter.email, organizationRole: role });
  expect((await accept(inviter, secretOf(link))).status).toBe(200);
  return { ...inviter, memberId: await api.memberIdOf(inviter, orgId) };
}

const rolesIn = async (orgId: string, { accountId }: Person) => {
  const member = await tenant(orgId).findOne(members, { accountId });
  const rows = await tenant(orgId).find(memberships, { memberId: member?._id ?? '' });
  return { organizationRole: member?.organizationRole, workspaces: rows.map(({ role }) => role) };
};

describe('an invitation to an organization', () => {
  it('gives several workspaces with roles, custom ones by id, and is accepted by its link', async () => {
    const { orgId, workspaceId } = await newOrganization('Elsewhere');
    const research = await createWorkspace(context, orgId, 'Research');
    const custom: RoleDocument = {
      _id: newId(),
      orgId,
      name: 'Annotator',
      rank: 7,
      nameKey: 'annotator',
      description: '',
      version: 1,
      permissions: [],
      createdAt: new Date(),
    };
    await operate(orgId, context, { load: async () => null, decide: (_, draft) => draft.insert(roles, custom) });
    const guest = await api.newPerson('Grace');
    const workspaces = [
      { workspaceId, role: custom._id },
      { workspaceId: research._id, role: 'Workspace Editor' },
    ];
    const order = { email: guest.email.toUpperCase(), organizationRole: 'Organization Viewer', workspaces };
    const [result] = await invite(api.operator, orgId, order);
    expect(result).toMatchObject({ email: order.email, outcome: 'invited', link: expect.stringContaining(publicUrl) });

    const { items, total } = (await api.operator('get', `/organizations/${orgId}/invitations`)).body;
    expect(total).toBe(1);
    expect(items).toMatchObject([
      { id: result?.invitationId, status: 'pending', createdBy: { type: 'deployment-key' } },
    ]);
    expect(items[0]).not.toHaveProperty('link');
    const mine = (await guest.ask('get', '/me/invitations')).body.items;
    expect(mine).toMatchObject([{ id: items[0].id, organization: { id: orgId, name: 'Elsewhere' } }]);
    expect(mine[0].workspaces).toHaveLength(2);

    const answer = await accept(guest, secretOf(result?.link ?? ''));
    expect(answer.body).toEqual({ organizationId: orgId, memberId: items[0].memberId });
    expect(await rolesIn(orgId, guest)).toEqual({
      organizationRole: 'Organization Viewer',
      workspaces: expect.arrayContaining([custom._id, 'Workspace Editor']),
    });
    expect((await guest.ask('get', '/me')).body.organizations).toHaveLength(2);
    expect((await guest.ask('get', '/me/invitations')).body.items).toEqual([]);
    const { name, signIn: proof } = (await tenant(orgId).findOne(members, {})) ?? {};
    expect([name, proof?.verifiedEmailKey]).toEqual(['Grace', guest.email.toLowerCase()]);
    expect((await tenant(orgId).find(events, {})).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['invitation.created', 'invitation.accepted', 'user.linked', 'user.joined']),
    );
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('answers for each person: active ones are added to what they lack, and their organization role stays', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const [active, inactive] = [newEmail(), newEmail()];
    await createUser(context, orgId, person(active));
    const { _id } = await createUser(context, orgId, person(inactive));
    await changeUser(context, orgId, _id, (current) => ({ ...current, active: false }));
    const workspaces = [{ workspaceId, role: 'Workspace Editor' }];
    const list = [
      { email: active, organizationRole: 'Organization Admin' },
      { email: inactive },
      { email: newEmail(), workspaces: [{ workspaceId: newId(), role: 'Workspace Editor' }] },
    ];
    const results = await invite(api.operator, orgId, ...list);
    expect(results.map(({ code, outcome }) => code ?? outcome)).toEqual([
      'already_member',
      'member_deactivated',
      'workspace_not_found',
    ]);
    expect(await invite(api.operator, orgId, { email: active, workspaces })).toMatchObject([{ outcome: 'added' }]);
    expect(await tenant(orgId).find(memberships, {})).toMatchObject([{ role: 'Workspace Editor', source: 'manual' }]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('somebody pending gains what is new, by the same link', async () => {
    const { orgId, guest, link } = await invited();
    const { _id: workspaceId } = await createWorkspace(context, orgId, 'Research');
    const order = { email: guest.email, workspaces: [{ workspaceId, role: 'Workspace Admin' }] };
    const [more] = await invite(api.operator, orgId, { ...order, organizationRole: 'Organization Operator' });
    expect(more).toMatchObject({ outcome: 'invited' });
    expect(more).not.toHaveProperty('link');
    expect((await accept(guest, secretOf(link))).status).toBe(200);
    const { organizationRole, workspaces } = await rolesIn(orgId, guest);
    expect([organizationRole, workspaces.toSorted()]).toEqual([
      'Organization Operator',
      ['Workspace Admin', 'Workspace Viewer'],
    ]);
  });

  it('has no effect in a personal organization', async () => {
    const owner = claimsOf(newEmail());
    const outcome = await signIn(context, owner, { ...policy, personalOrgsDisabled: false });
    const personal = (await api.operator('get', `/organizations?q=${owner.email}`)).body.items[0];
    expect([outcome.outcome, personal?.kind]).toEqual(['signed-in', 'personal']);
    const body = { invitations: [{ email: newEmail() }] };
    const answer = await api.operator('post', `/organizations/${personal.id}/invitations`, body);
    expect([answer.status, answer.body.code]).toEqual([403, 'personal_organization']);
  });

  it('is found by status, page by page', async () => {
    const { orgId } = await newOrganization();
    const path = `/organizations/${orgId}/invitations`;
    const [old] = await invite(api.operator, orgId, { email: 'old@acme.test' });
    const [gone] = await invite(api.operator, orgId, { email: 'gone@acme.test' });
    shiftClock(8 * day);
    await invite(api.operator, orgId, { email: 'new@acme.test' });
    expect((await api.operator('delete', `${path}/${gone?.invitationId}`)).status).toBe(204);
    const found = async (query: string) =>
      (await api.operator('get', `${path}?${query}`)).body.items.map(
        ({ email }: { email: string }) => email.split('@')[0],
      );
    expect(await found('status=pending')).toEqual(['new']);
    expect(await found('status=expired')).toEqual(['old']);
    expect(await found('status=revoked')).toEqual(['gone']);
    expect(await found('status=accepted')).toEqual([]);
    expect(await found('q=LD@')).toEqual(['old']);
    const first = await api.operator('get', `${path}?limit=2`);
    expect(first.body).toMatchObject({ total: 3, items: [{}, {}] });
    expect(await found(`cursor=${first.body.nextCursor}`)).toEqual(['old']);
    expect((await api.operator('get', `${path}?status=gone`)).status).toBe(400);

    await expiryNotices.run();
    await expiryNotices.run();
    expect(await tenant(orgId).find(events, { type: 'invitation.expired' })).toMatchObject([
      { subject: { invitationId: old?.invitationId } },
    ]);
  });
});

describe('an Organization Operator', () => {
  const [as, above] = [
    ['Organization User', 'Organization Viewer'],
    ['Organization Operator', 'Organization Admin'],
  ];

  it('[80] invites as Organization User or Viewer only', async () => {
    const operator = await api.newMemberWith('Organization Operator');
    for (const organizationRole of as)
      expect(await invite(operator.ask, api.defaultOrgId(), { email: newEmail(), organizationRole })).toMatchObject([
        { outcome: 'invited' },
      ]);
    for (const organizationRole of above) {
      const list = [{ email: newEmail() }, { email: newEmail(), organizationRole }];
      const answer = await operator.ask('post', `/organizations/${api.defaultOrgId()}/invitations`, {
        invitations: list,
      });
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
      expect(await tenant(api.defaultOrgId()).count(members, { userName: list[0]?.email ?? '' })).toBe(0);
    }
  });

  it('[80] neither changes, renews nor revokes the invitation of an Organization Admin', async () => {
    const orgId = api.defaultOrgId();
    const operator = await api.newMemberWith('Organization Operator');
    const email = newEmail();
    const [made] = await invite(api.operator, orgId, { email, organizationRole: 'Organization Admin' });
    const path = `/organizations/${orgId}/invitations/${made?.invitationId}`;
    expect((await operator.ask('post', `${path}/resend`)).status).toBe(403);
    expect((await operator.ask('delete', path)).status).toBe(403);
    const [changed] = await invite(operator.ask, orgId, { email, organizationRole: 'Organization User' });
    expect(changed).toMatchObject({ outcome: 'error', code: 'forbidden' });
    shiftClock(8 * day);
    expect(await invite(operator.ask, orgId, { email })).toMatchObject([{ outcome: 'error', code: 'forbidden' }]);
  });

  it('gives no workspace roles but those it may give there', async () => {
    const orgId = api.defaultOrgId();
    const operator = await api.newMemberWith('Organization Operator');
    const { _id: workspaceId } = await createWorkspace(context, orgId, `Workspace ${newEmail()}`);
    const list = { invitations: [{ email: newEmail(), workspaces: [{ workspaceId, role: 'Workspace Viewer' }] }] };
    expect((await operator.ask('post', `/organizations/${orgId}/invitations`, list)).status).toBe(403);
  });
});

describe('accepting', () => {
  it('[75] a guessed, expired, used or revoked link is the same 404', async () => {
    const [used, revoked, expired, resent] = [await invited(), await invited(), await invited(), await invited()];
    expect((await accept(used.guest, secretOf(used.link))).status).toBe(200);
    await api.operator('delete', `${revoked.path}/${revoked.invitationId}`);
    await api.operator('post', `${resent.path}/${resent.invitationId}/resend`);
    const guessed = await accept(used.guest, `usher_invite_${'A'.repeat(43)}`);
    expect(guessed.status).toBe(404);
    const answers = [used, revoked, resent].map(({ guest, link }) => accept(guest, secretOf(link)));
    shiftClock(7 * day);
    answers.push(accept(expired.guest, secretOf(expired.link)));
    // By id neither: it is no secret, and it is not in the list any more.
    for (const { guest, invitationId } of [used, revoked, expired]) answers.push(accept(guest, invitationId));
    answers.push(accept(await api.newPerson(), resent.invitationId));
    for (const answer of await Promise.all(answers))
      expect(withoutRequestId(answer)).toEqual(withoutRequestId(guessed));
    expect(await tenant(expired.orgId).count(members, { status: 'active' })).toBe(0);
  });

  it('[75] wrong links are throttled for the account, many at once too, and the right one with them', async () => {
    const { guest, link } = await invited();
    const guesses = await Promise.all(Array.from({ length: 25 }, (_, i) => accept(guest, `guess-${i}`)));
    expect(guesses.filter(({ status }) => status === 404)).toHaveLength(10);
    const refused = guesses.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(15);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(60);
    expect((await accept(guest, secretOf(link))).status).toBe(429);
    expect((await accept(await api.newPerson(), 'guess')).status).toBe(404);
  });

  it('[76] is refused to somebody who is signed in with another address', async () => {
    const { orgId, link, guest } = await invited();
    const other = await api.newPerson('other');
    const answer = await accept(other, secretOf(link));
    expect([answer.status, answer.body.code]).toEqual([403, 'other_address']);
    expect(await tenant(orgId).count(members, { status: 'active' })).toBe(0);
    expect((await accept(guest, secretOf(link))).status).toBe(200);
  });

  it('by id needs a verified address; by link the address alone, because the link went there', async () => {
    const { orgId } = await newOrganization('Elsewhere');
    const email = newEmail();
    const [made] = await invite(api.operator, orgId, { email });
    const outcome = await signIn(context, claimsOf(email, { emailTrusted: false }), policy);
    const accountId = 'accountId' in outcome ? outcome.accountId : '';
    const order = { description: 'test', scopes: ['read' as const, 'write' as const], expiresAt: null };
    const ask = api.withKey((await personalKeyOf(accountId, order)).secret);
    expect((await ask('get', '/me/invitations')).body.items).toEqual([]);
    expect((await ask('post', `/me/invitations/${made?.invitationId}/accept`)).status).toBe(404);
    expect((await ask('post', `/me/invitations/${secretOf(made?.link ?? '')}/accept`)).status).toBe(200);
  });

  it('by id works for the one whose list it is in', async () => {
    const { orgId, guest, invitationId } = await invited();
    expect((await accept(guest, invitationId)).body.organizationId).toBe(orgId);
  });

  it('is refused to who is a member under another address already', async () => {
    const { orgId, guest, link } = await invited();
    const memberId = (await accept(guest, secretOf(link))).body.memberId;
    // The directory knows the person by then, and gives another address.
    await changeUser(context, orgId, memberId, (content) => ({ ...content, externalId: 'hr-1' }));
    const directory = person(`other-${guest.email}`, { externalId: 'hr-1' });
    await changeUser(context, orgId, memberId, () => directory);
    const [again] = await invite(api.operator, orgId, { email: guest.email });
    const answer = await accept(guest, secretOf(again?.link ?? ''));
    expect([answer.status, answer.body.code]).toEqual([409, 'already_member']);
  });

  it('an expired invitation is renewed by sending it again, with another link', async () => {
    const { path, invitationId, guest, link } = await invited();
    shiftClock(8 * day);
    const answer = await api.operator('post', `${path}/${invitationId}/resend`);
    expect(answer.body).toMatchObject({ id: invitationId, status: 'pending' });
    expect(answer.body.link).not.toBe(link);
    expect((await accept(guest, secretOf(link))).status).toBe(404);
    expect((await accept(guest, secretOf(answer.body.link))).status).toBe(200);
    const late = await api.operator('post', `${path}/${invitationId}/resend`);
    expect([late.status, late.body.code]).toEqual([409, 'invitation_accepted']);
    expect((await api.operator('delete', `${path}/${invitationId}`)).status).toBe(409);
  });

  it('an expired invitation is renewed by inviting again', async () => {
    const { orgId, guest } = await invited();
    shiftClock(8 * day);
    const [again] = await invite(api.operator, orgId, { email: guest.email });
    expect(again).toMatchObject({ outcome: 'invited' });
    expect((await accept(guest, secretOf(again?.link ?? ''))).status).toBe(200);
    expect((await rolesIn(orgId, guest)).workspaces).toEqual(['Workspace Viewer']);
  });

  it('somebody invited as Organization Admin is pending in every workspace, as the list of members says too', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const [email, path] = ['admin-to-be@acme.test', `/organizations/${orgId}`];
    await api.operator('post', `${path}/invitations`, {
      invitations: [{ email, organizationRole: 'Organization Admin', workspaces: [] }],
    });
    const listed = await api.operator('get', `${path}/members`);
    expect(listed.body.items).toMatchObject([{ email, workspaces: [{ workspaceId, role: 'Workspace Admin' }] }]);
    const inside = await api.operator('get', `${path}/workspaces/${workspaceId}/members`);
    expect(inside.body.items).toMatchObject([
      { email, status: 'pending', role: 'Workspace Admin', source: 'organization-admin' },
    ]);
  });

  it('revoking takes the pending member with it, once', async () => {
    const { orgId, path, invitationId } = await invited();
    expect((await api.operator('delete', `${path}/${invitationId}`)).status).toBe(204);
    expect((await api.operator('delete', `${path}/${invitationId}`)).status).toBe(404);
    expect((await api.operator('post', `${path}/${invitationId}/resend`)).status).toBe(404);
    expect(await tenant(orgId).count(members, {})).toBe(0);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('removing the pending member revokes the invitation', async () => {
    const { orgId, guest, link } = await invited();
    const member = await tenant(orgId).findOne(members, {});
    expect((await api.operator('delete', `/organizations/${orgId}/members/${member?._id}`)).status).toBe(204);
    expect((await accept(guest, secretOf(link))).status).toBe(404);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('what was deleted meanwhile is left out, and the rest is given', async () => {
    const { orgId, workspaceId, guest, link } = await invited();
    const research = await createWorkspace(context, orgId, 'Research');
    const workspaces = [{ workspaceId: research._id, role: 'Workspace Editor' }];
    await invite(api.operator, orgId, { email: guest.email, workspaces });
    await deleteWorkspace(context, orgId, workspaceId);
    expect((await accept(guest, secretOf(link))).status).toBe(200);
    expect((await rolesIn(orgId, guest)).workspaces).toEqual(['Workspace Editor']);
  });

  it('without any of its workspaces left, gives the organization alone', async () => {
    const { orgId, workspaceId, guest, link } = await invited();
    await createWorkspace(context, orgId, 'Research');
    await deleteWorkspace(context, orgId, workspaceId);
    expect((await accept(guest, secretOf(link))).status).toBe(200);
    expect(await rolesIn(orgId, guest)).toEqual({ organizationRole: 'Organization User', workspaces: [] });
  });
});

describe('[78] an inviter who lost the right since', () => {
  /** How the inviter loses it, and what of the invitation is left. */
  type Loss = (orgId: string, inviter: Person & { memberId: string }) => Promise<unknown>;
  const losses: [string, Loss][] = [
    ['demoted', (orgId, { memberId }) => setOrganizationRole(context, orgId, memberId, 'Organization User')],
    [
      'demoted to Operator',
      (orgId, { memberId }) => setOrganizationRole(context, orgId, memberId, 'Organization Operator'),
    ],
    [
      'deactivated',
      (orgId, { memberId }) => api.operator('patch', `/organizations/${orgId}/members/${memberId}`, { active: false }),
    ],
    ['removed', (orgId, { memberId }) => api.operator('delete', `/organizations/${orgId}/members/${memberId}`)],
  ];

  it.each(losses)(
    '%s: the invitation is refused with the reason, until somebody else sends it again',
    async (_, lose) => {
      const { orgId, workspaceId } = await newOrganization('Elsewhere');
      await memberOf(orgId, 'Organization Admin');
      const inviter = await memberOf(orgId, 'Organization Admin');
      const guest = await api.newPerson('guest');
      const workspaces = [{ workspaceId, role: 'Workspace Editor' }];
      const [made] = await invite(inviter.ask, orgId, { email: guest.email, workspaces });
      await lose(orgId, inviter);
      for (const secretOrId of [secretOf(made?.link ?? ''), made?.invitationId ?? '']) {
        const answer = await accept(guest, secretOrId);
        expect([answer.status, answer.body.code]).toEqual([403, 'inviter_lost_right']);
        expect(answer.body.detail).toContain('Ask an administrator');
      }
      expect(await rolesIn(orgId, guest)).toEqual({ organizationRole: undefined, workspaces: [] });
      const resent = await api.operator('post', `/organizations/${orgId}/invitations/${made?.invitationId}/resend`);
      expect((await accept(guest, secretOf(resent.body.link))).status).toBe(200);
      expect((await rolesIn(orgId, guest)).workspaces).toEqual(['Workspace Editor']);
      expect(await faultsOf(orgId)).toEqual([]);
    },
  );

  it('by the flag that is off now, or with the workspace role', async () => {
    await letWorkspaceAdminsInvite(true);
    const { orgId, workspaceId } = await newOrganization('Elsewhere');
    const inviter = await api.newPerson('inviter');
    const order = { email: inviter.email, workspaces: [{ workspaceId, role: 'Workspace Admin' }] };
    const [own] = await invite(api.operator, orgId, order);
    await accept(inviter, secretOf(own?.link ?? ''));
    const guest = await api.newPerson('guest');
    const path = `/organizations/${orgId}/workspaces/${workspaceId}/members`;
    const { body } = await inviter.ask('post', path, { members: [{ email: guest.email, role: 'Workspace Editor' }] });
    const secret = secretOf(body.results[0].link);
    await letWorkspaceAdminsInvite(false);
    expect((await accept(guest, secret)).body.code).toBe('inviter_lost_right');
    await letWorkspaceAdminsInvite(true);
    const override = `${path}/${await api.memberIdOf(inviter, orgId)}/override`;
    await api.operator('put', override, { effect: 'allow', role: 'Workspace Editor' });
    expect((await accept(guest, secret)).body.code).toBe('inviter_lost_right');
    await api.operator('delete', override);
    expect((await accept(guest, secret)).status).toBe(200);
    expect((await rolesIn(orgId, guest)).workspaces).toEqual(['Workspace Editor']);
  });

  it('takes away only what they gave, where others invited too', async () => {
    const { orgId, workspaceId } = await newOrganization('Elsewhere');
    const research = await createWorkspace(context, orgId, 'Research');
    const inviter = await memberOf(orgId, 'Organization Admin');
    await memberOf(orgId, 'Organization Admin');
    const guest = await api.newPerson('guest');
    const order = { email: guest.email, organizationRole: 'Organization Operator' };
    const [made] = await invite(inviter.ask, orgId, {
      ...order,
      workspaces: [{ workspaceId, role: 'Workspace Editor' }],
    });
    await invite(api.operator, orgId, {
      email: guest.email,
      workspaces: [{ workspaceId: research._id, role: 'Workspace Viewer' }],
    });
    await setOrganizationRole(context, orgId, inviter.memberId, 'Organization User');
    expect((await accept(guest, secretOf(made?.link ?? ''))).status).toBe(200);
    expect(await rolesIn(orgId, guest)).toEqual({
      organizationRole: 'Organization User',
      workspaces: ['Workspace Viewer'],
    });
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('a key keeps the right past its expiry, until it is revoked', async () => {
    const { orgId } = await newOrganization('Elsewhere');
    const expiresAt = new Date(Date.now() + 60_000);
    const order = { description: 'CI', scopes: ['read' as const, 'write' as const], expiresAt };
    const { token, secret } = await createServiceKey(context, orgId, order);
    const [first, second] = [await api.newPerson('first'), await api.newPerson('second')];
    const made = await invite(api.withKey(secret), orgId, { email: first.email }, { email: second.email });
    shiftClock(120_000);
    expect((await accept(first, secretOf(made[0]?.link ?? ''))).status).toBe(200);
    await revokeServiceKey(context, orgId, token._id);
    expect((await accept(second, secretOf(made[1]?.link ?? ''))).body.code).toBe('inviter_lost_right');
    expect(await tenant(orgId).count(invitations, { status: 'pending' })).toBe(1);
  });
});
