/** Roles over SCIM: what a directory names of a person, where the organization lets it. */
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../src/domain/access/authority/authority.ts';
import { explainAccess } from '../../../src/domain/access/explain/explain.ts';
import { resyncChunk } from '../../../src/domain/access/large-change.ts';
import { setOverride } from '../../../src/domain/access/override/set-override.ts';
import { findDrift } from '../../../src/domain/administration/drift.ts';
import {
  createWorkspace,
  renameWorkspace,
} from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { changeRole, createRole, deleteRole } from '../../../src/domain/administration/roles/change-roles.ts';
import {
  changeScimSettings,
  type ScimSettingsChange,
} from '../../../src/domain/administration/settings/change-scim-settings.ts';
import { events } from '../../../src/domain/model/event.ts';
import { grants } from '../../../src/domain/model/grant.ts';
import { members } from '../../../src/domain/model/member.ts';
import { memberships } from '../../../src/domain/model/membership.ts';
import type { JsonObject } from '../../../src/json.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { context, testDeployment } from '../../support/domain.ts';
import {
  ACCESS_USER,
  clientOf,
  created,
  groupBody,
  newTenant,
  newToken,
  patchOp,
  type Tenant,
  userBody,
} from '../../support/scim-door.ts';

testDeployment();

const on: ScimSettingsChange = { rolesEnabled: true };

/** A new organization whose directory may name roles. */
async function start(settings: ScimSettingsChange = on) {
  const at = await newTenant();
  await changeScimSettings(context, at.orgId, settings);
  const named = (...values: string[]) => ({ roles: values.map((value) => ({ value })) });
  const add = async (userName: string, ...values: string[]) =>
    (await created(at.scim.post('/Users', userBody(userName, named(...values))))).id;
  return { ...at, named, add };
}

/** What somebody has: the organization role, and `workspace name: role` with where it comes from. */
async function accessOf({ orgId }: Pick<Tenant, 'orgId'>, id: string) {
  const { organization, workspaces } = await explainAccess(orgId, id);
  const given = workspaces.flatMap(({ name, resolution: { role, source } }) =>
    role === null ? [] : [`${name}: ${role} by ${source}`],
  );
  return { role: organization.role, given };
}

const rolesOf = (body: JsonObject) => (body.roles as { value: string }[] | undefined)?.map(({ value }) => value);

describe('switched off, as it is by default', () => {
  it('[46] names give nothing, and are kept and shown', async () => {
    const at = await start({});
    const id = await at.add('ada@acme.test', 'organization admin', 'Workspace 1:Workspace Admin');
    expect(await accessOf(at, id)).toEqual({ role: 'Organization User', given: [] });
    expect(await tenant(at.orgId).count(grants, { source: 'scim-role' })).toBe(0);
    expect(rolesOf((await at.scim.get(`/Users/${id}`)).body)).toEqual([
      'organization admin',
      'Workspace 1:Workspace Admin',
    ]);
    expect((await at.scim.get('/Roles')).body.Resources.map(({ supported }: JsonObject) => supported)).not.toContain(
      true,
    );
  });

  it('switching it on gives what was sent before, switching it off takes it away', async () => {
    const at = await start({});
    const id = await at.add('ada@acme.test', 'Organization Viewer', 'Workspace 1:Workspace Editor');
    await changeScimSettings(context, at.orgId, on);
    expect(await accessOf(at, id)).toEqual({
      role: 'Organization Viewer',
      given: ['Workspace 1: Workspace Editor by scim-role'],
    });
    expect(await tenant(at.orgId).count(memberships, { source: 'scim-role' })).toBe(1);
    expect(await faultsOf(at.orgId)).toEqual([]);
    await changeScimSettings(context, at.orgId, { rolesEnabled: false });
    expect(await accessOf(at, id)).toEqual({ role: 'Organization User', given: [] });
    expect(await tenant(at.orgId).count(grants, {})).toBe(0);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });
});

describe('a role that the directory names', () => {
  it('is given in the organization, in a workspace by name or id, or in all of them', async () => {
    const at = await start();
    const research = await createWorkspace(context, at.orgId, 'Research');
    const ada = await at.add('ada@acme.test', 'Organization Operator', 'Research:Workspace Viewer');
    expect(await accessOf(at, ada)).toEqual({
      role: 'Organization Operator',
      given: ['Research: Workspace Viewer by scim-role'],
    });
    const bob = await at.add('bob@acme.test', `${research._id}:workspace-editor`, 'organization-viewer');
    expect(await accessOf(at, bob)).toEqual({
      role: 'Organization Viewer',
      given: ['Research: Workspace Editor by scim-role'],
    });
    const cy = await at.add('cy@acme.test', '*:WorkspaceViewer');
    expect((await accessOf(at, cy)).given).toHaveLength(2);
    await createWorkspace(context, at.orgId, 'Later');
    expect((await accessOf(at, cy)).given).toContain('Later: Workspace Viewer by scim-role');
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('is read without regard to case, spaces, hyphens and underscores, where nothing else is called so', async () => {
    const at = await start();
    await createWorkspace(context, at.orgId, 'Data-Lab');
    const ada = await at.add('ada@acme.test', 'DataLab:WorkspaceEditor');
    expect((await accessOf(at, ada)).given).toEqual(['Data-Lab: Workspace Editor by scim-role']);
    await createWorkspace(context, at.orgId, 'Data Lab');
    const bob = await at.add('bob@acme.test', 'datalab:workspaceeditor');
    expect(await accessOf(at, bob)).toEqual({ role: 'Organization User', given: [] });
    const cy = await at.add('cy@acme.test', 'data lab:workspace editor', 'Data-Lab:Workspace Viewer');
    expect((await accessOf(at, cy)).given.sort()).toEqual([
      'Data Lab: Workspace Editor by scim-role',
      'Data-Lab: Workspace Viewer by scim-role',
    ]);
  });

  it('ranks with the groups: of both the higher one counts, and by age or priority the group decides', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', 'Workspace 1:Workspace Editor');
    const group = 'Organization User:Workspace 1:Workspace Viewer';
    await created(at.scim.post('/Groups', groupBody(group, [ada])));
    const roleBy = async (precedence: 'highest' | 'newest' | 'priority' | 'combined') => {
      await changeScimSettings(context, at.orgId, { precedence });
      const [workspace] = (await explainAccess(at.orgId, ada)).workspaces;
      const lost = workspace?.resolution.verdicts.find(({ lostBecause }) => lostBecause !== null)?.lostBecause;
      return [workspace?.resolution.roles, lost];
    };
    expect(await roleBy('highest')).toEqual([['Workspace Editor'], 'the directory names a higher role of this person']);
    expect(await roleBy('newest')).toEqual([['Workspace Viewer'], 'a newer group decides']);
    expect(await roleBy('priority')).toEqual([
      ['Workspace Editor'],
      'the directory names a higher role of this person',
    ]);
    expect(await roleBy('combined')).toEqual([['Workspace Editor', 'Workspace Viewer'], undefined]);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('gives way to an override', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', 'Workspace 1:Workspace Viewer');
    const denied = { effect: 'deny', reason: null, expiresAt: null } as const;
    await setOverride(context, fullAuthority, at.orgId, at.workspaceId, ada, denied);
    expect((await accessOf(at, ada)).given).toEqual([]);
    await at.scim.patch(
      `/Users/${ada}`,
      patchOp({ op: 'add', path: 'roles', value: [{ value: '*:Workspace Admin' }] }),
    );
    expect((await accessOf(at, ada)).given).toEqual([]);
  });

  it('goes with deactivation and comes back with reactivation, as it was or as it is by then', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', 'Workspace 1:Workspace Editor');
    await at.scim.patch(`/Users/${ada}`, patchOp({ op: 'replace', value: { active: false } }));
    expect((await accessOf(at, ada)).given).toEqual([]);
    await at.scim.patch(
      `/Users/${ada}`,
      patchOp({ op: 'replace', path: 'roles', value: at.named('Workspace 1:Workspace Viewer').roles }),
    );
    await at.scim.patch(`/Users/${ada}`, patchOp({ op: 'replace', value: { active: true } }));
    expect((await accessOf(at, ada)).given).toEqual(['Workspace 1: Workspace Viewer by scim-role']);
    expect((await at.scim.delete(`/Users/${ada}`)).status).toBe(204);
    expect(await tenant(at.orgId).count(grants, {})).toBe(0);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('is there for every reader from the commit on, where so many have one that a job stores it', async () => {
    const at = await start({});
    const ada = await at.add('ada@acme.test', 'Workspace 1:Workspace Editor', 'chief');
    const change = { $set: { 'scim.rolesEnabled': true }, $inc: { accessEpoch: 1 } };
    await mongoose.connection.collection<{ _id: string }>('organizations').updateOne({ _id: at.orgId }, change);
    expect((await accessOf(at, ada)).given).toEqual(['Workspace 1: Workspace Editor by scim-role']);
    expect(await tenant(at.orgId).count(memberships, {})).toBe(0);
    while ((await resyncChunk({ orgId: at.orgId, context, groupId: null })) > 0);
    expect(await tenant(at.orgId).count(memberships, { source: 'scim-role' })).toBe(1);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('tells its reason in the event of the membership', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', 'Workspace 1:Workspace Editor');
    const [event] = await tenant(at.orgId).find(events, { type: 'membership.changed', 'subject.memberId': ada });
    expect(event?.after).toEqual({ role: 'Workspace Editor', source: 'scim-role' });
  });

  it('is there again after a lost grant, and no drift is found where there is none', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', 'Workspace 1:Workspace Editor');
    const none = { links: 0, grants: 0, roles: 0, totals: 0 };
    expect(await findDrift(at.orgId, { repair: false })).toEqual(none);
    await mongoose.connection.collection('grants').deleteMany({ orgId: at.orgId });
    expect(await findDrift(at.orgId, { repair: true })).toEqual({ ...none, grants: 1 });
    expect(await findDrift(at.orgId, { repair: false })).toEqual(none);
    expect((await accessOf(at, ada)).given).toEqual(['Workspace 1: Workspace Editor by scim-role']);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });
});

describe('how directories send them', () => {
  const one = 'Workspace 1:Workspace Editor';
  const other = 'Workspace 1:Workspace Viewer';

  it('Okta: PUT and PATCH of the whole list, strings, PUT without them takes them away', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', other);
    const given = async () => (await accessOf(at, ada)).given;
    await at.scim.put(`/Users/${ada}`, userBody('ada@acme.test', at.named(one, other)));
    expect(await given()).toEqual(['Workspace 1: Workspace Editor by scim-role']);
    await at.scim.patch(`/Users/${ada}`, patchOp({ op: 'replace', value: { roles: [other] } }));
    expect(await given()).toEqual(['Workspace 1: Workspace Viewer by scim-role']);
    await at.scim.put(`/Users/${ada}`, userBody('ada@acme.test'));
    expect(await given()).toEqual([]);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('Entra ID: one app role part by part, with primary as text', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test');
    const path = 'roles[primary eq "True"].value';
    for (const [op, value, role] of [
      ['Add', 'Workspace1:WorkspaceViewer', 'Workspace Viewer'],
      ['Replace', 'Workspace1:WorkspaceEditor', 'Workspace Editor'],
    ]) {
      expect((await at.scim.patch(`/Users/${ada}`, patchOp({ op, path, value }))).status).toBe(200);
      expect((await accessOf(at, ada)).given).toEqual([`Workspace 1: ${role} by scim-role`]);
    }
  });

  it('Entra ID: app roles as JSON text in a PATCH name what its POST named, and take it away', async () => {
    const at = await start();
    const type = 'WindowsAzureActiveDirectoryRole';
    const posted = { primary: false, type, display: 'Viewer', value: 'Workspace1:WorkspaceViewer' };
    const { id } = await created(at.scim.post('/Users', userBody('ada@acme.test', { roles: [posted] })));
    const appRole = (value: string) => ({ value: JSON.stringify({ id: '06b07648', value, displayName: 'Some role' }) });
    const patch = (op: string, value: string) =>
      at.scim.patch(`/Users/${id}`, patchOp({ op, path: 'roles', value: [appRole(value)] }));
    await patch('Add', 'Workspace1:WorkspaceEditor');
    expect((await accessOf(at, id)).given).toEqual(['Workspace 1: Workspace Editor by scim-role']);
    await patch('Remove', 'Workspace1:WorkspaceEditor');
    expect((await accessOf(at, id)).given).toEqual(['Workspace 1: Workspace Viewer by scim-role']);
    const left = await patch('Remove', 'Workspace1:WorkspaceViewer');
    expect(rolesOf(left.body)).toBeUndefined();
    expect((await accessOf(at, id)).given).toEqual([]);
  });

  it('the same request again changes nothing', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', one);
    const before = await tenant(at.orgId).count(events, {});
    await at.scim.patch(`/Users/${ada}`, patchOp({ op: 'add', path: 'roles', value: [{ value: one }] }));
    expect(await tenant(at.orgId).count(events, {})).toBe(before);
  });
});

describe('what names nothing', () => {
  it('is kept, gives nothing, and says why with the nearest names', async () => {
    const at = await start();
    const values = [
      'Workspace 1:Workspace Editr',
      'Workspace Editor',
      'chief',
      'Organization Admin',
      'Workspace 1:Workspace Viewer',
    ];
    const ada = await at.add('ada@acme.test', ...values);
    expect((await accessOf(at, ada)).given).toEqual(['Workspace 1: Workspace Viewer by scim-role']);
    const { body } = await at.scim.get(`/Users/${ada}?attributes=${ACCESS_USER}:directoryRoles,roles`);
    expect(rolesOf(body)).toEqual(values);
    const told = body[ACCESS_USER].directoryRoles as {
      value: string;
      reason?: string;
      detail?: string;
      role?: string;
    }[];
    expect(told.map(({ reason, role }) => reason ?? role)).toEqual([
      'unknown_role',
      'unknown_role',
      'unknown_role',
      'admins_not_allowed',
      'Workspace Viewer',
    ]);
    expect(told[0]?.detail).toContain('Did you mean "Workspace 1:Workspace Editor"');
    expect(told[1]?.detail).toContain('"*:Workspace Editor"');
  });

  it('is refused to a strict client, unless it was there before', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', 'chief');
    const strict = clientOf(await newToken(at.orgId, { strict: true }));
    const refused = await strict.post('/Users', userBody('bob@acme.test', at.named('Workspace 1:Workspace Editr')));
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
    expect(refused.body.detail).toContain('Did you mean "Workspace 1:Workspace Editor"');
    const title = await strict.patch(`/Users/${ada}`, patchOp({ op: 'add', path: 'title', value: 'Countess' }));
    expect(title.status).toBe(200);
    const more = await strict.patch(`/Users/${ada}`, patchOp({ op: 'add', path: 'roles', value: [{ value: 'boss' }] }));
    expect([more.status, more.body.scimType]).toEqual([400, 'invalidValue']);
    await changeScimSettings(context, at.orgId, { rolesEnabled: false });
    expect((await strict.post('/Users', userBody('bob@acme.test', at.named('boss')))).status).toBe(201);
  });

  it('gives its role as soon as a workspace or a role is called so', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', 'Research:Workspace Editor', 'Workspace 1:Annotator');
    expect((await accessOf(at, ada)).given).toEqual([]);
    await createWorkspace(context, at.orgId, 'Research');
    expect((await accessOf(at, ada)).given).toEqual(['Research: Workspace Editor by scim-role']);
    const role = await createRole(context, at.orgId, { name: 'Annotator', description: '', permissions: [] });
    expect((await accessOf(at, ada)).given).toContain(`Workspace 1: ${role._id} by scim-role`);
    expect((await tenant(at.orgId).findOne(members, { _id: ada }))?.hasIdleRoles).toBe(false);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('stays what it was when its workspace or role is renamed, and keeps a role from being deleted', async () => {
    const at = await start();
    const role = await createRole(context, at.orgId, { name: 'Annotator', description: '', permissions: [] });
    const ada = await at.add('ada@acme.test', 'Workspace 1:Annotator');
    await changeRole(context, at.orgId, role._id, { name: 'Labeler' });
    await renameWorkspace(context, at.orgId, at.workspaceId, 'Lab');
    const given = [`Lab: ${role._id} by scim-role`];
    expect((await accessOf(at, ada)).given).toEqual(given);
    await at.scim.patch(
      `/Users/${ada}`,
      patchOp({ op: 'add', path: 'roles', value: [{ value: 'Organization Viewer' }] }),
    );
    expect(await accessOf(at, ada)).toEqual({ role: 'Organization Viewer', given });
    await expect(deleteRole(context, at.orgId, role._id)).rejects.toMatchObject({ reason: 'role_in_use' });
    await at.scim.patch(`/Users/${ada}`, patchOp({ op: 'remove', path: 'roles' }));
    await deleteRole(context, at.orgId, role._id);
    expect((await accessOf(at, ada)).given).toEqual([]);
    expect(await faultsOf(at.orgId)).toEqual([]);
  });
});

describe('Organization Admins', () => {
  it('[132] [79] are made only where the organization says so, and the last one stays', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test', 'Organization Admin');
    expect((await accessOf(at, ada)).role).toBe('Organization User');
    await changeScimSettings(context, at.orgId, { rolesMakeAdmins: true });
    expect((await accessOf(at, ada)).role).toBe('Organization Admin');
    const gone = await at.scim.patch(`/Users/${ada}`, patchOp({ op: 'remove', path: 'roles' }));
    expect(gone.status).toBe(409);
    expect(rolesOf((await at.scim.get(`/Users/${ada}`)).body)).toEqual(['Organization Admin']);
    for (const change of [{ rolesMakeAdmins: false }, { rolesEnabled: false }])
      await expect(changeScimSettings(context, at.orgId, change)).rejects.toMatchObject({ reason: 'last_admin' });
    const bob = await at.add('bob@acme.test', 'Organization Admin');
    expect((await at.scim.patch(`/Users/${ada}`, patchOp({ op: 'remove', path: 'roles' }))).status).toBe(200);
    expect((await accessOf(at, bob)).role).toBe('Organization Admin');
    expect(await faultsOf(at.orgId)).toEqual([]);
  });

  it('[133] a person cannot name roles of her own', async () => {
    const at = await start();
    const ada = await at.add('ada@acme.test');
    const own = clientOf(await newToken(at.orgId, { memberId: ada }));
    const answer = await own.patch(
      '/Me',
      patchOp({ op: 'add', path: 'roles', value: [{ value: 'Organization Operator' }] }),
    );
    expect(answer.status).toBe(403);
    expect((await accessOf(at, ada)).role).toBe('Organization User');
  });
});

describe('/Roles', () => {
  it('lists the roles that may be named, with whether they are given', async () => {
    const at = await start();
    const { body } = await at.scim.get('/Roles');
    expect(body.totalResults).toBe(10);
    const values = body.Resources.map(({ value }: JsonObject) => value);
    expect(values).toEqual(
      expect.arrayContaining(['Organization Viewer', '*:Workspace Editor', 'Workspace 1:Workspace Admin']),
    );
    const admin = await at.scim.get('/Roles/organization-admin');
    expect(admin.body).toMatchObject({ value: 'Organization Admin', supported: false, type: 'organization' });
    const one = await at.scim.get(`/Roles/${at.workspaceId}:workspace-editor`);
    expect(one.body).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Role'],
      id: `${at.workspaceId}:workspace-editor`,
      value: 'Workspace 1:Workspace Editor',
      display: 'Workspace Editor in Workspace 1',
      type: 'workspace',
      supported: true,
      limitedAssignmentsPermitted: false,
      meta: {
        resourceType: 'Role',
        location: `https://usher.test/scim/v2/Roles/${at.workspaceId}:workspace-editor`,
      },
    });
  });

  it('each of them, by value as by id, gives what it says', async () => {
    const at = await start({ rolesEnabled: true, rolesMakeAdmins: true });
    await createRole(context, at.orgId, { name: 'Annotator', description: '', permissions: [] });
    const { body } = await at.scim.get('/Roles?count=100');
    for (const { id, value, supported } of body.Resources) {
      expect(supported).toBe(true);
      for (const name of [id, value]) {
        const user = await at.add(`${encodeURIComponent(name)}@acme.test`, name);
        const { directoryRoles } = await explainAccess(at.orgId, user);
        expect(directoryRoles).toEqual([{ value: name, target: expect.anything() }]);
      }
    }
  });

  it('knows filters, order and both ways of paging', async () => {
    const { scim } = await start();
    const valuesOf = async (query: string) =>
      (await scim.get(`/Roles?${query}`)).body.Resources.map(({ value }: JsonObject) => value);
    expect(await valuesOf(`filter=${encodeURIComponent('value eq "ORGANIZATION viewer"')}`)).toEqual([
      'Organization Viewer',
    ]);
    const inOrder = await valuesOf('sortBy=value&sortOrder=descending');
    expect(inOrder).toEqual([...inOrder].sort().reverse());
    const byIndex = [
      ...(await valuesOf('count=4')),
      ...(await valuesOf('count=4&startIndex=5')),
      ...(await valuesOf('startIndex=9')),
    ];
    const byCursor: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const { body }: { body: JsonObject } = await scim.get(`/Roles?count=4&cursor=${cursor}`);
      byCursor.push(...(body.Resources as { value: string }[]).map(({ value }) => value));
      cursor = body.nextCursor as string | undefined;
    }
    expect(byCursor).toEqual(byIndex);
    expect(new Set(byCursor).size).toBe(10);
    const searched = await scim.post('/Roles/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      filter: 'type eq "organization"',
      attributes: ['value'],
    });
    expect(searched.body.totalResults).toBe(4);
    expect((await scim.get('/Roles?sortBy=meta')).body.scimType).toBe('invalidValue');
    expect((await scim.get('/Roles?filter=nickels%20pr')).body.scimType).toBe('invalidFilter');
  });

  it('[134] is there to be read and nothing else, of the own organization alone', async () => {
    const at = await start();
    const other = await start();
    for (const answer of [
      await at.scim.post('/Roles', { value: 'Boss' }),
      await at.scim.delete('/Roles/organization-admin'),
      await at.scim.patch('/Roles/organization-admin', patchOp({ op: 'add', path: 'display', value: 'x' })),
    ]) {
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
    }
    expect((await at.scim.get(`/Roles/${other.workspaceId}:workspace-editor`)).status).toBe(404);
    const ada = await at.add('ada@acme.test', `${other.workspaceId}:workspace-editor`);
    expect((await accessOf(at, ada)).given).toEqual([]);
    expect((await clientOf(null).get('/Roles')).status).toBe(401);
    expect((await clientOf(await newToken(at.orgId, { scopes: ['read'] })).get('/Roles')).status).toBe(200);
  });

  it('is announced', async () => {
    const { scim } = await start();
    const { body } = await scim.get('/ServiceProviderConfig');
    expect(body.RolesAndEntitlements).toMatchObject({ roles: { supported: true }, entitlements: { supported: false } });
    expect((await scim.get('/ResourceTypes/Role')).body).toMatchObject({
      endpoint: '/Roles',
      schema: 'urn:ietf:params:scim:schemas:core:2.0:Role',
    });
    expect((await scim.get('/Schemas/urn:ietf:params:scim:schemas:core:2.0:Role')).status).toBe(200);
  });
});
