/** Random operations on one small organization, one by one and eight at a time: the invariants hold after each. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { decideHeldChange } from '../../src/domain/access/guard/decide-held-change.ts';
import { watchGuards } from '../../src/domain/access/guard/watch.ts';
import { removeFromWorkspace } from '../../src/domain/access/override/remove-from-workspace.ts';
import { setOverride } from '../../src/domain/access/override/set-override.ts';
import {
  addGroupMember,
  changeAdminGroup,
  createAdminGroup,
  deleteAdminGroup,
  handOverGroup,
  removeGroupMember,
} from '../../src/domain/administration/groups/admin-groups.ts';
import { runJobs } from '../../src/domain/administration/jobs/run-jobs.ts';
import {
  changeMapping,
  createMapping,
  deleteMapping,
} from '../../src/domain/administration/mappings/change-mappings.ts';
import { listMappings } from '../../src/domain/administration/mappings/list-mappings.ts';
import { changeMember } from '../../src/domain/administration/members/change-member.ts';
import {
  createWorkspace,
  deleteWorkspace,
  renameWorkspace,
} from '../../src/domain/administration/organizations/change-workspaces.ts';
import { changeScimSettings } from '../../src/domain/administration/settings/change-scim-settings.ts';
import {
  changeOrganization,
  setDefaultOrganization,
} from '../../src/domain/administration/settings/organization-settings.ts';
import { changeGroup } from '../../src/domain/directory/change-group.ts';
import { changeUser, removeMember } from '../../src/domain/directory/change-user.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { deleteGroup } from '../../src/domain/directory/delete-group.ts';
import { acceptInvitation } from '../../src/domain/entry/invitations/accept-invitation.ts';
import { resendInvitation, revokeInvitation } from '../../src/domain/entry/invitations/change-invitation.ts';
import { invitePeople } from '../../src/domain/entry/invitations/invite.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { DomainError } from '../../src/domain/kernel/domain-error.ts';
import { identities } from '../../src/domain/model/account.ts';
import { groups } from '../../src/domain/model/group.ts';
import { heldChanges } from '../../src/domain/model/held-change.ts';
import { invitations } from '../../src/domain/model/invitation.ts';
import { members } from '../../src/domain/model/member.ts';
import { memberships } from '../../src/domain/model/membership.ts';
import type { MassChangeGuard } from '../../src/domain/model/organization.ts';
import { separators } from '../../src/domain/model/organization.ts';
import { organizationRoles, workspaceRoles } from '../../src/domain/model/role.ts';
import { workspaces } from '../../src/domain/model/workspace.ts';
import type { Collection } from '../../src/storage/collection.ts';
import { system, tenant } from '../../src/storage/tenant.ts';
import { createGroup } from '../support/create-group.ts';
import {
  claimsOf,
  context,
  invitationSettings,
  named,
  nameRoles,
  newOrganization,
  person,
  policy,
  setOrganizationRole,
  testDeployment,
} from '../support/domain.ts';
import { tries } from '../support/random.ts';
import { faultsOf } from './invariants.ts';

testDeployment();

/** `a`, `b` and `c` choose among what exists when the step is taken. */
type Step = { readonly kind: keyof typeof actions; readonly a: number; readonly b: number; readonly c: number };
type Choice = Omit<Step, 'kind'> & {
  orgId: string;
  user: string;
  otherUser: string;
  group: string;
  otherGroup: string;
  workspace: string;
  invitation: string;
  mapping: string;
  heldChange: string;
};

const workspaceNames = ['Workspace 1', 'Research', 'Support'];
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
const groupName = (a: number, b: number, c: number) =>
  a % 4 === 0
    ? `Team ${b % 3} Organization Admins`
    : a % 4 === 1
      ? `Team ${b % 3}`
      : `Organization ${pick(['User', 'Operator', 'Viewer'], a)}:${pick(workspaceNames, b)}:${pick(workspaceRoles, c)}`;
const change = ({ orgId, group }: Choice, kind: 'add' | 'remove' | 'replace', ...values: string[]) =>
  changeGroup(context, orgId, group, { members: [{ kind, values }] });

/** Each once, as people's content has them (`rolesNamedIn`). */
const namedRoles = (a: number, b: number, c: number) => {
  const workspace = pick([...workspaceNames, '*', 'Nowhere'], b);
  const values = [
    pick(organizationRoles, a),
    `${workspace}:${pick(workspaceRoles, c)}`,
    `${pick(workspaceNames, a)}:${pick(workspaceRoles, b)}`,
  ];
  return [...new Set(values.slice(a % 2, 1 + (c % 3)))];
};

/** What a group gives that admins make. */
const given = ({ workspace, a, b, c }: Pick<Choice, 'workspace' | 'a' | 'b' | 'c'>) => ({
  targets: a % 3 > 0 ? [{ workspaceId: workspace, workspaceRole: pick(workspaceRoles, b) }] : [],
  organizationRole: a % 3 < 2 ? pick([null, ...organizationRoles], c) : null,
});

const actions = {
  createUser: ({ orgId, a, b }: Choice) =>
    createUser(context, orgId, person(`u${a % 8}@acme.test`, { active: b % 4 > 0, roles: namedRoles(a, b, a + b) })),
  nameRoles: ({ orgId, user, a, b, c }: Choice) => nameRoles(orgId, user, namedRoles(a, b, c)),
  letRoles: ({ orgId, a, b }: Choice) =>
    changeScimSettings(context, orgId, { rolesEnabled: a % 4 > 0, rolesMakeAdmins: b % 2 > 0 }),
  toggleUser: ({ orgId, user, a }: Choice) =>
    changeUser(context, orgId, user, (current) => ({ ...current, active: a % 2 > 0 })),
  changeMember: ({ orgId, user, a }: Choice) =>
    changeMember(context, fullAuthority, orgId, user, { active: a % 2 > 0 }),
  removeUser: ({ orgId, user }: Choice) => removeMember(context, orgId, user, { scim: true }),
  createGroup: ({ orgId, user, otherUser, a, b, c }: Choice) =>
    createGroup(context, orgId, named(groupName(a, b, c)), [user, otherUser]),
  renameGroup: ({ orgId, group, a, b, c }: Choice) =>
    changeGroup(context, orgId, group, { content: () => named(groupName(a, b, c)) }),
  renameAndReplace: ({ orgId, group, user, a, b, c }: Choice) =>
    changeGroup(context, orgId, group, {
      content: () => named(groupName(a, b, c)),
      members: [{ kind: 'replace', values: [user] }],
    }),
  addMember: (at: Choice) => change(at, 'add', at.user),
  addMembers: (at: Choice) => change(at, 'add', at.user, at.otherUser),
  removeFromGroup: (at: Choice) => change(at, 'remove', at.user),
  replaceMembers: (at: Choice) => change(at, 'replace', at.user, at.otherGroup),
  nestGroup: (at: Choice) => change(at, 'add', at.otherGroup),
  unnestGroup: (at: Choice) => change(at, 'remove', at.otherGroup),
  deleteGroup: ({ orgId, group }: Choice) => deleteGroup(context, orgId, group),
  makeGroup: ({ orgId, user, otherUser, workspace, a, b, c }: Choice) =>
    createAdminGroup(context, orgId, { displayName: groupName(a, b, c), ...given({ workspace, a, b, c }) }, [
      user,
      otherUser,
    ]),
  changeMadeGroup: ({ orgId, group, workspace, a, b, c }: Choice) =>
    changeAdminGroup(context, orgId, group, {
      displayName: a % 2 > 0 ? groupName(a, b, c) : undefined,
      ...given({ workspace, a, b, c }),
    }),
  putIntoGroup: ({ orgId, group, user }: Choice) => addGroupMember(context, orgId, group, user),
  takeOutOfGroup: ({ orgId, group, user }: Choice) => removeGroupMember(context, orgId, group, user),
  deleteMadeGroup: ({ orgId, group }: Choice) => deleteAdminGroup(context, orgId, group),
  handOver: ({ orgId, group }: Choice) => handOverGroup(context, orgId, group),
  override: ({ orgId, workspace, user, a, b }: Choice) =>
    setOverride(
      context,
      fullAuthority,
      orgId,
      workspace,
      user,
      a % 3 === 0
        ? null
        : a % 3 === 1
          ? { effect: 'deny', reason: null, expiresAt: null }
          : { effect: 'allow', role: pick(workspaceRoles, b), reason: null, expiresAt: null },
    ),
  organizationRole: ({ orgId, user, a }: Choice) =>
    setOrganizationRole(context, orgId, user, pick([null, ...organizationRoles], a)),
  createWorkspace: ({ orgId, a }: Choice) => createWorkspace(context, orgId, pick(workspaceNames, a)),
  renameWorkspace: ({ orgId, workspace, a }: Choice) =>
    renameWorkspace(context, orgId, workspace, pick(workspaceNames, a)),
  deleteWorkspace: ({ orgId, workspace }: Choice) => deleteWorkspace(context, orgId, workspace),
  invite: ({ orgId, workspace, a, b, c }: Choice) =>
    invitePeople(
      context,
      fullAuthority,
      orgId,
      {
        scope: 'organization',
        people: [
          {
            email: `u${a % 8}@acme.test`,
            organizationRole: pick([undefined, ...organizationRoles], b),
            workspaces: c % 3 === 0 ? [] : [{ workspaceId: workspace, role: pick(workspaceRoles, b) }],
          },
          { email: `u${c % 8}@acme.test`, workspaces: [{ workspaceId: workspace, role: pick(workspaceRoles, a) }] },
        ],
      },
      invitationSettings,
    ),
  resend: ({ orgId, invitation }: Choice) =>
    resendInvitation(context, fullAuthority, orgId, invitation, invitationSettings),
  revoke: ({ orgId, invitation }: Choice) => revokeInvitation(context, fullAuthority, orgId, invitation),
  accept: async ({ orgId, a, invitation }: Choice) => {
    const subject = `${orgId}-${a % 8}`;
    const identity = await system('sign-in').findOne(identities, { subject });
    await acceptInvitation(
      context,
      { accountId: identity?.accountId ?? 'none', connectionId: 'default', reach: null },
      invitation,
    );
  },
  removeFromWorkspace: ({ orgId, workspace, user }: Choice) =>
    removeFromWorkspace(context, fullAuthority, orgId, workspace, user),
  map: ({ orgId, group, workspace, a, b, c }: Choice) =>
    createMapping(
      context,
      orgId,
      { id: group },
      {
        targets: a % 3 > 0 ? [{ workspaceId: workspace, workspaceRole: pick(workspaceRoles, b) }] : [],
        organizationRole: a % 3 < 2 ? pick(organizationRoles, c) : null,
      },
    ),
  mapByName: ({ orgId, workspace, a, b, c }: Choice) =>
    createMapping(
      context,
      orgId,
      { displayName: groupName(a, b, c) },
      { targets: [{ workspaceId: workspace, workspaceRole: pick(workspaceRoles, c) }] },
    ),
  changeMapping: ({ orgId, mapping, workspace, a, b }: Choice) =>
    changeMapping(context, orgId, mapping, {
      targets: [{ workspaceId: workspace, workspaceRole: pick(workspaceRoles, b) }],
      priority: (a % 3) + 1,
    }),
  unmap: ({ orgId, mapping, a }: Choice) => deleteMapping(context, orgId, mapping, a % 2 > 0 ? 'keep' : 'remove'),
  precedence: ({ orgId, a }: Choice) =>
    changeScimSettings(context, orgId, { precedence: pick(['highest', 'newest', 'priority', 'combined'] as const, a) }),
  convention: ({ orgId, a, b }: Choice) =>
    changeScimSettings(context, orgId, {
      separator: a % 3 === 0 ? pick(separators, b) : ':',
      conventionEnabled: a % 5 > 0,
      requiredPrefix: a % 7 === 0 ? 'Team' : null,
    }),
  approve: ({ orgId, heldChange }: Choice) => decideHeldChange(context, orgId, heldChange, 'approved'),
  reject: ({ orgId, heldChange }: Choice) => decideHeldChange(context, orgId, heldChange, 'rejected'),
  watchGuards: () => watchGuards(),
  signIn: ({ a, orgId }: Choice) =>
    signIn(context, claimsOf(`u${a % 8}@acme.test`, { subject: `${orgId}-${a % 8}` }), policy),
};

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...(Object.keys(actions) as (keyof typeof actions)[])),
  a: fc.nat(99),
  b: fc.nat(99),
  c: fc.nat(99),
});

async function take(orgId: string, { kind, a, b, c }: Step): Promise<void> {
  const idsOf = async (collection: Collection<{ _id: string }>) => {
    const rows = await tenant(orgId).find(collection, {}, { projection: { _id: 1 }, sort: { _id: 1 } });
    return rows.length === 0 ? ['none'] : rows.map(({ _id }) => _id);
  };
  const [users, groupIds, places, invited, held] = await Promise.all([
    idsOf(members),
    idsOf(groups),
    idsOf(workspaces),
    idsOf(invitations),
    idsOf(heldChanges),
  ]);
  const mapped = (await listMappings(orgId, {}, { after: null, limit: 100 })).map(({ id }) => id);
  const choice: Choice = {
    orgId,
    a,
    b,
    c,
    user: pick(users, b),
    otherUser: pick(users, c),
    group: pick(groupIds, a),
    otherGroup: pick(groupIds, c),
    workspace: pick(places, c),
    invitation: pick(invited, b),
    mapping: pick(mapped.length === 0 ? ['none'] : mapped, a),
    heldChange: pick(held, c),
  };
  try {
    await actions[kind](choice);
  } catch (error) {
    // Refusals are fine; a contention that did not settle, or anything else, is not.
    if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
  }
}

async function start(massChangeGuard: MassChangeGuard | null = null): Promise<string> {
  const { orgId } = await newOrganization();
  await changeOrganization(context, orgId, { massChangeGuard }, { kind: 'deployment' });
  await setDefaultOrganization(context, { kind: 'deployment' }, orgId);
  await changeScimSettings(context, orgId, { rolesEnabled: true });
  const team = await Promise.all([0, 1, 2].map((n) => createUser(context, orgId, person(`u${n}@acme.test`))));
  await createGroup(
    context,
    orgId,
    named('Organization User:Workspace 1:Workspace Editor'),
    team.map(({ _id }) => _id),
  );
  return orgId;
}

const guards = fc.constantFrom<MassChangeGuard | null>(
  null,
  { maxMembers: 0, maxPercent: null, windowMinutes: 60 },
  { maxMembers: 2, maxPercent: null, windowMinutes: 60 },
  { maxMembers: null, maxPercent: 40, windowMinutes: 60 },
);

async function admins(orgId: string): Promise<number> {
  return tenant(orgId).count(members, { organizationRole: 'Organization Admin', status: 'active' });
}

describe('after any operations', () => {
  it('one by one, all that is derived follows from what is stored, and an admin stays', {
    timeout: 300_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 25 }), guards, async (steps, guard) => {
        const orgId = await start(guard);
        let hadAdmin = false;
        for (const next of steps) {
          await take(orgId, next);
          const has = (await admins(orgId)) > 0;
          expect(has || !hadAdmin).toBe(true);
          hadAdmin = has;
        }
        while (await runJobs());
        expect(await faultsOf(orgId)).toEqual([]);
      }),
      { ...tries({ fast: 3, soak: 6 }), endOnFailure: true },
    );
  });

  it('eight at a time, the same', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 8, maxLength: 8 }), { maxLength: 4 }),
        guards,
        async (rounds, guard) => {
          const orgId = await start(guard);
          let hadAdmin = false;
          for (const round of rounds) {
            await Promise.all(round.map((next) => take(orgId, next)));
            const has = (await admins(orgId)) > 0;
            expect(has || !hadAdmin).toBe(true);
            hadAdmin = has;
            while (await runJobs());
            expect(await faultsOf(orgId)).toEqual([]);
          }
        },
      ),
      { ...tries({ fast: 3, soak: 6 }), endOnFailure: true },
    );
  });

  it('a directory takes no access by a change of groups while none may be lost unseen', {
    timeout: 300_000,
  }, async () => {
    const taking = ['removeFromGroup', 'unnestGroup', 'deleteGroup', 'renameGroup'];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 30 }), async (steps) => {
        const orgId = await start({ maxMembers: 0, maxPercent: null, windowMinutes: 60 });
        for (const next of steps) {
          const before = await rolesIn(orgId);
          await take(orgId, next);
          if (!taking.includes(next.kind)) continue;
          const after = await rolesIn(orgId);
          for (const access of before) expect(after, next.kind).toContain(access);
        }
        expect(await faultsOf(orgId)).toEqual([]);
      }),
      { ...tries({ fast: 3, soak: 6 }), endOnFailure: true },
    );
  });
});

/** What may not be lost: access to workspaces, and organization roles above Organization User. */
async function rolesIn(orgId: string): Promise<string[]> {
  const raised = { organizationRole: { $in: ['Organization Admin', 'Organization Operator'] } } as const;
  const [inWorkspaces, ofMembers] = await Promise.all([
    tenant(orgId).find(memberships, {}),
    tenant(orgId).find(members, { status: 'active', ...raised }),
  ]);
  return [
    ...inWorkspaces.map(({ memberId, workspaceId }) => `${memberId} ${workspaceId}`),
    ...ofMembers.map(({ _id }) => `${_id} above User`),
  ];
}
