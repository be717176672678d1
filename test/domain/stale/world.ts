/** An organization with some of everything that decisions read, and what another process changes of it. */
import { expect } from 'vitest';
import { heldApplicationPermissions } from '../../../src/domain/access/authority/application-permission.ts';
import { judge } from '../../../src/domain/access/explain/check.ts';
import { heldNesting } from '../../../src/domain/access/grants/group-grants.ts';
import { loadAccess } from '../../../src/domain/access/state.ts';
import { createAdminGroup } from '../../../src/domain/administration/groups/admin-groups.ts';
import { createScimToken } from '../../../src/domain/administration/keys/scim-tokens.ts';
import { createMapping } from '../../../src/domain/administration/mappings/change-mappings.ts';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { createRole } from '../../../src/domain/administration/roles/change-roles.ts';
import { changeScimSettings } from '../../../src/domain/administration/settings/change-scim-settings.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { events } from '../../../src/domain/model/event.ts';
import { grants } from '../../../src/domain/model/grant.ts';
import { groupMembers, groups } from '../../../src/domain/model/group.ts';
import { invitations } from '../../../src/domain/model/invitation.ts';
import { jobs } from '../../../src/domain/model/job.ts';
import { mappings } from '../../../src/domain/model/mapping.ts';
import { members } from '../../../src/domain/model/member.ts';
import { memberships } from '../../../src/domain/model/membership.ts';
import { getOrganization } from '../../../src/domain/model/organization.ts';
import { roles } from '../../../src/domain/model/role.ts';
import { workspaces } from '../../../src/domain/model/workspace.ts';
import type { Collection } from '../../../src/storage/collection.ts';
import { newId } from '../../../src/storage/collection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { createGroup } from '../../support/create-group.ts';
import {
  claimsOf,
  context,
  named,
  newOrganization,
  person,
  policy,
  setOrganizationRole,
} from '../../support/domain.ts';
import type { Usher } from '../../support/usher.ts';
import { newConnection, ownDomain } from '../entry/sign-in/people.ts';
import { copyOf, patternOf } from './copy.ts';

type Person = { readonly memberId: string; readonly accountId: string };

export type World = Awaited<ReturnType<typeof newWorld>>;

let pattern: Promise<string> | undefined;

/** One that is copied from the first. */
export async function newWorld() {
  pattern ??= makeWorld().then((made) => {
    const accountIds = [made.ada, made.grace, made.linus].map(({ accountId }) => accountId);
    return patternOf(made.orgId, accountIds, made);
  });
  const world = await copyOf<Awaited<ReturnType<typeof makeWorld>>>(await pattern);
  const { secret: token, token: tokenRow } = await createScimToken(context, world.orgId, {
    description: 'Okta',
    scopes: ['read', 'write'],
    expiresAt: null,
  });
  return { ...world, ...namesIn(world), token, tokenId: tokenRow._id };
}

type Names = { readonly orgId: string; readonly domain: string; readonly connectionId: string };

/** Addresses in its domain, and what its provider says of who has them. */
function namesIn({ orgId, domain, connectionId }: Names) {
  const at = (name: string) => `${name}@${domain}`;
  const claims = (name: string) =>
    claimsOf(at(name), { connectionId, subject: `${name}-${orgId}`, emailTrusted: true });
  return { at, claims };
}

/**
 * Ada and Grace are the Organization Admins; Linus, like them, has signed in. Interns, with the second user, are nested in
 * the Analysts of Research; Temps and Design give nothing, Data is made by admins, and Dora's group has a mapping.
 */
export async function makeWorld() {
  const { orgId, workspaceId } = await newOrganization();
  const domain = `w${newId()}.test`;
  const { _id: connectionId } = await newConnection(orgId, { trustEmail: true });
  const { at, claims } = namesIn({ orgId, domain, connectionId });
  await ownDomain(orgId, domain);
  const { _id: researchId } = await createWorkspace(context, orgId, 'Research');
  await createRole(context, orgId, { name: 'Analyst', description: '', rank: 200 });

  async function signedIn(name: string): Promise<Person> {
    await createUser(context, orgId, person(at(name)));
    const outcome = await signIn(context, claims(name), policy);
    if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
    const member = await tenant(orgId).findOne(members, { accountId: outcome.accountId });
    return { memberId: member?._id ?? '', accountId: outcome.accountId };
  }
  const [ada, grace, linus] = await Promise.all([signedIn('ada'), signedIn('grace'), signedIn('linus')]);
  for (const { memberId } of [ada, grace]) await setOrganizationRole(context, orgId, memberId, 'Organization Admin');
  const names = ['one', 'two', 'three', 'dora'];
  await changeScimSettings(context, orgId, { rolesEnabled: true });
  const users = await Promise.all(
    names.map((name) => {
      const roles = name === 'dora' ? ['Research:Workspace Viewer', 'Discovery:Workspace Editor'] : [];
      return createUser(context, orgId, person(at(name), { roles }));
    }),
  );
  const [one = '', two = '', three = '', dora = ''] = users.map(({ _id }) => _id);

  const group = async (name: string, ids: readonly string[]) =>
    (await createGroup(context, orgId, named(name), ids))._id;
  const [interns, temps, design, mapped] = await Promise.all([
    group('Interns', [two]),
    group('Temps', [three]),
    group('Design', [three]),
    group('Dora', [dora]),
  ]);
  const analysts = await group('Organization User:Research:Analyst', [one, interns]);
  const mapping = await createMapping(
    context,
    orgId,
    { id: mapped },
    { targets: [{ workspaceId: researchId, workspaceRole: 'Workspace Editor' }] },
  );
  const data = await createAdminGroup(
    context,
    orgId,
    { displayName: 'Data', targets: [{ workspaceId: researchId, workspaceRole: 'Analyst' }] },
    [one],
  );
  // What is copied is sealed; sealing goes on from there in each copy.
  await expect.poll(() => tenant(orgId).count(events, { seq: null })).toBe(0);
  const people = { ada, grace, linus, one, two, three, dora };
  const made = { interns, analysts, temps, design, mapped, mapping, data, connectionId };
  return { orgId, workspaceId, researchId, domain, ...people, ...made };
}

/** Everything that is held is held from now on, as it is now. */
export async function holdAll({ orgId, workspaceId, one, two, linus }: World): Promise<void> {
  const { organization } = await loadAccess(orgId, [one, two]);
  await Promise.all([heldNesting(organization), heldApplicationPermissions(organization)]);
  await judge(orgId, { memberId: linus.memberId }, { workspaceId, permission: 'workspace:read' });
}

type Other = (usher: Usher, world: World) => Promise<unknown>;

const api = (usher: Usher, { orgId }: World, method: string, path: string, body?: object) =>
  usher.api(`/organizations/${orgId}/${path}`, { method, ...(body ? { body } : {}) });

async function directory({ scimUrl }: Usher, { token }: World, path: string, ...Operations: object[]): Promise<void> {
  const response = await fetch(`${scimUrl}${path}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

/** What the other process does, by its own API. */
export const changes: Readonly<Record<string, Other>> = {
  'roles, workspaces, nesting and mappings change': async (usher, world) => {
    const { analysts, design, interns, researchId, workspaceId } = world;
    const gives = (workspaceRole: string) => ({ targets: [{ workspaceId, workspaceRole }] });
    await api(usher, world, 'PATCH', 'roles/Analyst', { name: 'Scientist', rank: 350 });
    await api(usher, world, 'POST', 'roles', { name: 'Analyst 2', description: '', rank: 150 });
    await api(usher, world, 'PATCH', `workspaces/${researchId}`, { name: 'Discovery' });
    await api(usher, world, 'POST', 'workspaces', { name: 'Research' });
    await directory(usher, world, `/Groups/${analysts}`, { op: 'remove', path: `members[value eq "${interns}"]` });
    await directory(usher, world, `/Groups/${design}`, { op: 'add', path: 'members', value: [{ value: interns }] });
    await api(usher, world, 'POST', 'scim/mappings', { group: { id: design }, ...gives('Workspace Admin') });
    await api(usher, world, 'PATCH', `groups/${world.data}`, gives('Workspace Viewer'));
    await api(usher, world, 'PATCH', `scim/mappings/${world.mapping}`, gives('Workspace Viewer'));
  },
  'a role and a workspace go, who asks is deactivated, the token is revoked': async (usher, world) => {
    await api(usher, world, 'DELETE', `workspaces/${world.researchId}`);
    await api(usher, world, 'DELETE', 'roles/Analyst');
    await api(usher, world, 'PATCH', `members/${world.grace.memberId}`, { active: false });
    await api(usher, world, 'DELETE', `scim/tokens/${world.tokenId}`);
  },
  'a third becomes an admin, and the first is one no more': async (usher, world) => {
    const role = (name: string) => ({ organizationRole: { role: name, reason: null, expiresAt: null } });
    await api(usher, world, 'PATCH', `members/${world.linus.memberId}`, role('Organization Admin'));
    await api(usher, world, 'PATCH', `members/${world.ada.memberId}`, role('Organization Viewer'));
  },
};

/** All that decisions are about, by names, so that it can be held against that of another organization. */
export async function stateOf({ orgId, domain }: Pick<World, 'orgId' | 'domain'>): Promise<string[]> {
  const all = <T extends { _id: string }>(collection: Collection<T>): Promise<T[]> =>
    tenant(orgId).find(collection, {});
  await expect.poll(() => tenant(orgId).find(jobs, { status: 'running' })).toEqual([]);
  const [places, custom, people, given, held, made, links, maps, invited, { sso, scim, name }] = await Promise.all([
    all(workspaces),
    all(roles),
    all(members),
    all(grants),
    all(memberships),
    all(groups),
    all(groupMembers),
    all(mappings),
    all(invitations),
    getOrganization(orgId),
  ]);
  const labels = new Map<string, string>([
    ...places.map((row): [string, string] => [row._id, `workspace ${row.name}`]),
    ...custom.map((row): [string, string] => [row._id, `role ${row.name}`]),
    ...people.map((row): [string, string] => [row._id, `member ${row.userName}`]),
    ...made.map((row): [string, string] => [row._id, `group ${row.displayName}`]),
  ]);
  const rows: [string, unknown][] = [
    ['organization', { name, sso, scim }],
    ...places.map((row): [string, unknown] => ['workspace', row.name]),
    ...custom.map((row): [string, unknown] => ['role', [row.name, row.rank, row.permissions]]),
    ...people.map((row): [string, unknown] => [
      'member',
      [row.userName, row.status, row.organizationRole, row.lock?.reason ?? null, row.accountId !== null],
    ]),
    ...given.map((row): [string, unknown] => [
      'grant',
      [row.memberId, row.workspaceId, row.role, row.effect, row.source, row.groupId],
    ]),
    ...held.map((row): [string, unknown] => ['membership', [row.memberId, row.workspaceId, row.role, row.source]]),
    ...made.map((row): [string, unknown] => ['group', [row.displayName, row.mapping.state, row.madeBy ?? null]]),
    ...links.map((row): [string, unknown] => ['link', [row.groupId, row.memberId]]),
    ...maps.map((row): [string, unknown] => [
      'mapping',
      [row.groupId, row.workspaceId, row.workspaceRole, row.organizationRole, row.kind],
    ]),
    ...invited.map((row): [string, unknown] => ['invitation', [row.email, row.status]]),
  ];
  return rows
    .map(([kind, row]) => {
      const text = JSON.stringify(row).replaceAll(/[0-9a-f]{24}/g, (id) => labels.get(id) ?? 'id');
      return `${kind} ${text}`.replaceAll(domain, 'acme.test');
    })
    .sort();
}
