import { describe, expect, it } from 'vitest';
import { changeSsoSettings } from '../../../../src/domain/administration/settings/organization-settings.ts';
import { changeUser, removeMember } from '../../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import type { SignInPolicy } from '../../../../src/domain/entry/sign-in/decide-sign-in.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { identities } from '../../../../src/domain/model/account.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import type { VerifiedClaims } from '../../../../src/domain/model/verified-claims.ts';
import { system, tenant } from '../../../../src/storage/tenant.ts';
import { claimsOf, context, person, policy, testDeployment } from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';
import { invite, memberNamed, newDefault } from './people.ts';

testDeployment();

let names = 0;
const newEmail = () => `p${++names}@acme.test`;

const settings = {
  on: { autoJoin: true, policy },
  'off in the organization': { autoJoin: false, policy },
  'off in the deployment': { autoJoin: true, policy: { ...policy, jitProvisioningEnabled: false } },
} satisfies Record<string, { autoJoin: boolean; policy: SignInPolicy }>;
type Setting = keyof typeof settings;
const off = ['off in the organization', 'off in the deployment'] as const;

type Place = { orgId: string; workspaceId: string; email: string };
/** Prepares a person and says what the provider claims of it. */
type Who = (place: Place) => Promise<Partial<VerifiedClaims>>;

const people = {
  'known by its identity': async ({ email }) => {
    await signIn(context, claimsOf(email), policy);
    return {};
  },
  'pushed with the subject as externalId': async ({ orgId }) => {
    const userName = newEmail();
    await createUser(context, orgId, person(userName, { externalId: `sub-${userName}` }));
    return { subject: `sub-${userName}`, email: newEmail() };
  },
  'pushed with the verified email': async ({ orgId, email }) => {
    await createUser(context, orgId, person(`login-${email}`, { emails: [email] }));
    return {};
  },
  '[58] pushed with an email that is not verified': async ({ orgId, email }) => {
    await createUser(context, orgId, person(email));
    return { emailTrusted: false };
  },
  'one of two pushed with the verified email': async ({ orgId, email }) => {
    await createUser(context, orgId, person(email));
    await createUser(context, orgId, person(`login-${email}`, { emails: [email] }));
    return {};
  },
  '[59] somebody else with the email of a linked member': async ({ email }) => {
    await signIn(context, claimsOf(email), policy);
    return { subject: 'another' };
  },
  invited: async ({ orgId, workspaceId, email }) => {
    await invite(orgId, workspaceId, email);
    return {};
  },
  'invited, but the email is not verified': async ({ orgId, workspaceId, email }) => {
    await invite(orgId, workspaceId, email);
    return { emailTrusted: false };
  },
  '[60] known and deactivated': async ({ orgId, email }) => {
    await signIn(context, claimsOf(email), policy);
    const member = await memberNamed(orgId, email);
    await changeUser(context, orgId, member?._id ?? '', (current) => ({ ...current, active: false }));
    return {};
  },
  'pushed as inactive': async ({ orgId, email }) => {
    await createUser(context, orgId, person(email, { active: false }));
    return {};
  },
  '[60] one of two pushed, and the other is inactive': async ({ orgId, email }) => {
    await createUser(context, orgId, person(newEmail(), { emails: [email], active: false }));
    await createUser(context, orgId, person(newEmail(), { emails: [email] }));
    return {};
  },
  '[60] pushed as inactive under another userName, and the email is not verified': async ({ orgId, email }) => {
    await createUser(context, orgId, person(newEmail(), { emails: [email], active: false }));
    return { emailTrusted: false };
  },
  'pushed by userName alone': async ({ orgId, email }) => {
    await createUser(context, orgId, person(email, { emails: [], externalId: newEmail() }));
    return {};
  },
  'known and removed': async ({ orgId, email }) => {
    await signIn(context, claimsOf(email), policy);
    await removeMember(context, orgId, (await memberNamed(orgId, email))?._id ?? '', { scim: true });
    return { email: newEmail() };
  },
  'pushed and removed before the first sign-in': async ({ orgId, email }) => {
    const { _id } = await createUser(context, orgId, person(email));
    await removeMember(context, orgId, _id, { scim: true });
    return { emailTrusted: false };
  },
  'removed and pushed again': async ({ orgId, email }) => {
    await signIn(context, claimsOf(email), policy);
    await removeMember(context, orgId, (await memberNamed(orgId, email))?._id ?? '', { scim: true });
    await createUser(context, orgId, person(email));
    return {};
  },
  new: async () => ({}),
  'new, without email': async () => ({ email: null }),
  'new, with the userName of another': async ({ orgId }) => {
    await createUser(context, orgId, person('taken', { emails: [] }));
    return { email: null, trustedUserName: 'Taken' };
  },
} satisfies Record<string, Who>;

type Outcome =
  | 'in'
  | 'newcomer'
  | 'deactivated'
  | 'removed'
  | 'not_invited'
  | 'no_email'
  | 'user_name_taken'
  | 'email_not_verified';
type Case = [who: keyof typeof people, autoJoin: Setting, Outcome];
const whatever = (who: keyof typeof people, outcome: Outcome): Case[] =>
  (['on', ...off] as const).map((setting): Case => [who, setting, outcome]);
const onOrOff = (who: keyof typeof people, on: Outcome): Case[] => [
  [who, 'on', on],
  ...off.map((setting): Case => [who, setting, 'not_invited']),
];

const cases: Case[] = [
  ...whatever('known by its identity', 'in'),
  ...whatever('pushed with the subject as externalId', 'in'),
  ...whatever('pushed with the verified email', 'in'),
  ...whatever('[58] pushed with an email that is not verified', 'email_not_verified'),
  ...onOrOff('one of two pushed with the verified email', 'user_name_taken'),
  ...onOrOff('[59] somebody else with the email of a linked member', 'user_name_taken'),
  ...whatever('invited', 'newcomer'),
  ...whatever('invited, but the email is not verified', 'email_not_verified'),
  ...whatever('[60] known and deactivated', 'deactivated'),
  ...whatever('pushed as inactive', 'deactivated'),
  ...whatever('[60] one of two pushed, and the other is inactive', 'deactivated'),
  ...whatever('[60] pushed as inactive under another userName, and the email is not verified', 'deactivated'),
  ...whatever('pushed by userName alone', 'in'),
  ...whatever('known and removed', 'removed'),
  ...whatever('pushed and removed before the first sign-in', 'removed'),
  ...whatever('removed and pushed again', 'in'),
  ...onOrOff('new', 'newcomer'),
  ...onOrOff('new, without email', 'no_email'),
];

describe('signing in', () => {
  it.each(cases)('%s, auto-join %s: %s', async (who, setting, expected) => {
    const email = newEmail();
    const place = { ...(await newDefault()), email };
    const claims = claimsOf(email, await people[who](place));
    const { autoJoin, policy: deploymentPolicy } = settings[setting];
    await changeSsoSettings(context, place.orgId, { autoJoin });
    const total = await tenant(place.orgId).count(members, {});

    const outcome = await signIn(context, claims, deploymentPolicy);

    const { connectionId, issuer, subject } = claims;
    const identity = await system('sign-in').findOne(identities, { connectionId, issuer, subject });
    const member = identity && (await tenant(place.orgId).findOne(members, { accountId: identity.accountId }));
    if (expected === 'in' || expected === 'newcomer') {
      expect(outcome).toMatchObject({
        outcome: 'signed-in',
        accountId: identity?.accountId,
        newcomer: expected === 'newcomer',
      });
      expect(member).toMatchObject({ status: 'active' });
    } else {
      expect(outcome).toMatchObject({ outcome: 'refused', reason: expected });
      expect(member?.status ?? 'inactive').toBe('inactive');
    }
    expect(await tenant(place.orgId).count(members, {})).toBe(
      total + (who === 'new' && expected === 'newcomer' ? 1 : 0),
    );
    expect(await faultsOf(place.orgId)).toEqual([]);
    // Asked again, the answer is the same.
    const again = await signIn(context, claims, deploymentPolicy);
    expect(again).toEqual(expected === 'newcomer' ? { ...outcome, newcomer: false } : outcome);
  });

  it('takes no userName that another member has', async () => {
    const place = { ...(await newDefault()), email: newEmail() };
    const claims = claimsOf(place.email, await people['new, with the userName of another'](place));
    const outcome = await signIn(context, claims, { ...policy, allowMissingEmail: true });
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'user_name_taken' });
  });

  it('makes a member without email from a name that the connection is trusted with, else one that no directory can mean', async () => {
    const { orgId } = await newDefault();
    const allowed = { ...policy, allowMissingEmail: true };
    await signIn(context, claimsOf(newEmail(), { email: null, trustedUserName: 'Linus' }), allowed);
    await signIn(context, claimsOf(newEmail(), { email: null, subject: 'abc' }), allowed);
    expect(await memberNamed(orgId, 'linus')).toMatchObject({ userName: 'Linus', emails: [] });
    expect(await memberNamed(orgId, 'usher:default:abc')).toMatchObject({ userName: 'usher:default:abc', emails: [] });
  });

  it('joins an invited person with the workspaces and roles of the invitation, not the defaults', async () => {
    const { orgId, workspaceId } = await newDefault();
    const email = newEmail();
    const memberId = await invite(orgId, workspaceId, email);
    await signIn(context, claimsOf(email), policy);
    expect(await tenant(orgId).find(memberships, { memberId })).toMatchObject([
      { workspaceId, role: 'Workspace Viewer', source: 'invitation' },
    ]);
  });

  it('lets in who is known elsewhere and was pushed here, and links the two', async () => {
    const email = newEmail();
    await newDefault();
    await signIn(context, claimsOf(email), policy);
    const { orgId } = await newDefault();
    expect(await signIn(context, claimsOf(email), policy)).toMatchObject({ outcome: 'signed-in' });
    expect(await memberNamed(orgId, email)).toBeNull();
    await createUser(context, orgId, person(email));
    const outcome = await signIn(context, claimsOf(email), policy);
    expect(await memberNamed(orgId, email)).toMatchObject({ accountId: 'accountId' in outcome && outcome.accountId });
  });

  it('remembers that an email was verified later, so that a push finds its person', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    await signIn(context, claimsOf(email, { emailTrusted: false }), policy);
    await signIn(context, claimsOf(email), policy);
    const { _id } = (await memberNamed(orgId, email)) ?? {};
    expect(await createUser(context, orgId, person(`login-${email}`, { emails: [email] }))).toMatchObject({ _id });
  });
});
