/** Every operation of the domain whose module can come to something that is held in the process. */
import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { declareApplicationPermissions } from '../../../src/domain/access/authority/application-permission.ts';
import { fullAuthority, memberAuthority } from '../../../src/domain/access/authority/authority.ts';
import { expireGrants } from '../../../src/domain/access/expire-grants.ts';
import { decideHeldChange } from '../../../src/domain/access/guard/decide-held-change.ts';
import { watchGuards } from '../../../src/domain/access/guard/watch.ts';
import { resyncChunk } from '../../../src/domain/access/large-change.ts';
import { removeFromWorkspace } from '../../../src/domain/access/override/remove-from-workspace.ts';
import { setOverride } from '../../../src/domain/access/override/set-override.ts';
import {
  changeConnection,
  deleteConnection,
} from '../../../src/domain/administration/connections/change-connection.ts';
import { listIdentities, unlinkIdentity } from '../../../src/domain/administration/connections/unlink-identity.ts';
import { findDrift } from '../../../src/domain/administration/drift.ts';
import * as made from '../../../src/domain/administration/groups/admin-groups.ts';
import {
  createPersonalKey,
  noteAddress,
  revokePersonalKey,
} from '../../../src/domain/administration/keys/personal-key.ts';
import * as maps from '../../../src/domain/administration/mappings/change-mappings.ts';
import { releaseStep } from '../../../src/domain/administration/mappings/release-mapping.ts';
import { changeMember, removeMemberAs } from '../../../src/domain/administration/members/change-member.ts';
import { joinMembers } from '../../../src/domain/administration/members/join-members.ts';
import { lockMember } from '../../../src/domain/administration/members/lock-member.ts';
import { migrate } from '../../../src/domain/administration/migrations/migrate.ts';
import { readStoredRoles } from '../../../src/domain/administration/migrations/stored-roles.ts';
import { bootstrap } from '../../../src/domain/administration/organizations/bootstrap.ts';
import * as places from '../../../src/domain/administration/organizations/change-workspaces.ts';
import * as roles from '../../../src/domain/administration/roles/change-roles.ts';
import { changeScimSettings } from '../../../src/domain/administration/settings/change-scim-settings.ts';
import * as settings from '../../../src/domain/administration/settings/organization-settings.ts';
import { openSetupLink } from '../../../src/domain/administration/setup/open-setup.ts';
import { addSetupDomain, finishSetup, recordSignInTest } from '../../../src/domain/administration/setup/set-up.ts';
import * as setup from '../../../src/domain/administration/setup/setup-links.ts';
import { changeGroup } from '../../../src/domain/directory/change-group.ts';
import { changeUser, removeMember } from '../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { deleteGroup } from '../../../src/domain/directory/delete-group.ts';
import { remapGroup } from '../../../src/domain/directory/remap-group.ts';
import { rereadRoles } from '../../../src/domain/directory/reread-roles.ts';
import { createOrganization } from '../../../src/domain/entry/arrival/create-organization.ts';
import { acceptAsNewcomer } from '../../../src/domain/entry/invitations/accept-as-newcomer.ts';
import { acceptInvitation } from '../../../src/domain/entry/invitations/accept-invitation.ts';
import { resendInvitation, revokeInvitation } from '../../../src/domain/entry/invitations/change-invitation.ts';
import { declineByLink } from '../../../src/domain/entry/invitations/decline-invitation.ts';
import { invitePeople } from '../../../src/domain/entry/invitations/invite.ts';
import { moveToProvider } from '../../../src/domain/entry/move/move.ts';
import { passwordNoticeWorker } from '../../../src/domain/entry/password/look-into-notices.ts';
import { notice } from '../../../src/domain/entry/password/notices.ts';
import { resetPassword, setPassword } from '../../../src/domain/entry/password/password.ts';
import { endEntries, entriesOf } from '../../../src/domain/entry/reach/end-entries.ts';
import { endSessions } from '../../../src/domain/entry/reach/end-sessions.ts';
import { recordSignIn } from '../../../src/domain/entry/sign-in/record-sign-in.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { signInByPassword } from '../../../src/domain/entry/sign-in/sign-in-by-password.ts';
import { recordStepUp } from '../../../src/domain/entry/sign-in/step-up.ts';
import { DomainError } from '../../../src/domain/kernel/domain-error.ts';
import { hashSecret } from '../../../src/domain/kernel/secret.ts';
import { heldChanges } from '../../../src/domain/model/held-change.ts';
import { members } from '../../../src/domain/model/member.ts';
import { modelOf, newId } from '../../../src/storage/collection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { createGroup } from '../../support/create-group.ts';
import {
  bootstrapSettings,
  context,
  invitationSettings,
  named,
  nameRoles,
  person,
  policy,
  secretBox,
} from '../../support/domain.ts';
import { inviteOne } from '../entry/invitations/people.ts';
import type { World } from './world.ts';

const operator = { kind: 'deployment' } as const;

type Act = () => Promise<unknown>;
/** What is prepared before anything is held, and then the operation. */
type Operation = (world: World) => Promise<Act>;
const now =
  (act: (world: World) => Promise<unknown>): Operation =>
  async (world) =>
  () =>
    act(world);

/** As Grace, with what she may at this moment. */
async function asGrace({ orgId, grace }: World) {
  const authority = await memberAuthority(orgId, { _id: grace.memberId });
  if (!authority) throw new DomainError('forbidden', 'forbidden', 'Grace is no active member.');
  return authority;
}
const role = (name: 'Organization Admin' | 'Organization User') => ({
  organizationRole: { role: name, reason: null, expiresAt: null },
});
const analystOf = (workspaceId: string) => ({ targets: [{ workspaceId, workspaceRole: 'Analyst' }] });
const rename = ({ orgId, temps }: World, name: string) =>
  changeGroup(context, orgId, temps, { content: (current) => ({ ...current, ...named(name) }) });
const invited = async ({ orgId, researchId, at }: World) =>
  inviteOne(orgId, at('newcomer'), [{ workspaceId: researchId, role: 'Analyst' }]);
const soon = () => new Date(Date.now() + 86_400_000);

async function setupLink(world: World) {
  const order = { name: 'Acme IT', parts: ['domain' as const, 'sign-in' as const], maySwitchOn: true };
  const maker = { ...context, actor: { type: 'account' as const, id: world.grace.accountId } };
  return setup.createSetupLink(maker, await asGrace(world), world.orgId, { ...order, expiresAt: soon() });
}

async function heldChange({ orgId, one, interns, analysts }: World): Promise<string> {
  await settings.changeOrganization(
    context,
    orgId,
    {
      massChangeGuard: { maxMembers: 0, maxPercent: null, windowMinutes: 60 },
    },
    operator,
  );
  await changeGroup(context, orgId, analysts, { members: [{ kind: 'remove', values: [one, interns] }] });
  const [held] = await tenant(orgId).find(heldChanges, {});
  await settings.changeOrganization(context, orgId, { massChangeGuard: null }, operator);
  return held?._id ?? '';
}

const keyOf = ({ linus, connectionId }: World) =>
  createPersonalKey(
    context,
    { accountId: linus.accountId, connectionId, countsFrom: null, address: null },
    { description: 'test', scopes: ['read'], expiresAt: null },
  );

/** By module, below `src/domain/`: as many as it has operations, at least. */
export const operations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  'access/authority/application-permission': {
    'application permissions are declared': now(({ orgId }) =>
      declareApplicationPermissions(context, orgId, [
        { name: 'reports:export', description: '', roles: ['Workspace Editor'] },
      ]),
    ),
  },
  'access/expire-grants': {
    'an override expires': async ({ orgId, researchId, one }) => {
      await setOverride(context, fullAuthority, orgId, researchId, one, {
        effect: 'deny',
        reason: null,
        expiresAt: new Date(Date.now() + 250),
      });
      return () => expireGrants();
    },
  },
  'access/guard/decide-held-change': {
    'a held change is approved': async (world) => {
      const held = await heldChange(world);
      return () => decideHeldChange(context, world.orgId, held, 'approved');
    },
    'a held change is rejected': async (world) => {
      const held = await heldChange(world);
      return () => decideHeldChange(context, world.orgId, held, 'rejected');
    },
  },
  'access/guard/watch': {
    'a wave is told of': async ({ orgId, dora }) => {
      await settings.changeOrganization(
        context,
        orgId,
        {
          massChangeGuard: { maxMembers: 0, maxPercent: null, windowMinutes: 60 },
        },
        operator,
      );
      await changeUser(context, orgId, dora, (current) => ({ ...current, active: false }));
      return () => watchGuards();
    },
    'a held change of which nothing is left ends': async (world) => {
      await heldChange(world);
      return async () => {
        await removeMember(context, world.orgId, world.one, { scim: true });
        await removeMember(context, world.orgId, world.two, { scim: true });
        await watchGuards();
      };
    },
  },
  'access/large-change': {
    'members who are behind are brought up to date': now(({ orgId }) => resyncChunk({ orgId, context, groupId: null })),
  },
  'access/override/remove-from-workspace': {
    'somebody is removed from a workspace': now(async (world) =>
      removeFromWorkspace(context, await asGrace(world), world.orgId, world.researchId, world.one),
    ),
  },
  'access/override/set-override': {
    'access is given by an override': now(async (world) =>
      setOverride(context, await asGrace(world), world.orgId, world.researchId, world.three, {
        effect: 'allow',
        role: 'Analyst',
        reason: null,
        expiresAt: null,
      }),
    ),
    'access is denied by an override': now(async (world) =>
      setOverride(context, await asGrace(world), world.orgId, world.researchId, world.one, {
        effect: 'deny',
        reason: null,
        expiresAt: null,
      }),
    ),
  },
  'administration/connections/change-connection': {
    'a connection is changed': now(({ orgId, connectionId }) =>
      changeConnection(context, orgId, connectionId, { groupSync: true }, secretBox),
    ),
    'a connection is switched off': now(({ orgId, connectionId }) =>
      changeConnection(context, orgId, connectionId, { enabled: false }, secretBox),
    ),
    'a connection is deleted': now(({ orgId, connectionId }) => deleteConnection(context, orgId, connectionId)),
    'a connection that is off is deleted': async ({ orgId, connectionId }) => {
      await changeConnection(context, orgId, connectionId, { enabled: false }, secretBox);
      return () => deleteConnection(context, orgId, connectionId);
    },
  },
  'administration/connections/unlink-identity': {
    'a sign-in is unlinked': now(async ({ orgId, linus }) => {
      const [identity] = await listIdentities(orgId, linus.memberId);
      await unlinkIdentity(context, orgId, linus.memberId, identity?._id ?? '');
    }),
  },
  'administration/drift': {
    'nothing is mended where nothing drifted': now(({ orgId }) => findDrift(orgId, { repair: true })),
    'access and totals that drifted are mended': async ({ orgId, one, analysts }) => {
      const stored = (name: string) => mongoose.connection.collection<{ _id: string; orgId: string }>(name);
      await stored('members').updateOne({ _id: one }, { $set: { groupIds: [] } });
      await stored('groupStripes').updateOne({ _id: `${analysts}/0` }, { $set: { members: 7 } });
      return () => findDrift(orgId, { repair: true });
    },
    'totals of the organization that drifted are mended': async ({ orgId }) => {
      await mongoose.connection.collection('counters').deleteMany({ orgId });
      return () => findDrift(orgId, { repair: true });
    },
  },
  'administration/groups/admin-groups': {
    'a group of admins is made': now(({ orgId, researchId, three }) =>
      made.createAdminGroup(context, orgId, { displayName: 'Ops', ...analystOf(researchId) }, [three]),
    ),
    'a group of admins is changed': now(({ orgId, researchId, data }) =>
      made.changeAdminGroup(context, orgId, data, { displayName: 'Ops', ...analystOf(researchId) }),
    ),
    'somebody is put into a group of admins': now(({ orgId, data, two }) =>
      made.addGroupMember(context, orgId, data, two),
    ),
    'somebody is taken out of a group of admins': now(({ orgId, data, one }) =>
      made.removeGroupMember(context, orgId, data, one),
    ),
    'a group of admins is deleted': now(({ orgId, data }) => made.deleteAdminGroup(context, orgId, data)),
    'a group of admins is handed over': now(({ orgId, data }) => made.handOverGroup(context, orgId, data)),
  },
  'administration/keys/personal-key': {
    'a personal key is made': now(keyOf),
    'a personal key is used from elsewhere': async (world) => {
      const { token } = await keyOf(world);
      return () => noteAddress(context, token, '192.0.2.1', []);
    },
    'a personal key is revoked': async (world) => {
      const { token } = await keyOf(world);
      const key = { accountId: world.linus.accountId, tokenId: token._id, connectionIds: null };
      return () => revokePersonalKey(context, key, { reason: 'ended_by_person', decidedIn: null });
    },
  },
  'administration/mappings/change-mappings': {
    'a mapping is made': now(({ orgId, temps, researchId }) =>
      maps.createMapping(context, orgId, { id: temps }, analystOf(researchId)),
    ),
    'a mapping is made for a group to come': now(({ orgId, researchId }) =>
      maps.createMapping(context, orgId, { displayName: 'Later' }, analystOf(researchId)),
    ),
    'a mapping makes admins': now(({ orgId, temps }) =>
      maps.createMapping(context, orgId, { id: temps }, { organizationRole: 'Organization Admin' }),
    ),
    'a mapping is changed': now(({ orgId, mapping, researchId }) =>
      maps.changeMapping(context, orgId, mapping, analystOf(researchId)),
    ),
    'a mapping is deleted': now(({ orgId, mapping }) => maps.deleteMapping(context, orgId, mapping, 'remove')),
  },
  'administration/mappings/release-mapping': {
    'the people of a mapping that goes are given what it gave': now(async ({ orgId, mapping }) => {
      const job = { orgId, context, mappingId: mapping, cursor: null };
      await releaseStep(job as Parameters<typeof releaseStep>[0]);
    }),
  },
  'administration/members/change-member': {
    'the other admin is demoted': now(async (world) =>
      changeMember(context, fullAuthority, world.orgId, world.ada.memberId, role('Organization User')),
    ),
    'somebody is made an admin': now(async (world) =>
      changeMember(context, await asGrace(world), world.orgId, world.one, role('Organization Admin')),
    ),
    'the other admin is deactivated': now(async (world) =>
      changeMember(context, fullAuthority, world.orgId, world.ada.memberId, { active: false }),
    ),
    'somebody is removed': now(async (world) =>
      removeMemberAs(context, await asGrace(world), world.orgId, world.linus.memberId),
    ),
  },
  'administration/members/join-members': {
    'two records become one': now(({ orgId, linus, one }) =>
      joinMembers(context, { orgId, memberIds: [linus.memberId, one], dryRun: false }),
    ),
  },
  'administration/members/lock-member': {
    'the other admin is locked': now(({ orgId, ada }) =>
      lockMember(context, { orgId, memberId: ada.memberId, reason: 'stolen', dryRun: false }),
    ),
    'a lock is lifted': async ({ orgId, one }) => {
      await lockMember(context, { orgId, memberId: one, reason: 'stolen', dryRun: false });
      return () => lockMember(context, { orgId, memberId: one, reason: null, dryRun: false });
    },
  },
  'administration/migrations/migrate': {
    'the data is brought to this release': now(() => migrate(() => {})),
  },
  'administration/migrations/stored-roles': {
    'roles that an older release has written are read': async ({ orgId, two }) => {
      const roles = [{ value: 'Research:Analyst' }, { value: '*:Workspace Viewer' }];
      const written = { $set: { 'resource.roles': roles }, $inc: { version: 1 } };
      await modelOf(members).collection.updateOne({ orgId, _id: two as never }, written);
      return () => readStoredRoles(orgId, { repair: true });
    },
  },
  'administration/organizations/bootstrap': {
    'the deployment starts': now(() => bootstrap(bootstrapSettings)),
    'the deployment starts with a first administrator': now(({ at }) =>
      bootstrap({ ...bootstrapSettings, adminEmail: at('boss') }),
    ),
  },
  'administration/organizations/change-workspaces': {
    'a workspace is made': now(({ orgId }) => places.createWorkspace(context, orgId, 'Discovery')),
    'a workspace is renamed': now(({ orgId, workspaceId }) =>
      places.renameWorkspace(context, orgId, workspaceId, 'Research'),
    ),
    'a workspace is deleted': now(({ orgId, researchId }) => places.deleteWorkspace(context, orgId, researchId)),
  },
  'administration/roles/change-roles': {
    'a role is made': now(({ orgId }) =>
      roles.createRole(context, orgId, { name: 'Scientist', description: '', basedOn: 'Analyst' }),
    ),
    'a role is changed': now(({ orgId }) => roles.changeRole(context, orgId, 'Analyst', { rank: 150 })),
    'a role is deleted': now(({ orgId }) => roles.deleteRole(context, orgId, 'Analyst')),
  },
  'administration/settings/change-scim-settings': {
    'the precedence changes': now(({ orgId }) => changeScimSettings(context, orgId, { precedence: 'priority' })),
    'the naming convention changes': now(({ orgId }) =>
      changeScimSettings(context, orgId, { conventionEnabled: false }),
    ),
    'the directory may name no roles any more': now(({ orgId }) =>
      changeScimSettings(context, orgId, { rolesEnabled: false }),
    ),
  },
  'administration/settings/organization-settings': {
    'the organization is renamed': now(({ orgId }) =>
      settings.changeOrganization(context, orgId, { name: 'Acme' }, operator),
    ),
    'newcomers get another workspace': now(({ orgId, researchId }) =>
      settings.changeSsoSettings(context, orgId, { workspaceIds: [researchId], workspaceRole: 'Analyst' }),
    ),
    'the default organization changes': now(({ orgId }) =>
      settings.setDefaultOrganization(context, { kind: 'deployment' }, orgId),
    ),
  },
  'administration/setup/open-setup': {
    'a set-up link is opened': async (world) => {
      const { link } = await setupLink(world);
      return async () => {
        if (!(await setup.makerStillMay(link))) throw new DomainError('forbidden', 'forbidden', 'Its maker may not.');
        await openSetupLink({ requestId: null }, { link, organization: { _id: world.orgId, name: 'Test' } }, 'secret');
      };
    },
  },
  'administration/setup/set-up': {
    'a domain is claimed by a set-up link': async (world) => {
      const { link } = await setupLink(world);
      return () => addSetupDomain(context, link, `own-${world.domain}`);
    },
    'a test sign-in is recorded': async (world) => {
      const { link } = await setupLink(world);
      return () => recordSignInTest(context, link, { connectionVersion: 1, problem: 'none' });
    },
    'a set-up is finished': async (world) => {
      const { link } = await setupLink(world);
      return () => finishSetup(context, link);
    },
  },
  'administration/setup/setup-links': {
    'a set-up link is made': now(setupLink),
    'a set-up link is renewed': async (world) => {
      const { link } = await setupLink(world);
      return async () => setup.renewSetupLink(context, await asGrace(world), world.orgId, link._id, soon());
    },
    'a set-up link is revoked': async (world) => {
      const { link } = await setupLink(world);
      return () => setup.revokeSetupLink(context, world.orgId, link._id);
    },
  },
  'directory/change-group': {
    'a group takes the name of a role': now((world) => rename(world, 'Organization User:Research:Analyst 2')),
    'a group takes the name of a workspace': now((world) =>
      rename(world, 'Organization User:Research:Workspace Editor'),
    ),
    'a group makes admins': now((world) => rename(world, 'Organization Admins')),
    'people come into a group': now(({ orgId, analysts, three }) =>
      changeGroup(context, orgId, analysts, { members: [{ kind: 'add', values: [three] }] }),
    ),
    'people come into a nested group': now(({ orgId, interns, three }) =>
      changeGroup(context, orgId, interns, { members: [{ kind: 'add', values: [three] }] }),
    ),
    'people leave a nested group': now(({ orgId, interns, two }) =>
      changeGroup(context, orgId, interns, { members: [{ kind: 'remove', values: [two] }] }),
    ),
    'the members of a group are replaced': now(({ orgId, design, one, two }) =>
      changeGroup(context, orgId, design, { members: [{ kind: 'replace', values: [one, two] }] }),
    ),
    'a group is nested': now(({ orgId, interns, design }) =>
      changeGroup(context, orgId, interns, { members: [{ kind: 'add', values: [design] }] }),
    ),
  },
  'directory/change-user': {
    'the other admin is deactivated by the directory': now(({ orgId, ada }) =>
      changeUser(context, orgId, ada.memberId, (current) => ({ ...current, active: false })),
    ),
    'a user is deactivated': now(({ orgId, two }) =>
      changeUser(context, orgId, two, (current) => ({ ...current, active: false })),
    ),
    'roles of a user are named': now(({ orgId, two }) =>
      nameRoles(orgId, two, ['Research:Analyst', '*:Workspace Viewer']),
    ),
    'roles of a user are named no more': now(({ orgId, dora }) => nameRoles(orgId, dora, [])),
    'a user is removed': now(({ orgId, one }) => removeMember(context, orgId, one, { scim: true })),
  },
  'directory/create-group': {
    'a group of a role is made': now(({ orgId, one, interns }) =>
      createGroup(context, orgId, named('Organization User:Research:Analyst x'), [one, interns]),
    ),
    'a group of a workspace is made': now(({ orgId, three, interns }) =>
      createGroup(context, orgId, named('Organization User:Research:Workspace Viewer'), [three, interns]),
    ),
    'a group of admins is pushed': now(({ orgId, three }) =>
      createGroup(context, orgId, named('Organization Admins'), [three]),
    ),
  },
  'directory/create-user': {
    'a user is created': now(({ orgId, at }) => createUser(context, orgId, person(at('four')))),
    'a user is created with roles': now(({ orgId, at }) =>
      createUser(context, orgId, person(at('four'), { roles: ['Research:Analyst', 'Discovery:Workspace Viewer'] })),
    ),
  },
  'directory/delete-group': {
    'a group is deleted': now(({ orgId, analysts }) => deleteGroup(context, orgId, analysts)),
    'a nested group is deleted': now(({ orgId, interns }) => deleteGroup(context, orgId, interns)),
  },
  'directory/remap-group': {
    'a name is read again': now(({ orgId, analysts }) => remapGroup(context, orgId, analysts)),
  },
  'directory/reread-roles': {
    'roles that named nothing are read again': now(({ orgId }) => rereadRoles(context, orgId, '')),
  },
  'entry/arrival/create-organization': {
    'an organization is made': now(({ linus }) =>
      createOrganization(context, { kind: 'shared', name: 'New', workspaceName: 'Workspace 1' }, linus.accountId),
    ),
  },
  'entry/invitations/accept-as-newcomer': {
    'a newcomer accepts an invitation': async (world) => {
      const { secret } = await invited(world);
      return () => acceptAsNewcomer(context, world.claims('newcomer'), secret, world.orgId);
    },
  },
  'entry/invitations/accept-invitation': {
    'somebody accepts an invitation': async (world) => {
      const { secret } = await inviteOne(world.orgId, world.at('linus'), [
        { workspaceId: world.researchId, role: 'Analyst' },
      ]);
      return () =>
        acceptInvitation(
          context,
          { accountId: world.linus.accountId, connectionId: world.connectionId, reach: null },
          secret,
        );
    },
  },
  'entry/invitations/change-invitation': {
    'an invitation is sent again': async (world) => {
      const { id } = await invited(world);
      return async () => resendInvitation(context, await asGrace(world), world.orgId, id, invitationSettings);
    },
    'an invitation is revoked': async (world) => {
      const { id } = await invited(world);
      return async () => revokeInvitation(context, await asGrace(world), world.orgId, id);
    },
  },
  'entry/invitations/decline-invitation': {
    'an invitation is declined': async (world) => {
      const { secret } = await invited(world);
      return () => declineByLink(context, secret);
    },
  },
  'entry/invitations/invite': {
    'people are invited': now(async (world) => {
      const { orgId, researchId, at } = world;
      const people = [{ email: at('five'), workspaces: [{ workspaceId: researchId, role: 'Analyst' }] }];
      const orders = { scope: 'organization' as const, people };
      const outcomes = await invitePeople(context, await asGrace(world), orgId, orders, invitationSettings);
      const [{ outcome } = { outcome: null }] = outcomes;
      if (outcome !== 'invited') throw new DomainError('invalid', String(outcome), String(outcome));
    }),
  },
  'entry/move/move': {
    'somebody moves from a password to the provider': async ({ linus }) => {
      await setPassword(context, linus.accountId, randomBytes(12).toString('hex'));
      return () => moveToProvider(linus.accountId, 'all');
    },
  },
  'entry/password/look-into-notices': {
    'a link for a forgotten password is mailed': async ({ linus, at }) => {
      await setPassword(context, linus.accountId, randomBytes(12).toString('hex'));
      await notice('forgotten', at('linus'), context);
      return () => passwordNoticeWorker({ send: async () => {}, close: () => {} }, invitationSettings.publicUrl).run();
    },
    'it is told that the mail of such a link is not taken': async ({ linus, at }) => {
      await setPassword(context, linus.accountId, randomBytes(12).toString('hex'));
      await notice('forgotten', at('linus'), context);
      const refusal = Object.assign(new Error('no such mailbox'), { code: 'EENVELOPE', responseCode: 550 });
      const send = async () => Promise.reject(refusal);
      return () => passwordNoticeWorker({ send, close: () => {} }, invitationSettings.publicUrl).run();
    },
  },
  'entry/password/password': {
    'a new password is chosen by a mailed link': async ({ linus }) => {
      await setPassword(context, linus.accountId, randomBytes(12).toString('hex'));
      const secret = randomBytes(12).toString('hex');
      const row = { _id: newId(), accountId: linus.accountId, tokenHash: hashSecret(secret), expiresAt: soon() };
      await mongoose.connection.collection<{ _id: string }>('passwordResets').insertOne(row);
      return () => resetPassword(context, secret, randomBytes(12).toString('hex'));
    },
    'a password is chosen': now(async ({ linus }) =>
      setPassword(context, linus.accountId, randomBytes(12).toString('hex')),
    ),
  },
  'entry/reach/end-entries': {
    'sessions and keys are ended': async (world) => {
      await keyOf(world);
      const as = { reason: 'ended_by_admin' as const, decidedIn: world.orgId };
      return () => endEntries(context, entriesOf([world.linus.accountId], null), as);
    },
  },
  'entry/reach/end-sessions': {
    'a provider ends sessions': now((world) => {
      const { issuer, subject } = world.claims('linus');
      const message = { to: world.connectionId, issuer, jti: world.orgId, expiresAt: soon() };
      const meant = { by: 'subject' as const, issuer, sub: subject };
      return endSessions(context, { connectionId: world.connectionId, message, meant }, 'session_revoked');
    }),
  },
  'entry/sign-in/record-sign-in': {
    'it is told that the one who asks came in': now(({ grace }) =>
      recordSignIn(context, { accountId: grace.accountId, connectionId: 'default' }),
    ),
  },
  'entry/sign-in/step-up': {
    'it is told that the one who asks confirmed who she is': now(({ grace }) =>
      recordStepUp(context, { accountId: grace.accountId, connectionId: 'password' }, 'password'),
    ),
  },
  'entry/sign-in/sign-in': {
    'somebody signs in for the first time': now(async (world) => {
      const { outcome } = await signIn(context, world.claims('three'), policy);
      if (outcome !== 'signed-in') throw new DomainError('forbidden', outcome, outcome);
    }),
    'the one who asks signs in again': now(async (world) => {
      const { outcome } = await signIn(context, world.claims('grace'), policy);
      if (outcome !== 'signed-in') throw new DomainError('forbidden', outcome, outcome);
    }),
  },
  'entry/sign-in/sign-in-by-password': {
    'the one who asks signs in by password': async ({ grace, at }) => {
      const secret = randomBytes(12).toString('hex');
      await setPassword(context, grace.accountId, secret);
      return async () => {
        if ((await signInByPassword(context, { email: at('grace'), password: secret }, policy)) === null)
          throw new DomainError('forbidden', 'refused', 'She is not let in.');
      };
    },
  },
};
