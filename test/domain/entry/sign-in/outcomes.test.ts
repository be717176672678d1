/**
 * Every way in which a sign-in may end (E1): who the person is to the organization whose connection it
 * is, whether that is the default organization, whether auto-join is on, and whether somebody elsewhere has invited them.
 */
import { describe, expect, it } from 'vitest';
import { simulateSignIn } from '../../../../src/domain/administration/connections/simulate.ts';
import { changeSsoSettings } from '../../../../src/domain/administration/settings/organization-settings.ts';
import { changeUser } from '../../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { invitations } from '../../../../src/domain/model/invitation.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { claimsOf, context, newOrganization, person, policy, testDeployment } from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';
import { invite, newConnection, newDefault, ownDomain } from './people.ts';

testDeployment();

let names = 0;

const standings = {
  unknown: async () => {},
  invited: async ({ orgId, workspaceId, email }) => {
    await invite(orgId, workspaceId, email);
  },
  'member by SCIM': async ({ orgId, email }) => {
    await createUser(context, orgId, person(email));
  },
  deactivated: async ({ orgId, email }) => {
    const { _id } = await createUser(context, orgId, person(email));
    await changeUser(context, orgId, _id, (current) => ({ ...current, active: false }));
  },
} satisfies Record<string, (place: { orgId: string; workspaceId: string; email: string }) => Promise<void>>;
type Standing = keyof typeof standings;

const autoJoins = {
  on: { autoJoin: true, policy },
  off: { autoJoin: false, policy },
  'off in the deployment': { autoJoin: true, policy: { ...policy, jitProvisioningEnabled: false } },
};
type AutoJoin = keyof typeof autoJoins;

type Outcome = 'existing' | 'invitation' | 'auto-join' | 'deactivated' | 'not_invited';

/** By standing, at the default organization with auto-join on and off, and at another one's own connection. */
const expectations: Record<Standing, { on: Outcome; off: Outcome; other: Outcome }> = {
  unknown: { on: 'auto-join', off: 'not_invited', other: 'not_invited' },
  invited: { on: 'invitation', off: 'invitation', other: 'invitation' },
  'member by SCIM': { on: 'existing', off: 'existing', other: 'existing' },
  deactivated: { on: 'deactivated', off: 'deactivated', other: 'deactivated' },
};

/** What the person may do afterwards: workspace role in the first workspace, and where it comes from. */
const results: Record<Outcome, string[]> = {
  existing: [],
  invitation: ['Workspace Viewer by invitation'],
  'auto-join': ['Workspace Editor by sso-default'],
  deactivated: [],
  not_invited: [],
};

type Row = [Standing, 'default' | 'other', AutoJoin, invitedElsewhere: boolean, Outcome];
const table: Row[] = (Object.keys(standings) as Standing[]).flatMap((standing) =>
  (['default', 'other'] as const).flatMap((organization) =>
    (Object.keys(autoJoins) as AutoJoin[]).flatMap((autoJoin) =>
      [false, true].map((elsewhere): Row => {
        const expected = expectations[standing];
        const outcome = organization === 'other' ? expected.other : autoJoin === 'on' ? expected.on : expected.off;
        return [standing, organization, autoJoin, elsewhere, outcome];
      }),
    ),
  ),
);

describe('a sign-in', () => {
  it.each(table)(
    'of somebody %s at the %s organization, auto-join %s, invited elsewhere %s: %s',
    async (standing, organization, autoJoin, elsewhere, expected) => {
      const email = `o${++names}@o${names}.example`;
      const { workspaceId, orgId } = organization === 'default' ? await newDefault() : await newOrganization();
      const connectionId = organization === 'default' ? 'default' : (await newConnection(orgId))._id;
      if (organization === 'other') {
        await newDefault();
        await ownDomain(orgId, `o${names}.example`);
      }
      const setting = autoJoins[autoJoin];
      await changeSsoSettings(context, orgId, { autoJoin: setting.autoJoin });
      await standings[standing]({ orgId, workspaceId, email });
      const third = await newOrganization();
      if (elsewhere) await invite(third.orgId, third.workspaceId, email);
      const claims = claimsOf(email, { connectionId });
      const simulated = await simulateSignIn(
        orgId,
        connectionId,
        { sub: claims.subject, email, email_verified: true },
        {
          policy: setting.policy,
          subjectClaims: {},
          deployment: { issuer: claims.issuer, trustEmail: false, trustUserName: false },
        },
      );

      const outcome = await signIn(context, claims, setting.policy);

      const refused = expected === 'deactivated' || expected === 'not_invited';
      if (refused) expect(outcome).toMatchObject({ outcome: 'refused', reason: expected });
      else expect(outcome).toMatchObject({ outcome: 'signed-in', newcomer: expected !== 'existing' });
      expect(simulated).toMatchObject(refused ? { outcome: 'refused', reason: expected } : { outcome: expected });
      const access = 'access' in simulated ? simulated.access : null;
      const rows = await tenant(orgId).find(memberships, {});
      expect(rows.map(({ role, source }) => `${role} by ${source}`)).toEqual(results[expected]);
      expect(access?.workspaces.map(({ resolution: { role, source } }) => `${role} by ${source}`) ?? []).toEqual(
        results[expected],
      );
      const linked = await tenant(orgId).find(members, { accountId: { $type: 'string' } });
      expect(linked.map(({ status }) => status)).toEqual(refused ? [] : ['active']);
      expect(await tenant(third.orgId).find(invitations, {})).toHaveLength(elsewhere ? 1 : 0);
      expect(await tenant(third.orgId).count(invitations, { status: 'pending' })).toBe(elsewhere ? 1 : 0);
      expect(await tenant(third.orgId).count(members, { accountId: { $type: 'string' } })).toBe(0);
      const recorded = await tenant(orgId).find(events, { type: 'sign_in.refused' });
      expect(recorded.map(({ after }) => after?.reason)).toEqual(refused ? [expected] : []);
      expect(await faultsOf(orgId)).toEqual([]);
    },
  );

  it('that is refused over and over is one event a minute', async () => {
    const { orgId } = await newDefault();
    await changeSsoSettings(context, orgId, { autoJoin: false });
    const claims = claimsOf('again@acme.test');
    const attempts = Array.from({ length: 10 }, () => signIn(context, claims, policy));
    expect(new Set((await Promise.all(attempts)).map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
    const recorded = await tenant(orgId).find(events, { type: 'sign_in.refused' });
    // The clock may turn the minute in between.
    expect([1, 2]).toContain(recorded.length);
    expect(recorded[0]).toMatchObject({
      subject: { connectionId: 'default' },
      after: { reason: 'not_invited', subject: claims.subject, email: claims.email },
    });
  });
});
