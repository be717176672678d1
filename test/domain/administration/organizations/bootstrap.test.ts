import { beforeEach, describe, expect, it } from 'vitest';
import {
  issueEvaluationKey,
  issueEvaluationToken,
  revokeEvaluationSecrets,
} from '../../../../src/domain/administration/keys/evaluation-tokens.ts';
import {
  createScimToken,
  listScimTokens,
  revokeScimToken,
} from '../../../../src/domain/administration/keys/scim-tokens.ts';
import { createServiceKey, listServiceKeys } from '../../../../src/domain/administration/keys/service-key.ts';
import { type BootstrapSettings, bootstrap } from '../../../../src/domain/administration/organizations/bootstrap.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { authenticateApiToken, authenticateScim } from '../../../../src/domain/entry/reach/authenticate-secret.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { systemContext } from '../../../../src/domain/kernel/context.ts';
import { deployment } from '../../../../src/domain/model/deployment.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { invitations } from '../../../../src/domain/model/invitation.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { organizations } from '../../../../src/domain/model/organization.ts';
import { workspaces } from '../../../../src/domain/model/workspace.ts';
import { operate } from '../../../../src/domain/operation/operate.ts';
import { mongoClient } from '../../../../src/storage/connection.ts';
import { system, tenant } from '../../../../src/storage/tenant.ts';
import { createGroup } from '../../../support/create-group.ts';
import {
  bootstrapSettings,
  claimsOf,
  context,
  named,
  person,
  policy,
  testDeployment,
} from '../../../support/domain.ts';
import { invite } from '../../entry/sign-in/people.ts';
import { faultsOf } from '../../invariants.ts';

testDeployment();

/** As the first start of all finds it. */
beforeEach(async () => {
  for (const collection of await mongoClient().db().collections()) await collection.deleteMany({});
});

const start = (more: Partial<BootstrapSettings> = {}) => bootstrap({ ...bootstrapSettings, ...more });

describe('every start', () => {
  it('finds or makes one organization and one workspace, also five at once', async () => {
    const secrets = { scimToken: 'a'.repeat(43), apiKey: 'b'.repeat(43), adminEmail: 'root@acme.test' };
    const starts = await Promise.all(Array.from({ length: 5 }, () => start(secrets)));
    starts.push(await start({ ...secrets, orgName: 'Another', workspaceName: 'Another' }));
    expect(new Set(starts.map(({ deployment: { defaultOrgId } }) => defaultOrgId)).size).toBe(1);
    const orgId = starts[0]?.deployment.defaultOrgId ?? '';
    expect(await system('deployment').find(organizations, {})).toMatchObject([{ _id: orgId, name: 'Default' }]);
    expect(await system('deployment').count(deployment, {})).toBe(1);
    expect(await tenant(orgId).find(workspaces, {})).toMatchObject([{ name: 'Workspace 1' }]);
    expect(await tenant(orgId).count(members, {})).toBe(1);
    expect(await tenant(orgId).count(invitations, {})).toBe(1);
    expect(await listScimTokens(orgId)).toHaveLength(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('says whether there is, or will be, an Organization Admin', async () => {
    expect((await start()).hasAdmin).toBe(false);
    expect((await start({ adminEmail: 'root@acme.test' })).hasAdmin).toBe(true);
  });
});

describe('what decisions load of the settings', () => {
  const stored = () => system('deployment').findOne(deployment, {});
  const others = { linkByExternalId: false, flags: { workspaceScopeOrgInvitesEnabled: true }, apiKeyMaxDays: 30 };

  it('is as the latest start has it', async () => {
    await start();
    expect(await stored()).toMatchObject({ linkByExternalId: true, workspaceAdminsInvite: false, apiKeyMaxDays: 365 });
    await start(others);
    expect(await stored()).toMatchObject({ linkByExternalId: false, workspaceAdminsInvite: true, apiKeyMaxDays: 30 });
  });

  it('is there after the first start on data of a version that stored less of it', async () => {
    await start();
    const unset = { workspaceAdminsInvite: 1, apiKeyMaxDays: 1 } as const;
    await mongoClient()
      .db()
      .collection('deployment')
      .updateOne({}, { $unset: unset }, { bypassDocumentValidation: true });
    await start(others);
    expect(await stored()).toMatchObject({ workspaceAdminsInvite: true, apiKeyMaxDays: 30 });
  });
});

describe('BOOTSTRAP_SCIM_TOKEN and BOOTSTRAP_API_KEY', () => {
  const [first, second] = ['1'.repeat(43), '2'.repeat(43)];
  const live = async () => ({
    scim: await Promise.all([first, second].map(async (secret) => (await authenticateScim(secret)) !== null)),
    api: await Promise.all([first, second].map(async (secret) => (await authenticateApiToken(secret, 365)) !== null)),
  });

  it('replace the old secret when they change, and the new one when they change back', async () => {
    for (const [secret, expected] of [
      [first, [true, false]],
      [second, [false, true]],
      [first, [true, false]],
      [first, [true, false]],
    ] as const) {
      await start({ scimToken: secret, apiKey: secret });
      expect(await live()).toEqual({ scim: expected, api: expected });
    }
  });

  it('do not bring back a token that was revoked', async () => {
    const { deployment: found } = await start({ scimToken: first });
    const [token] = await listScimTokens(found.defaultOrgId);
    await revokeScimToken(context, found.defaultOrgId, token?._id ?? '');
    await start({ scimToken: first });
    expect((await live()).scim).toEqual([false, false]);
  });
});

describe('INITIAL_ORG_ADMIN_EMAIL', () => {
  const email = 'root@acme.test';
  const overrideOf = (orgId: string) =>
    tenant(orgId).find(grants, { source: 'override', workspaceId: null, role: 'Organization Admin' });

  it.each<[string, (orgId: string) => Promise<unknown>]>([
    ['a sign-in', () => signIn(context, claimsOf(email), policy)],
    ['a directory', (orgId) => createUser(context, orgId, person(email))],
  ])('is accepted by %s, as an override that no group demotes', async (_, accept) => {
    const { defaultOrgId: orgId } = (await start({ adminEmail: email })).deployment;
    expect(await tenant(orgId).find(members, {})).toMatchObject([{ status: 'pending', organizationRole: null }]);
    await accept(orgId);
    const [admin] = await tenant(orgId).find(members, {});
    await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), [admin?._id ?? '']);
    expect(await tenant(orgId).find(members, {})).toMatchObject([
      { status: 'active', organizationRole: 'Organization Admin' },
    ]);
    expect(await overrideOf(orgId)).toHaveLength(1);
    expect(await tenant(orgId).find(events, { type: 'override.set' })).toMatchObject([
      { subject: { memberId: admin?._id }, after: { role: 'Organization Admin' } },
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('makes somebody who is a member already Organization Admin at once', async () => {
    const { defaultOrgId: orgId } = (await start()).deployment;
    await createUser(context, orgId, person(email));
    expect((await start({ adminEmail: email })).hasAdmin).toBe(true);
    expect(await overrideOf(orgId)).toHaveLength(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('raises an invitation that is pending already', async () => {
    const { defaultOrgId: orgId } = (await start()).deployment;
    const [workspace] = await tenant(orgId).find(workspaces, {});
    await invite(orgId, workspace?._id ?? '', email, new Date(0));
    const link = { tokenHash: 'of a link that somebody has' };
    await operate(orgId, context, {
      load: () => tenant(orgId).findOne(invitations, {}),
      decide: (open, draft) => draft.update(invitations, open?._id ?? '', link),
    });
    expect((await start({ adminEmail: email })).hasAdmin).toBe(true);
    // Whoever was shown it would be the administrator.
    expect(await tenant(orgId).find(invitations, {})).toMatchObject([{ initialAdmin: true, tokenHash: null }]);
    await signIn(context, claimsOf(email), policy);
    expect(await overrideOf(orgId)).toHaveLength(1);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('applies once', async () => {
    const { defaultOrgId: orgId } = (await start({ adminEmail: email })).deployment;
    await start({ adminEmail: 'other@acme.test' });
    expect(await tenant(orgId).find(invitations, {})).toMatchObject([{ email }]);
  });

  it('still applies after an evaluation, whose demo admin does not count as one, and whose tokens can be ended', async () => {
    const { defaultOrgId: orgId } = (await start({ mode: 'evaluation', demoAdminEmail: 'ada@demo.example' }))
      .deployment;
    await start({ mode: 'evaluation', demoAdminEmail: 'ada@demo.example' });
    const secret = await issueEvaluationToken(orgId, 'Evaluation');
    const kept = await createScimToken({ actor: { type: 'account', id: 'a' }, requestId: null }, orgId, {
      description: 'Okta',
      scopes: ['read'],
      expiresAt: null,
    });
    const real = await start({ adminEmail: email, evaluationDataAllowed: true });
    expect(real.deployment.demoAdminInvited).toBe(true);
    expect((await tenant(orgId).find(invitations, {})).map((invitation) => invitation.email)).toEqual([
      'ada@demo.example',
      email,
    ]);
    const key = await issueEvaluationKey(orgId, 'Evaluation');
    const keptKey = await createServiceKey(systemContext, orgId, {
      description: 'CI',
      scopes: ['read'],
      expiresAt: null,
    });
    expect(await listServiceKeys(orgId)).toHaveLength(2);
    await revokeEvaluationSecrets(orgId);
    expect(await authenticateScim(secret)).toBeNull();
    expect(await authenticateScim(kept.secret)).not.toBeNull();
    expect(key).toMatch(/^usher_key_/);
    expect((await listServiceKeys(orgId)).map(({ _id }) => _id)).toEqual([keptKey.token._id]);
  });
});

describe('[105] a database that was used otherwise', () => {
  const evaluation = { mode: 'evaluation', demoAdminEmail: 'ada@demo.example' } as const;
  const everything = async () =>
    Promise.all((await mongoClient().db().collections()).map((collection) => collection.find().toArray()));
  /** As versions left it that did not remember modes. */
  const forgetModes = () =>
    mongoClient()
      .db()
      .collection('deployment')
      .updateOne({}, { $unset: { modes: 1 } });
  const modes = async () => (await system('deployment').findOne(deployment, {}))?.modes;

  async function expectRefusal(settings: Partial<BootstrapSettings>, what: RegExp): Promise<void> {
    const before = await everything();
    await expect(start(settings)).rejects.toThrow(what);
    expect(await everything()).toEqual(before);
  }

  it('for real is refused in evaluation mode, and nothing is changed', async () => {
    await start({ adminEmail: 'root@acme.test' });
    await expectRefusal(evaluation, /has been used for real.*OAUTH_ISSUER_URL.*empty DATA_DIR/);
    await expectRefusal({ ...evaluation, evaluationDataAllowed: true }, /has been used for real/);
    await forgetModes();
    await expectRefusal(evaluation, /has been used for real/);
    await start();
    expect(await modes()).toEqual(['configured']);
  });

  it('in evaluation mode is refused for real, until the operator allows it, once', async () => {
    await start(evaluation);
    await expectRefusal({}, /used in evaluation mode.*ALLOW_EVALUATION_DATA=true/);
    await start(evaluation);
    await start({ evaluationDataAllowed: true });
    await start();
    expect(await modes()).toEqual(['evaluation', 'configured']);
    await expectRefusal(evaluation, /has been used for real/);
  });

  it.each<[string, (orgId: string) => Promise<unknown>]>([
    ['the demo admin', async () => {}],
    [
      'its tokens',
      async (orgId) => {
        await mongoClient()
          .db()
          .collection('deployment')
          .updateOne({}, { $set: { demoAdminInvited: false } });
        await issueEvaluationToken(orgId, 'Evaluation');
      },
    ],
    [
      'people who signed in at the demo provider',
      () => signIn(context, claimsOf('b@acme.test', { issuer: 'demo' }), policy),
    ],
  ])('in evaluation mode is known, where no mode is remembered, by %s', async (_, leave) => {
    const { defaultOrgId } = (await start(evaluation)).deployment;
    await leave(defaultOrgId);
    await forgetModes();
    await expectRefusal({}, /used in evaluation mode/);
    await start(evaluation);
    expect(await modes()).toEqual(['evaluation']);
  });

  it.each<[string, (orgId: string) => Promise<unknown>]>([
    ['ended tokens', (orgId) => revokeEvaluationSecrets(orgId)],
    ['people of a real provider', () => signIn(context, claimsOf('b@acme.test'), policy)],
  ])('in both modes, before they were remembered, starts for real and is known by %s', async (_, leave) => {
    const { defaultOrgId } = (await start(evaluation)).deployment;
    await issueEvaluationToken(defaultOrgId, 'Evaluation');
    await leave(defaultOrgId);
    await forgetModes();
    await expectRefusal(evaluation, /has been used for real/);
    await start();
    expect(await modes()).toEqual(['evaluation', 'configured']);
  });

  it('does not let two modes start at once on nothing', async () => {
    const starts = await Promise.allSettled([start(), start(evaluation), start(evaluation), start()]);
    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(await modes()).toHaveLength(1);
  });
});
