/** What a preview says is what the change then does, whatever the organization looks like. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../../../src/domain/access/override/set-override.ts';
import {
  changeAdminGroup,
  createAdminGroup,
  deleteAdminGroup,
  handOverGroup,
} from '../../../../src/domain/administration/groups/admin-groups.ts';
import { runJobs } from '../../../../src/domain/administration/jobs/run-jobs.ts';
import {
  changeMapping,
  createMapping,
  deleteMapping,
} from '../../../../src/domain/administration/mappings/change-mappings.ts';
import { createWorkspace } from '../../../../src/domain/administration/organizations/change-workspaces.ts';
import { previewEffects } from '../../../../src/domain/administration/preview/preview.ts';
import { type ProposedChange, propose } from '../../../../src/domain/administration/preview/propose.ts';
import { changeScimSettings } from '../../../../src/domain/administration/settings/change-scim-settings.ts';
import { changeGroup } from '../../../../src/domain/directory/change-group.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { DomainError } from '../../../../src/domain/kernel/domain-error.ts';
import { groups, groupsOf } from '../../../../src/domain/model/group.ts';
import { mappings } from '../../../../src/domain/model/mapping.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { separators } from '../../../../src/domain/model/organization.ts';
import { organizationRoles, workspaceRoles } from '../../../../src/domain/model/role.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { createGroup } from '../../../support/create-group.ts';
import {
  context,
  named,
  newOrganization,
  person,
  setOrganizationRole,
  testDeployment,
} from '../../../support/domain.ts';
import { tries } from '../../../support/random.ts';
import { faultsOf } from '../../invariants.ts';

testDeployment();

const workspaceNames = ['Workspace 1', 'Research', 'Lab-North'] as const;
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

const groupName = fc
  .record({
    prefix: fc.constantFrom('', 'Acme ', 'Beta '),
    separator: fc.constantFrom(...separators),
    organizationRole: fc.constantFrom(...organizationRoles),
    workspace: fc.constantFrom(...workspaceNames, 'Nowhere'),
    role: fc.constantFrom(...workspaceRoles),
    form: fc.constantFrom('admin', 'workspace', 'workspace', 'plain'),
  })
  .map(({ prefix, separator, organizationRole, workspace, role, form }) =>
    form === 'admin'
      ? `${prefix}Organization Admins`
      : form === 'plain'
        ? `${prefix}Team ${workspace}`
        : `${prefix}${organizationRole}${separator}${workspace}${separator}${role}`,
  );

const namedRole = fc.oneof(
  fc.constantFrom(...organizationRoles),
  fc
    .tuple(fc.constantFrom(...workspaceNames, '*', 'Nowhere'), fc.constantFrom(...workspaceRoles))
    .map(([workspace, role]) => `${workspace}:${role}`),
);

const mapping = fc.record({
  targets: fc.uniqueArray(fc.record({ workspace: fc.nat(2), role: fc.constantFrom(...workspaceRoles) }), {
    maxLength: 2,
    selector: ({ workspace }) => workspace,
  }),
  organizationRole: fc.constantFrom(null, null, ...organizationRoles),
  priority: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
});

const world = fc.record({
  active: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  roles: fc.array(fc.uniqueArray(namedRole, { maxLength: 2 }), { minLength: 5, maxLength: 5 }),
  rolesEnabled: fc.boolean(),
  groups: fc.uniqueArray(fc.record({ name: groupName, members: fc.subarray([0, 1, 2, 3, 4]), nested: fc.boolean() }), {
    minLength: 2,
    maxLength: 4,
    selector: ({ name }) => name.toLowerCase(),
  }),
  explicit: fc.array(fc.record({ group: fc.nat(9), mapping }), { maxLength: 2 }),
  overrides: fc.array(
    fc.record({ user: fc.nat(4), workspace: fc.nat(2), role: fc.constantFrom(null, ...workspaceRoles) }),
    {
      maxLength: 2,
    },
  ),
  made: fc.record({ members: fc.subarray([0, 1, 2, 3, 4]), name: groupName, mapping }),
  admin: fc.option(fc.nat(4)),
  precedence: fc.constantFrom('highest' as const, 'newest' as const, 'priority' as const, 'combined' as const),
});

const settings = fc.record(
  {
    separator: fc.constantFrom(...separators),
    precedence: fc.constantFrom('highest' as const, 'newest' as const, 'priority' as const, 'combined' as const),
    conventionEnabled: fc.boolean(),
    requiredPrefix: fc.constantFrom(null, 'Acme '),
    rolesEnabled: fc.boolean(),
    rolesMakeAdmins: fc.boolean(),
  },
  { requiredKeys: [] },
);

const change = fc.oneof(
  fc.record({ kind: fc.constant('scim-settings' as const), settings }),
  fc.record({ kind: fc.constant('mapping-created' as const), group: fc.nat(9), mapping }),
  fc.record({ kind: fc.constant('mapping-changed' as const), index: fc.nat(9), mapping }),
  fc.record({
    kind: fc.constant('mapping-deleted' as const),
    index: fc.nat(9),
    onDelete: fc.constantFrom('keep' as const, 'remove' as const),
  }),
  fc.record({ kind: fc.constant('group-renamed' as const), group: fc.nat(9), displayName: groupName }),
  fc.record({ kind: fc.constant('admin-group-created' as const), mapping, members: fc.subarray([0, 1, 2, 3, 4]) }),
  fc.record({ kind: fc.constant('admin-group-changed' as const), mapping }),
  fc.record({
    kind: fc.constant('admin-group-members' as const),
    add: fc.subarray([0, 1, 2, 3, 4]),
    remove: fc.subarray([0, 1, 2, 3, 4]),
  }),
  fc.record({ kind: fc.constantFrom('admin-group-deleted' as const, 'admin-group-handed-over' as const) }),
);

type World = typeof world extends fc.Arbitrary<infer W> ? W : never;
type Mapping = typeof mapping extends fc.Arbitrary<infer M> ? M : never;
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;
type Place = {
  orgId: string;
  workspaceIds: string[];
  groupIds: string[];
  /** The group that admins made, and who may be in it. */
  made: string;
  active: (string | null)[];
};

function mappingOf({ targets, organizationRole, priority }: Mapping, { workspaceIds }: Pick<Place, 'workspaceIds'>) {
  return {
    targets: targets.map(({ workspace, role }) => ({
      workspaceId: workspaceIds[workspace] as string,
      workspaceRole: role,
    })),
    organizationRole,
    priority,
  };
}

/** What cannot be is left out: the world need not be what was drawn, only some world. */
async function unlessRefused<T>(step: Promise<T>): Promise<T | null> {
  return step.catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
}

/** Of these people, those who are active. */
function among(active: Place['active'], chosen: readonly number[]): string[] {
  return chosen.flatMap((n) => active[n] ?? []);
}

async function build(drawn: World): Promise<Place> {
  const { orgId, workspaceId } = await newOrganization();
  const more = [];
  for (const name of workspaceNames.slice(1)) more.push((await createWorkspace(context, orgId, name))._id);
  const users: string[] = [];
  for (const [n, active] of drawn.active.entries())
    users.push(
      (await createUser(context, orgId, person(`u${n}@acme.test`, { active, roles: drawn.roles[n] ?? [] })))._id,
    );
  const groupIds: string[] = [];
  for (const group of drawn.groups) {
    const ids = group.members.map((n) => users[n] as string);
    const nested = group.nested ? groupIds.slice(0, 1) : [];
    groupIds.push((await createGroup(context, orgId, named(group.name), [...ids, ...nested]))._id);
  }
  const workspaceIds = [workspaceId, ...more];
  const active = users.map((id, n) => (drawn.active[n] ? id : null));
  const displayName = `Made ${drawn.made.name}`;
  const content = { displayName, ...mappingOf(drawn.made.mapping, { workspaceIds }) };
  const makeWith = (people: string[]) => createAdminGroup(context, orgId, content, people);
  const made = (await unlessRefused(makeWith(among(active, drawn.made.members)))) ?? (await makeWith([]));
  const place = { orgId, workspaceIds, groupIds, made, active };
  await unlessRefused(
    changeScimSettings(context, orgId, { precedence: drawn.precedence, rolesEnabled: drawn.rolesEnabled }),
  );
  for (const { group, mapping } of drawn.explicit)
    await unlessRefused(createMapping(context, orgId, { id: pick(groupIds, group) }, mappingOf(mapping, place)));
  for (const { user, workspace, role } of drawn.overrides) {
    const decision = { reason: null, expiresAt: null };
    const override =
      role === null ? { effect: 'deny' as const, ...decision } : { effect: 'allow' as const, role, ...decision };
    await setOverride(
      context,
      fullAuthority,
      orgId,
      place.workspaceIds[workspace] as string,
      users[user] as string,
      override,
    );
  }
  if (drawn.admin !== null)
    await unlessRefused(setOrganizationRole(context, orgId, users[drawn.admin] as string, 'Organization Admin'));
  return place;
}

async function proposedIn(place: Place, drawn: Change): Promise<ProposedChange> {
  if (drawn.kind === 'scim-settings') return drawn;
  if (drawn.kind === 'mapping-created')
    return {
      kind: drawn.kind,
      group: { id: pick(place.groupIds, drawn.group) },
      mapping: mappingOf(drawn.mapping, place),
    };
  if (drawn.kind === 'group-renamed')
    return { kind: drawn.kind, groupId: pick(place.groupIds, drawn.group), displayName: drawn.displayName };
  const groupId = place.made;
  switch (drawn.kind) {
    case 'admin-group-created':
      return {
        kind: drawn.kind,
        group: mappingOf(drawn.mapping, place),
        members: among(place.active, drawn.members),
      };
    case 'admin-group-changed':
      return { kind: drawn.kind, groupId, group: mappingOf(drawn.mapping, place) };
    case 'admin-group-members': {
      const add = among(place.active, drawn.add);
      const remove = among(place.active, drawn.remove).filter((id) => !add.includes(id));
      return { kind: drawn.kind, groupId, add, remove };
    }
    case 'admin-group-deleted':
    case 'admin-group-handed-over':
      return { kind: drawn.kind, groupId };
  }
  const ofDirectory = { kind: 'explicit', ...groupsOf('directory') } as const;
  const sets = (await tenant(place.orgId).find(mappings, ofDirectory)).map(({ setId }) => setId ?? '');
  const mappingId = sets.length === 0 ? 'none' : pick([...new Set(sets)].sort(), drawn.index);
  return drawn.kind === 'mapping-deleted'
    ? { kind: drawn.kind, mappingId, onDelete: drawn.onDelete }
    : { kind: drawn.kind, mappingId, mapping: mappingOf(drawn.mapping, place) };
}

async function make(orgId: string, proposed: ProposedChange): Promise<void> {
  switch (proposed.kind) {
    case 'scim-settings':
      await changeScimSettings(context, orgId, proposed.settings);
      break;
    case 'mapping-created':
      await createMapping(context, orgId, proposed.group, proposed.mapping);
      break;
    case 'mapping-changed':
      await changeMapping(context, orgId, proposed.mappingId, proposed.mapping);
      break;
    case 'mapping-deleted':
      await deleteMapping(context, orgId, proposed.mappingId, proposed.onDelete);
      break;
    case 'group-renamed':
      await changeGroup(context, orgId, proposed.groupId, { content: () => named(proposed.displayName) });
      break;
    case 'admin-group-created':
      await createAdminGroup(context, orgId, { displayName: 'Another', ...proposed.group }, proposed.members);
      break;
    case 'admin-group-changed':
      await changeAdminGroup(context, orgId, proposed.groupId, proposed.group);
      break;
    case 'admin-group-members': {
      const { add = [], remove = [] } = proposed;
      const steps = [
        { kind: 'add', values: add },
        { kind: 'remove', values: remove },
      ] as const;
      await changeGroup(context, orgId, proposed.groupId, { members: steps }, undefined, 'admin');
      break;
    }
    case 'admin-group-deleted':
      await deleteAdminGroup(context, orgId, proposed.groupId);
      break;
    case 'admin-group-handed-over':
      await handOverGroup(context, orgId, proposed.groupId);
      break;
    default:
      throw new Error(`${proposed.kind} has a test of its own`);
  }
  while (await runJobs());
}

/** Every role that is stored, by member and workspace. */
async function storedRoles(orgId: string): Promise<Map<string, string>> {
  const all = await tenant(orgId).find(members, {});
  const rows = await tenant(orgId).find(memberships, {});
  return new Map([
    ...all.flatMap(({ _id, organizationRole }) =>
      organizationRole ? [[`${_id} organization`, organizationRole] as const] : [],
    ),
    ...rows.map(({ memberId, workspaceId, role }) => [`${memberId} ${workspaceId}`, role] as const),
  ]);
}

function difference(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => `${key}: ${before.get(key) ?? null} -> ${after.get(key) ?? null}`)
    .sort();
}

it('a preview and what the change then does are the same', { timeout: 300_000 }, async () => {
  let effects = 0;
  await fc.assert(
    fc.asyncProperty(world, change, async (drawnWorld, drawnChange) => {
      const place = await build(drawnWorld);
      const { orgId } = place;
      const proposed = await proposedIn(place, drawnChange);
      const proposal = await unlessRefused(propose(context, orgId, proposed));
      if (!proposal) {
        await expect(make(orgId, proposed)).rejects.toThrow(DomainError);
        return;
      }
      const preview = await previewEffects(orgId, proposal, { after: null, limit: 100 });
      const said = preview.items.flatMap(({ member, organizationRole, workspaces }) => [
        ...(organizationRole
          ? [`${member._id} organization: ${organizationRole.before} -> ${organizationRole.after}`]
          : []),
        ...workspaces.map(({ workspaceId, before, after }) => `${member._id} ${workspaceId}: ${before} -> ${after}`),
      ]);
      const before = await storedRoles(orgId);
      const groupsBefore = await tenant(orgId).find(groups, {});
      const refused = await make(orgId, proposed).then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof DomainError)) throw error;
          // The directory refuses a name twice; a preview speaks of access only.
          return error.reason === 'uniqueness' ? null : error.reason;
        },
      );
      if (refused === null) return;
      const after = await storedRoles(orgId);
      if (refused !== false) {
        expect([refused, preview.lastAdmin]).toEqual(['last_admin', true]);
        expect(await tenant(orgId).find(groups, {})).toEqual(groupsBefore);
        expect(difference(before, after)).toEqual([]);
        return;
      }
      expect(preview.lastAdmin).toBe(false);
      expect(said.sort()).toEqual(difference(before, after));
      effects += said.length;
      const { gained, lost, changed, organizationRoles } = preview.counts ?? {};
      expect([gained, lost, changed, organizationRoles].reduce<number>((sum, n) => sum + (n ?? 0), 0)).toBe(
        said.length,
      );
      expect(await faultsOf(orgId)).toEqual([]);
    }),
    { ...tries({ fast: 8, soak: 20 }), endOnFailure: true },
  );
  // The draw must not be so tame that nothing ever happens.
  expect(effects).toBeGreaterThan(0);
});
