/** Roles that the directory names of people, as the API tells of them. */
import { expect, it } from 'vitest';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { context, newOrganization, person } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const { operator } = testApi();

/** An organization whose directory names roles of Ada. */
async function start(...roles: string[]) {
  const { orgId, workspaceId } = await newOrganization('Roles');
  const org = `/organizations/${orgId}`;
  const { _id: ada } = await createUser(context, orgId, person('ada@roles.test', { roles }));
  const letDirectory = (settings: object) => operator('patch', `${org}/scim/settings`, settings);
  const shown = async () => (await operator('get', `${org}/members/${ada}`)).body;
  return { orgId, workspaceId, org, ada, letDirectory, shown, member: `${org}/members/${ada}` };
}

it('the settings are off until they are switched on, and are yes or no', async () => {
  const { org, letDirectory } = await start();
  const off = { rolesEnabled: false, rolesMakeAdmins: false };
  expect((await operator('get', `${org}/scim/settings`)).body).toMatchObject(off);
  expect((await letDirectory({ rolesEnabled: 'yes' })).status).toBe(400);
  expect((await letDirectory(off)).body).toMatchObject(off);
  expect((await operator('get', `${org}/audit-events?types=scim_settings.updated`)).body.items).toEqual([]);
  expect((await letDirectory({ rolesEnabled: true })).body).toMatchObject({
    rolesEnabled: true,
    rolesMakeAdmins: false,
  });
  const [event] = (await operator('get', `${org}/audit-events?types=scim_settings.updated`)).body.items;
  expect([event.before, event.after]).toMatchObject([off, { rolesEnabled: true }]);
});

it('a preview shows who gains and loses what, both ways, and what would take the last admin', async () => {
  const { org, ada, letDirectory, shown, workspaceId } = await start(
    'Organization Admin',
    'Workspace 1:Workspace Viewer',
  );
  const preview = async (settings: object) =>
    (await operator('post', `${org}/preview`, { change: { kind: 'scim-settings', settings } })).body;
  const gain = await preview({ rolesEnabled: true });
  expect(gain.counts).toMatchObject({ members: 1, gained: 1, lost: 0, organizationRoles: 0 });
  expect(gain.items[0]).toMatchObject({
    memberId: ada,
    workspaces: [{ workspaceId, before: null, after: 'Workspace Viewer' }],
  });
  const admin = await preview({ rolesEnabled: true, rolesMakeAdmins: true });
  expect(admin.counts).toMatchObject({ organizationRoles: 1 });
  await letDirectory({ rolesEnabled: true });
  expect(await shown()).toMatchObject({ organizationRole: 'Organization User', workspaces: [{ source: 'scim-role' }] });
  expect((await preview({ rolesEnabled: false })).counts).toMatchObject({ lost: 1 });
  await letDirectory({ rolesMakeAdmins: true });
  expect(await shown()).toMatchObject({ organizationRole: 'Organization Admin' });
  expect((await preview({ rolesEnabled: false })).refusal).toBe('last_admin');
  const refused = await letDirectory({ rolesEnabled: false });
  expect([refused.status, refused.body.code]).toEqual([409, 'last_admin']);
});

it('the access of a member says what each role gives, or why it gives nothing', async () => {
  const { member, letDirectory, workspaceId } = await start('Workspace 1:Workspace Editor', '*:Workspace Viewr');
  const told = async () => (await operator('get', `${member}/access`)).body;
  expect((await told()).directoryRoles).toMatchObject([{ reason: 'roles_off' }, { reason: 'roles_off' }]);
  await letDirectory({ rolesEnabled: true });
  const { directoryRoles, workspaces } = await told();
  expect(directoryRoles).toEqual([
    {
      value: 'Workspace 1:Workspace Editor',
      gives: { workspaceId, role: 'Workspace Editor' },
      reason: null,
      detail: null,
    },
    {
      value: '*:Workspace Viewr',
      gives: null,
      reason: 'unknown_role',
      detail: expect.stringContaining('Did you mean "*:Workspace Viewer"?'),
    },
  ]);
  expect(workspaces[0].winner).toMatchObject({
    source: 'scim-role',
    reason: 'role "Workspace 1:Workspace Editor" of the directory',
  });
});

it('check, adding and removing say that the directory names the role', async () => {
  const { org, ada, letDirectory, workspaceId, orgId } = await start('Workspace 1:Workspace Viewer');
  await createWorkspace(context, orgId, 'Research');
  await letDirectory({ rolesEnabled: true });
  const asked = `member=${ada}&workspace=${workspaceId}&permission=workspace:read`;
  expect((await operator('get', `${org}/check?${asked}`)).body).toMatchObject({
    allowed: true,
    reason: 'Workspace Viewer: a role that the directory names',
  });
  const members = [{ email: 'ada@roles.test', role: 'Workspace Editor' }];
  const { body } = await operator('post', `${org}/workspaces/${workspaceId}/members`, { members });
  expect(body.results[0]).toMatchObject({ outcome: 'already_member', source: 'scim-role', asked: 'Workspace Editor' });
  expect(body.results[0].detail).toContain('The directory names Workspace Viewer for Workspace 1');
  const removed = await operator('delete', `${org}/workspaces/${workspaceId}/members/${ada}`);
  expect([removed.status, removed.body.code]).toEqual([409, 'granted_by_group']);
  expect(removed.body.detail).toContain('The directory names a role of this member');
  const listed = await operator('get', `${org}/members?source=scim-role`);
  expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual([ada]);
});
