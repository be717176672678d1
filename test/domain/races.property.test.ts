/** Operations that read what another one changes, started at the same moment: whatever their order, all stays true. */
import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../src/domain/access/override/set-override.ts';
import {
  addGroupMember,
  changeAdminGroup,
  createAdminGroup,
  handOverGroup,
} from '../../src/domain/administration/groups/admin-groups.ts';
import { createMapping } from '../../src/domain/administration/mappings/change-mappings.ts';
import {
  createWorkspace,
  deleteWorkspace,
  renameWorkspace,
} from '../../src/domain/administration/organizations/change-workspaces.ts';
import { changeRole, createRole } from '../../src/domain/administration/roles/change-roles.ts';
import { changeGroup } from '../../src/domain/directory/change-group.ts';
import { changeUser, removeMember } from '../../src/domain/directory/change-user.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { deleteGroup } from '../../src/domain/directory/delete-group.ts';
import { members } from '../../src/domain/model/member.ts';
import { memberships } from '../../src/domain/model/membership.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { createGroup } from '../support/create-group.ts';
import { context, named, newOrganization, person, setOrganizationRole, testDeployment } from '../support/domain.ts';
import { tries } from '../support/random.ts';
import { faultsOf } from './invariants.ts';

testDeployment();

/** Enough to meet at many points: the races found so far showed within the first few rounds. */
const { numRuns: rounds } = tries({ fast: 1, soak: 3 });

type Setting = { orgId: string; researchId: string; userIds: string[]; groupId: string; childId: string };

/** Two workspaces; ten users; a group for Research, the first user in it; an empty group nested in that. */
async function setting(): Promise<Setting> {
  const { orgId } = await newOrganization();
  const research = await createWorkspace(context, orgId, 'Research');
  const created = await Promise.all(
    Array.from({ length: 10 }, (_, i) => createUser(context, orgId, person(`u${i}@acme.test`))),
  );
  const userIds = created.map(({ _id }) => _id);
  const child = await createGroup(context, orgId, named('Interns'), []);
  const group = await createGroup(context, orgId, named('Organization User:Research:Workspace Editor'), [
    userIds[0] as string,
    child._id,
  ]);
  return { orgId, researchId: research._id, userIds, groupId: group._id, childId: child._id };
}

const add = ({ orgId }: Setting, groupId: string, memberId: string) =>
  changeGroup(context, orgId, groupId, { members: [{ kind: 'add', values: [memberId] }] });
const rename = ({ orgId }: Setting, groupId: string, displayName: string) =>
  changeGroup(context, orgId, groupId, {
    content: (current) => ({ ...current, ...named(displayName), externalId: current.externalId }),
  });
const deactivate = ({ orgId }: Setting, memberId: string) =>
  changeUser(context, orgId, memberId, (current) => ({ ...current, active: false }));

const made = ({ orgId, researchId, userIds }: Setting) =>
  createAdminGroup(
    context,
    orgId,
    { displayName: 'Data', targets: [{ workspaceId: researchId, workspaceRole: 'Workspace Viewer' }] },
    userIds.slice(0, 1),
  );

/** Each user's turn of one action while the other happens, a little later each time. */
async function meet(other: () => Promise<unknown>, each: (memberId: string) => Promise<unknown>, userIds: string[]) {
  return Promise.allSettled([...userIds.slice(0, 5).map(each), other(), ...userIds.slice(5).map(each)]);
}

const races: [string, (at: Setting) => Promise<unknown>][] = [
  [
    'adding members and renaming the group',
    (at) =>
      meet(
        () => rename(at, at.groupId, 'Organization User:Workspace 1:Workspace Viewer'),
        (id) => add(at, at.groupId, id),
        at.userIds,
      ),
  ],
  [
    'adding members to a nested group and renaming the one above',
    (at) =>
      meet(
        () => rename(at, at.groupId, 'Organization User:Workspace 1:Workspace Viewer'),
        (id) => add(at, at.childId, id),
        at.userIds,
      ),
  ],
  [
    'adding members and deleting the group',
    (at) =>
      meet(
        () => deleteGroup(context, at.orgId, at.groupId),
        (id) => add(at, at.groupId, id),
        at.userIds,
      ),
  ],
  [
    'adding members to a nested group and deleting the one above',
    (at) =>
      meet(
        () => deleteGroup(context, at.orgId, at.groupId),
        (id) => add(at, at.childId, id),
        at.userIds,
      ),
  ],
  [
    'adding members to a nested group and deleting it',
    (at) =>
      meet(
        () => deleteGroup(context, at.orgId, at.childId),
        (id) => add(at, at.childId, id),
        at.userIds,
      ),
  ],
  [
    'putting people into a group of admins and handing it over',
    async (at) => {
      const group = await made(at);
      return meet(
        () => handOverGroup(context, at.orgId, group),
        (id) => addGroupMember(context, at.orgId, group, id),
        at.userIds,
      );
    },
  ],
  [
    'putting people into a group of admins and changing what it gives',
    async (at) => {
      const group = await made(at);
      return meet(
        () => changeAdminGroup(context, at.orgId, group, { targets: [], organizationRole: 'Organization Operator' }),
        (id) => addGroupMember(context, at.orgId, group, id),
        at.userIds,
      );
    },
  ],
  [
    'a directory and an admin taking the same name',
    (at) =>
      Promise.allSettled([
        createGroup(context, at.orgId, named('Data'), at.userIds),
        createAdminGroup(
          context,
          at.orgId,
          { displayName: 'data', organizationRole: 'Organization Viewer' },
          at.userIds,
        ),
        createMapping(context, at.orgId, { displayName: 'DATA' }, { organizationRole: 'Organization Operator' }),
      ]),
  ],
  [
    'adding members and deleting the workspace',
    (at) =>
      meet(
        () => deleteWorkspace(context, at.orgId, at.researchId),
        (id) => add(at, at.groupId, id),
        at.userIds,
      ),
  ],
  [
    'adding members to a nested group and deleting the workspace',
    (at) =>
      meet(
        () => deleteWorkspace(context, at.orgId, at.researchId),
        (id) => add(at, at.childId, id),
        at.userIds,
      ),
  ],
  [
    'adding members and renaming the workspace',
    (at) =>
      meet(
        () => renameWorkspace(context, at.orgId, at.researchId, 'Discovery'),
        (id) => add(at, at.groupId, id),
        at.userIds,
      ),
  ],
  [
    'linking a nested group and adding members to it',
    async (at) => {
      const outer = await createGroup(context, at.orgId, named('Organization User:Workspace 1:Workspace Admin'), []);
      return meet(
        () => add(at, outer._id, at.childId),
        (id) => add(at, at.childId, id),
        at.userIds,
      );
    },
  ],
  [
    'linking groups in a chain from both ends',
    async (at) => {
      const outer = await createGroup(context, at.orgId, named('Organization User:Workspace 1:Workspace Admin'), []);
      const inner = await createGroup(context, at.orgId, named('Temps'), []);
      return Promise.allSettled([
        add(at, outer._id, at.groupId),
        add(at, at.childId, inner._id),
        add(at, inner._id, at.userIds[1] as string),
      ]);
    },
  ],
  [
    'linking two groups into each other',
    async (at) => {
      const inner = await createGroup(context, at.orgId, named('Temps'), [at.userIds[1] as string]);
      return Promise.allSettled([add(at, inner._id, at.childId), add(at, at.childId, inner._id)]);
    },
  ],
  [
    'adding members and removing the same people',
    (at) =>
      Promise.allSettled(
        at.userIds.flatMap((id) => [removeMember(context, at.orgId, id, { scim: true }), add(at, at.groupId, id)]),
      ),
  ],
  [
    'linking a nested group and deleting it',
    async (at) => {
      const outer = await createGroup(context, at.orgId, named('Organization User:Workspace 1:Workspace Admin'), []);
      return Promise.allSettled([add(at, outer._id, at.childId), deleteGroup(context, at.orgId, at.childId)]);
    },
  ],
  [
    'deactivating a member and adding it to an admin group',
    async (at) => {
      const admins = await createGroup(context, at.orgId, named('Organization Admins'), [at.userIds[0] as string]);
      return Promise.allSettled(at.userIds.slice(1).flatMap((id) => [deactivate(at, id), add(at, admins._id, id)]));
    },
  ],
  [
    'creating workspaces and making admins',
    (at) =>
      meet(
        () => createWorkspace(context, at.orgId, 'Support'),
        (id) => setOrganizationRole(context, at.orgId, id, 'Organization Admin'),
        at.userIds,
      ),
  ],
  [
    'deleting a workspace and making admins',
    (at) =>
      meet(
        () => deleteWorkspace(context, at.orgId, at.researchId),
        (id) => setOrganizationRole(context, at.orgId, id, 'Organization Admin'),
        at.userIds,
      ),
  ],
  [
    'deleting a workspace and overriding access to it',
    (at) =>
      meet(
        () => deleteWorkspace(context, at.orgId, at.researchId),
        (id) =>
          setOverride(context, fullAuthority, at.orgId, at.researchId, id, {
            effect: 'allow',
            role: 'Workspace Viewer',
            reason: null,
            expiresAt: null,
          }),
        at.userIds,
      ),
  ],
  [
    'adding members to the group of a custom role and changing its rank',
    async (at) => {
      const { orgId, userIds } = at;
      const low = await createRole(context, orgId, { name: 'Annotator', description: '', rank: 200 });
      await createRole(context, orgId, { name: 'Labeller', description: '', rank: 300 });
      await createGroup(context, orgId, named('Organization User:Research:Labeller'), userIds);
      const { _id } = await createGroup(context, orgId, named('Organization User:Research:Annotator'), []);
      return meet(
        () => changeRole(context, orgId, low._id, { rank: 400 }),
        (id) => add(at, _id, id),
        userIds,
      );
    },
  ],
];

describe('at the same moment', () => {
  it.each(races)('%s', { timeout: 300_000 }, async (_, race) => {
    for (let round = 0; round < rounds; round += 1) {
      const at = await setting();
      await race(at);
      expect(await faultsOf(at.orgId)).toEqual([]);
    }
  });

  it('[79] refuses one of two demotions of the last two admins', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { orgId } = await newOrganization();
      const [ada, grace] = await Promise.all([
        createUser(context, orgId, person('ada@acme.test')),
        createUser(context, orgId, person('grace@acme.test')),
      ]);
      for (const { _id } of [ada, grace]) await setOrganizationRole(context, orgId, _id, 'Organization Admin');
      const results = await Promise.allSettled([
        setOrganizationRole(context, orgId, ada._id, 'Organization User'),
        round % 2
          ? removeMember(context, orgId, grace._id, { scim: true })
          : changeUser(context, orgId, grace._id, (current) => ({ ...current, active: false })),
      ]);
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(refused).toMatchObject([{ code: 'conflict', reason: 'last_admin' }]);
      expect(await tenant(orgId).count(members, { organizationRole: 'Organization Admin' })).toBe(1);
      expect(await tenant(orgId).count(memberships, { role: 'Workspace Admin' })).toBe(1);
      expect(await faultsOf(orgId)).toEqual([]);
    }
  });
});
