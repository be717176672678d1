import { parse } from 'csv-parse/sync';
import { afterEach, describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { grants } from '../../../src/domain/model/grant.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { createGroup } from '../../support/create-group.ts';
import { newUsers } from '../../support/crowd.ts';
import { claimsOf, context, named, newOrganization, person, policy } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
afterEach(() => shiftClock(0));

/** A new organization with these people of its directory. */
async function organizationOf(...names: string[]) {
  const { orgId, workspaceId } = await newOrganization();
  const ids: string[] = [];
  for (const name of names) {
    const content = person(`${name.toLowerCase()}@acme.test`, { name });
    ids.push((await createUser(context, orgId, content))._id);
  }
  const org = `/organizations/${orgId}`;
  return { orgId, workspaceId, ids, org, ws: `${org}/workspaces/${workspaceId}` };
}

async function namesOf(path: string): Promise<string[]> {
  const names: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await api.operator('get', `${path}${cursor}`);
    names.push(...body.items.map(({ name }: { name: string }) => name));
    if (body.nextCursor === null) return names;
    cursor = `&cursor=${body.nextCursor}`;
  }
}

describe('members', () => {
  it('are shown with status, role, source, workspaces and groups', async () => {
    const { org, orgId, workspaceId, ids } = await organizationOf('Ada');
    const group = await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Editor'), ids);
    const { body } = await api.operator('get', `${org}/members/${ids[0]}`);
    expect(body).toEqual({
      id: ids[0],
      email: 'ada@acme.test',
      claimedEmail: null,
      name: 'Ada',
      userName: 'ada@acme.test',
      externalId: null,
      status: 'active',
      organizationRole: 'Organization User',
      managedBy: 'scim',
      workspaces: [
        {
          workspaceId,
          name: 'Workspace 1',
          role: 'Workspace Editor',
          roles: ['Workspace Editor'],
          source: 'scim-group',
        },
      ],
      groups: [{ id: group._id, displayName: 'Organization User:Workspace 1:Workspace Editor' }],
      signedIn: false,
      invitation: null,
      lock: null,
      createdAt: expect.any(String),
    });
    const list = await api.operator('get', `${org}/members`);
    expect(list.body).toEqual({ items: [body], nextCursor: null, total: 1 });
  });

  it.each([
    ['name', ['Ada', 'bob', 'Celia', 'Dora']],
    ['-name', ['Dora', 'Celia', 'bob', 'Ada']],
    ['createdAt', ['Dora', 'Ada', 'Celia', 'bob']],
    ['-createdAt', ['bob', 'Celia', 'Ada', 'Dora']],
  ])('come sorted by %s, each once, whatever the page size', async (sort, expected) => {
    const { org } = await organizationOf('Dora', 'Ada', 'Celia', 'bob');
    for (const limit of [1, 3, 50])
      expect(await namesOf(`${org}/members?sort=${sort}&limit=${limit}`)).toEqual(expected);
  });

  it('are found by whether anybody has signed in as them, and whether their address is proven', async () => {
    const { defaultOrgId } = api;
    const path = `/organizations/${defaultOrgId()}/members`;
    await createUser(context, defaultOrgId(), person('pushed@acme.test', { name: 'Pushed' }));
    const claims = claimsOf('claimed@acme.test', { name: 'Claimed', emailTrusted: false });
    expect(await signIn(context, claims, policy)).toMatchObject({ outcome: 'signed-in' });
    const proven = await api.newPerson('Proven');
    expect(await namesOf(`${path}?signedIn=false`)).toEqual(['Pushed']);
    expect(await namesOf(`${path}?signedIn=true`)).toEqual(['Claimed', 'Proven']);
    expect(await namesOf(`${path}?emailVerified=false`)).toEqual(['Claimed']);
    expect(await namesOf(`${path}?emailVerified=true`)).toEqual(['Proven', 'Pushed']);
    expect(await namesOf(`${path}?emailVerified=true&signedIn=true&q=${proven.email}`)).toEqual(['Proven']);
    expect((await api.operator('get', `${path}?signedIn=no`)).status).toBe(400);
  });

  it('are found by whether an admin has locked them', async () => {
    const { org } = await organizationOf('Ada', 'Bob');
    const { items } = (await api.operator('get', `${org}/members?q=bob`)).body;
    await api.operator('post', `${org}/members/${items[0].id}/lock`, { reason: 'test' });
    expect(await namesOf(`${org}/members?locked=true`)).toEqual(['Bob']);
    expect(await namesOf(`${org}/members?locked=false`)).toEqual(['Ada']);
    await api.operator('post', `${org}/members/${items[0].id}/unlock`);
    expect(await namesOf(`${org}/members?locked=true`)).toEqual([]);
    expect(await namesOf(`${org}/members?locked=false`)).toEqual(['Ada', 'Bob']);
  });

  it.each([
    ['q=AD', ['Ada']],
    ['q=bob%40acme', ['Bob']],
    ['q=.*', []],
    ['q=(', []],
    ['status=inactive', ['Bob']],
    ['status=pending', []],
    ['organizationRole=Organization%20Operator', ['Ada']],
    ['group={group}', ['Cyd']],
  ])('are found by %s', async (query, expected) => {
    const { org, orgId, ids } = await organizationOf('Ada', 'Bob', 'Cyd');
    const group = await createGroup(context, orgId, named('Readers'), ids.slice(2));
    await api.operator('patch', `${org}/members/${ids[0]}`, { organizationRole: 'Organization Operator' });
    await api.operator('patch', `${org}/members/${ids[1]}`, { active: false });
    const { body } = await api.operator('get', `${org}/members?${query.replace('{group}', group._id)}`);
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(expected);
    expect(body.total).toBe(expected.length);
  });

  it.each(['sort=age', 'status=gone', 'organizationRole=King', 'group=%24ne', 'limit=501', 'q=a%00'])(
    'are not found by %s',
    async (query) => {
      const { org } = await organizationOf();
      expect((await api.operator('get', `${org}/members?${query}`)).status).toBe(400);
    },
  );

  it('who are pending tell the invitation, which can be sent again by it', async () => {
    const { org } = await organizationOf();
    await api.operator('post', `${org}/invitations`, { invitations: [{ email: 'new@acme.test' }] });
    const { body } = await api.operator('get', `${org}/members?status=pending`);
    const { invitation } = body.items[0];
    expect(invitation).toEqual({ id: expect.any(String), expiresAt: expect.any(String) });
    const again = await api.operator('post', `${org}/invitations/${invitation.id}/resend`);
    expect(again.body).toMatchObject({ id: invitation.id, email: 'new@acme.test' });
  });

  it('are exported as the list has them, all of them, and no name becomes a formula', async () => {
    const { org, orgId, ids } = await organizationOf('Ada', 'Bob', '=1+1', '@sum');
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Editor'), ids.slice(0, 1));
    await api.operator('patch', `${org}/members/${ids[1]}`, { active: false });
    const read = async (query: string) => {
      const { text, headers } = await api.operator('get', `${org}/member-export${query}`);
      expect(headers['content-disposition']).toBe('attachment; filename="members.csv"');
      return parse(text, { columns: true }) as Record<string, string>[];
    };
    const rows = await read('');
    expect(rows.map(({ name }) => name)).toEqual(["'=1+1", "'@sum", 'Ada', 'Bob']);
    expect(rows[2]).toMatchObject({
      id: ids[0],
      email: 'ada@acme.test',
      status: 'active',
      organizationRole: 'Organization User',
      managedBy: 'scim',
      signedIn: 'false',
      workspaces: 'Workspace 1: Workspace Editor',
      groups: 'Organization User:Workspace 1:Workspace Editor',
    });
    expect((await read('?status=inactive')).map(({ name }) => name)).toEqual(['Bob']);
    expect((await read('?source=scim-group&sort=-name')).map(({ name }) => name)).toEqual(['Ada']);
  });

  it('are exported beyond the longest page, in order and each once', async () => {
    const { org, orgId } = await organizationOf();
    await newUsers(orgId, 1_003);
    const { text } = await api.operator('get', `${org}/member-export?sort=-name`);
    const names = (parse(text, { columns: true }) as { userName: string }[]).map(({ userName }) => userName);
    expect(new Set(names).size).toBe(1_003);
    expect(names).toEqual(names.toSorted().toReversed());
  });

  it('change role and status at once, or not at all', async () => {
    const { org, ids } = await organizationOf('Ada');
    const path = `${org}/members/${ids[0]}`;
    const change = { organizationRole: 'Organization Viewer', active: false };
    expect((await api.operator('patch', path, change)).body).toMatchObject({
      status: 'inactive',
      organizationRole: null,
    });
    const back = await api.operator('patch', path, { active: true });
    expect(back.body).toMatchObject({ status: 'active', organizationRole: 'Organization Viewer' });
    const cleared = await api.operator('patch', path, { organizationRole: null });
    expect(cleared.body.organizationRole).toBe('Organization User');
    for (const body of [{ organizationRole: 'Workspace Admin' }, { active: 'yes' }, { status: 'active' }, []])
      expect((await api.operator('patch', path, body)).status).toBe(400);
  });

  it('get an organization role with a reason and an end, which are shown where overrides are', async () => {
    const { org, ids } = await organizationOf('Ada');
    const path = `${org}/members/${ids[0]}`;
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const order = { role: 'Organization Operator', reason: 'covers for Grace', expiresAt };
    const { status, body } = await api.operator('patch', path, { organizationRole: order });
    expect([status, body.organizationRole]).toEqual([200, 'Organization Operator']);
    expect((await api.operator('get', `${org}/overrides`)).body.items).toEqual([
      expect.objectContaining({ memberId: ids[0], workspaceId: null, ...order }),
    ]);
    const access = await api.operator('get', `${path}/access`);
    expect(access.body.organization.winner).toMatchObject({ source: 'override', ...order });
    // The name alone is a decision without an end.
    await api.operator('patch', path, { organizationRole: 'Organization Viewer' });
    expect((await api.operator('get', `${org}/overrides`)).body.items).toMatchObject([
      { role: 'Organization Viewer', reason: null, expiresAt: null },
    ]);
    const past = { role: 'Organization Viewer', expiresAt: '2020-01-01T00:00:00Z' };
    const late = await api.operator('patch', path, { organizationRole: past });
    expect([late.status, late.body.code, late.body.errors]).toMatchObject([
      400,
      'expires_in_the_past',
      [{ pointer: '#/organizationRole/expiresAt' }],
    ]);
    for (const organizationRole of [
      { role: null },
      { role: 'Workspace Admin' },
      { reason: 'no role' },
      { role: 'Organization Viewer', expiresAt: 'tomorrow' },
      { role: 'Organization Viewer', reason: 'x'.repeat(501) },
      { role: 'Organization Viewer', until: expiresAt },
    ])
      expect((await api.operator('patch', path, { organizationRole })).status).toBe(400);
  });

  it('are not raised above the caller by a decision that ends', async () => {
    const orgId = api.defaultOrgId();
    await api.newMemberWith('Organization Admin');
    const caller = await api.newMemberWith('Organization Operator');
    const ada = await api.newPerson('Ada');
    const memberId = await api.memberIdOf(ada);
    await createGroup(context, orgId, named(`${memberId} Organization Admins`), [memberId]);
    const path = `/organizations/${orgId}/members/${memberId}`;
    await api.operator('patch', path, { organizationRole: 'Organization User' });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const ends = { organizationRole: { role: 'Organization Viewer', expiresAt } };
    const refused = await caller.ask('patch', path, ends);
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('cannot grant')]);
    const lasts = await caller.ask('patch', path, { organizationRole: 'Organization Viewer' });
    expect(lasts.body).toMatchObject({ organizationRole: 'Organization Viewer' });
  });

  it('are gone once removed', async () => {
    const { org, ids } = await organizationOf('Ada');
    expect((await api.operator('delete', `${org}/members/${ids[0]}`)).status).toBe(204);
    expect((await api.operator('get', `${org}/members/${ids[0]}`)).status).toBe(404);
    expect((await api.operator('delete', `${org}/members/${ids[0]}`)).status).toBe(404);
  });
});

describe('the explanation of access', () => {
  it('tells the role, what won, and why the rest lost', async () => {
    const orgId = api.defaultOrgId();
    const ada = await api.newPerson('Ada');
    const memberId = await api.memberIdOf(ada);
    const group = await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [
      memberId,
    ]);
    const rows = await tenant(orgId).find(grants, { memberId });
    const idOf = (source: string, workspace: boolean) =>
      rows.find((row) => row.source === source && (row.workspaceId !== null) === workspace)?._id;
    const { body } = await ada.ask('get', `/organizations/${orgId}/members/${memberId}/access`);
    const shown = { id: group._id, displayName: group.displayName };
    const winner = { id: idOf('scim-group', true), source: 'scim-group', role: 'Workspace Viewer', group: shown };
    expect(body.member).toEqual({ id: memberId });
    expect(body.workspaces).toEqual([
      {
        workspaceId: expect.any(String),
        name: 'Workspace 1',
        role: 'Workspace Viewer',
        roles: ['Workspace Viewer'],
        winner,
        grants: expect.arrayContaining([
          {
            id: idOf('sso-default', true),
            source: 'sso-default',
            role: 'Workspace Editor',
            lostBecause: 'a SCIM group decides',
          },
          { ...winner, lostBecause: null },
        ]),
      },
    ]);
    expect(body.workspaces[0].grants).toHaveLength(2);
    expect(body.organization.role).toBe('Organization User');
    expect(body.organization.grants).toHaveLength(2);
  });

  it('says so where no grant decides: the default role, and the admin who may everything', async () => {
    const { org, ids } = await organizationOf('Ada');
    const path = `${org}/members/${ids[0]}`;
    const before = await api.operator('get', `${path}/access`);
    expect(before.body).toEqual({
      member: { id: ids[0] },
      organization: {
        role: 'Organization User',
        winner: { source: 'default', role: 'Organization User' },
        grants: [],
      },
      workspaces: [],
      directoryRoles: [],
    });
    await api.operator('patch', path, { organizationRole: 'Organization Admin' });
    const { body } = await api.operator('get', `${path}/access`);
    expect(body.organization.winner).toMatchObject({ source: 'override', role: 'Organization Admin' });
    expect(body.workspaces).toMatchObject([
      { role: 'Workspace Admin', winner: { source: 'organization-admin', role: 'Workspace Admin' }, grants: [] },
    ]);
  });
});

describe('an override', () => {
  const hour = 3_600_000;

  it('allows, denies and is cleared, and the list of the workspace tells it', async () => {
    const { orgId, org, ws, ids } = await organizationOf('Ada', 'Bob');
    const [ada = '', bob = ''] = ids;
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [ada]);
    const path = (id: string) => `${ws}/members/${id}/override`;
    const allowed = await api.operator('put', path(bob), { effect: 'allow', role: 'Workspace Editor' });
    expect(allowed.body).toEqual({
      memberId: bob,
      email: 'bob@acme.test',
      claimedEmail: null,
      name: 'Bob',
      status: 'active',
      role: 'Workspace Editor',
      roles: ['Workspace Editor'],
      source: 'override',
      override: { effect: 'allow', role: 'Workspace Editor', reason: null, expiresAt: null, dormant: false },
    });
    const denied = await api.operator('put', path(ada), { effect: 'deny', reason: 'on leave' });
    expect(denied.body).toMatchObject({ role: null, source: null, override: { effect: 'deny', role: null } });
    expect((await api.operator('get', `${ws}/members`)).body.items).toEqual([denied.body, allowed.body]);

    const { items } = (await api.operator('get', `${org}/overrides`)).body;
    expect(items).toMatchObject([
      { memberId: bob, effect: 'allow', workspaceName: 'Workspace 1', role: 'Workspace Editor' },
      { memberId: ada, effect: 'deny', reason: 'on leave', createdBy: { type: 'deployment-key' }, expired: false },
    ]);

    expect((await api.operator('delete', path(ada))).status).toBe(204);
    expect((await api.operator('delete', path(bob))).status).toBe(204);
    expect((await api.operator('delete', path(bob))).status).toBe(204);
    expect((await api.operator('get', `${ws}/members`)).body.items).toMatchObject([
      { memberId: ada, role: 'Workspace Viewer', source: 'scim-group', override: null },
    ]);
  });

  it('ends when it expires, by itself', async () => {
    const { orgId, org, ws, ids } = await organizationOf('Ada', 'Bob');
    const [ada = '', bob = ''] = ids;
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [ada]);
    const expiresAt = new Date(Date.now() + hour).toISOString();
    await api.operator('put', `${ws}/members/${ada}/override`, { effect: 'deny', expiresAt });
    const order = { effect: 'allow', role: 'Workspace Admin', expiresAt };
    expect((await api.operator('put', `${ws}/members/${bob}/override`, order)).body.override.expiresAt).toBe(expiresAt);

    shiftClock(2 * hour);
    expect((await api.operator('get', `${ws}/members`)).body.items).toMatchObject([
      { memberId: ada, role: 'Workspace Viewer', source: 'scim-group', override: null },
    ]);
    expect((await api.operator('get', `${org}/members/${bob}`)).body.workspaces).toEqual([]);
    const { body } = await api.operator('get', `${org}/members/${ada}/access`);
    expect(body.workspaces[0]).toMatchObject({ role: 'Workspace Viewer', winner: { source: 'scim-group' } });
    expect(body.workspaces[0].grants).toContainEqual(
      expect.objectContaining({ source: 'override', role: null, expiresAt, lostBecause: 'it has expired' }),
    );
    expect((await api.operator('get', `${org}/overrides`)).body.items).toMatchObject([
      { expired: true },
      { expired: true },
    ]);
  });

  it('takes the rights of a Workspace Admin away when it expires', async () => {
    const [workspaceId] = (await api.operator('get', `/organizations/${api.defaultOrgId()}/sso-settings`)).body
      .workspaceIds;
    const person = await api.newPerson();
    const ws = `/organizations/${api.defaultOrgId()}/workspaces/${workspaceId}`;
    const path = `${ws}/members/${await api.memberIdOf(person)}/override`;
    const expiresAt = new Date(Date.now() + hour).toISOString();
    await api.operator('put', path, { effect: 'allow', role: 'Workspace Admin', expiresAt });
    const renewed = { effect: 'allow', role: 'Workspace Admin', expiresAt, reason: 'until the audit' };
    expect((await person.ask('put', path, renewed)).status).toBe(200);
    const { items } = (await api.operator('get', `/organizations/${api.defaultOrgId()}/overrides`)).body;
    expect(items.at(-1).createdBy).toEqual({ type: 'account', id: person.accountId, name: 'person' });
    shiftClock(2 * hour);
    expect((await person.ask('delete', path)).status).toBe(403);
  });

  it('on an Organization Admin is stored, dormant, and reported as such', async () => {
    const { org, ws, ids } = await organizationOf('Ada');
    await api.operator('patch', `${org}/members/${ids[0]}`, { organizationRole: 'Organization Admin' });
    const { body } = await api.operator('put', `${ws}/members/${ids[0]}/override`, { effect: 'deny' });
    expect(body).toMatchObject({ role: 'Workspace Admin', source: 'organization-admin', override: { dormant: true } });
    expect((await api.operator('get', `${org}/overrides`)).body.items).toMatchObject([
      { workspaceId: null, effect: 'allow', role: 'Organization Admin', dormant: false },
      { effect: 'deny', dormant: true },
    ]);
  });

  it.each([
    ['an allow without a role', { effect: 'allow' }, '#/role'],
    ['a deny with a role', { effect: 'deny', role: 'Workspace Viewer' }, '#/role'],
    ['no effect', { role: 'Workspace Viewer' }, '#/effect'],
    ['a role that is none', { effect: 'allow', role: 'Workspace King' }, '#/role'],
    ['a role of the organization', { effect: 'allow', role: 'Organization Admin' }, '#/role'],
    ['an end in the past', { effect: 'deny', expiresAt: '2020-01-01T00:00:00Z' }, '#/expiresAt'],
    ['an end that is no time', { effect: 'deny', expiresAt: 'tomorrow' }, '#/expiresAt'],
    ['a long reason', { effect: 'deny', reason: 'x'.repeat(501) }, '#/reason'],
  ])('is refused with %s', async (_, body, pointer) => {
    const { ws, ids } = await organizationOf('Ada');
    const answer = await api.operator('put', `${ws}/members/${ids[0]}/override`, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});

describe('the members of a workspace', () => {
  it('come page by page, with those who have no access left out', async () => {
    const { orgId, org, ids } = await organizationOf('Ada', 'Bob', 'Cyd', 'Dora', 'Eve');
    const { _id } = await createWorkspace(context, orgId, 'Labs');
    await createGroup(context, orgId, named('Organization User:Labs:Workspace Viewer'), ids);
    const path = `${org}/workspaces/${_id}/members`;
    const soon = new Date(Date.now() + 1_000).toISOString();
    // Nothing but an override that has expired: no access, and nothing to show.
    const outsider = await createUser(context, orgId, person('bert@acme.test', { name: 'Bert' }));
    await api.operator('put', `${path}/${outsider._id}/override`, { effect: 'deny', expiresAt: soon });
    await api.operator('patch', `${org}/members/${ids[2]}`, { active: false });
    shiftClock(2_000);
    for (const limit of [1, 2, 50])
      expect(await namesOf(`${path}?limit=${limit}`)).toEqual(['Ada', 'Bob', 'Dora', 'Eve']);
    expect(await namesOf(`${path}?q=dor`)).toEqual(['Dora']);
  });
});
