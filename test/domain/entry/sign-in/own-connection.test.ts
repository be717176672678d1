import { describe, expect, it } from 'vitest';
import {
  changeConnection,
  deleteConnection,
} from '../../../../src/domain/administration/connections/change-connection.ts';
import { removeEmailDomain } from '../../../../src/domain/administration/connections/change-email-domains.ts';
import { changeUser, removeMember } from '../../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { findSignedIn } from '../../../../src/domain/entry/reach/reach.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { connections } from '../../../../src/domain/model/connection.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import {
  claimsOf,
  context,
  newOrganization,
  person,
  policy,
  secretBox,
  testDeployment,
} from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';
import { invite, memberNamed, newConnection, newDefault, ownDomain } from './people.ts';

testDeployment();

let counter = 0;

/** An organization that is not the default one, with a connection and a verified domain of its own. */
async function place() {
  counter += 1;
  const domain = `c${counter}.example`;
  const { orgId, workspaceId } = await newOrganization();
  const { _id: connectionId } = await newConnection(orgId);
  const { _id: domainId } = await ownDomain(orgId, domain);
  return { orgId, workspaceId, connectionId, domainId, email: `ada@${domain}` };
}

describe("signing in through an organization's own connection", () => {
  it('links by externalId, without any word about the email', async () => {
    const { orgId, connectionId } = await place();
    const pushed = await createUser(context, orgId, person('ada', { externalId: 'sub-1' }));
    const claims = claimsOf('other@elsewhere.example', { connectionId, subject: 'sub-1', emailTrusted: false });
    const outcome = await signIn(context, claims, policy);
    expect(outcome).toMatchObject({ outcome: 'signed-in', newcomer: false, hasWorkspace: false });
    expect(await memberNamed(orgId, 'ada')).toMatchObject({
      _id: pushed._id,
      accountId: 'accountId' in outcome && outcome.accountId,
    });
  });

  it.each([
    ['its domain is not verified', async ({ orgId, domainId }) => removeEmailDomain(context, orgId, domainId)],
    [
      'another organization has verified the domain',
      async ({ orgId, domainId, email }) => {
        await removeEmailDomain(context, orgId, domainId);
        await ownDomain((await newOrganization()).orgId, email.split('@')[1] ?? '');
      },
    ],
  ] as [string, (at: Awaited<ReturnType<typeof place>>) => Promise<unknown>][])(
    'does not link by an email the provider calls verified while %s',
    async (_, prepare) => {
      const at = await place();
      await createUser(context, at.orgId, person(at.email));
      await prepare(at);
      const claims = claimsOf(at.email, { connectionId: at.connectionId });
      expect(await signIn(context, claims, policy)).toMatchObject({
        outcome: 'refused',
        reason: 'domain_not_verified',
      });
      expect(await memberNamed(at.orgId, at.email)).toMatchObject({ accountId: null });
    },
  );

  it('[67] gives no access to the default organization, whatever email its provider asserts', async () => {
    const { orgId: defaultId, workspaceId } = await newDefault();
    const { connectionId } = await place();
    const [known, pushed, invited] = ['k', 'p', 'i'].map((name) => `${name}${counter}@default.example`);
    await signIn(context, claimsOf(known as string), policy);
    await createUser(context, defaultId, person(pushed as string));
    await invite(defaultId, workspaceId, invited as string);
    const before = await tenant(defaultId).find(members, {}, { sort: { _id: 1 } });
    for (const email of [known, pushed, invited, 'unknown@default.example'] as string[])
      expect(await signIn(context, claimsOf(email, { connectionId, subject: `sub-${email}` }), policy)).toMatchObject({
        outcome: 'refused',
        reason: 'not_invited',
      });
    expect(await tenant(defaultId).find(members, {}, { sort: { _id: 1 } })).toEqual(before);
  });

  it('makes an identity of its own: the same subject at another connection is somebody else', async () => {
    const { orgId, connectionId, email } = await place();
    await createUser(context, orgId, person(email));
    expect(await signIn(context, claimsOf(email, { connectionId }), policy)).toMatchObject({ outcome: 'signed-in' });
    const other = await newConnection(orgId, { name: 'Second' });
    expect(await signIn(context, claimsOf(email, { connectionId: other._id }), policy)).toMatchObject({
      outcome: 'refused',
    });
  });

  it('lets a returning person in only while active in that organization', async () => {
    const { orgId, connectionId, email } = await place();
    const { _id } = await createUser(context, orgId, person(email));
    const claims = claimsOf(email, { connectionId });
    await signIn(context, claims, policy);
    expect(await signIn(context, claims, policy)).toMatchObject({ outcome: 'signed-in', newcomer: false });
    await changeUser(context, orgId, _id, (current) => ({ ...current, active: false }));
    expect(await signIn(context, claims, policy)).toMatchObject({ outcome: 'refused', reason: 'deactivated' });
    await removeMember(context, orgId, _id, { scim: true });
    expect(await signIn(context, claims, policy)).toMatchObject({ outcome: 'refused', reason: 'removed' });
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is over when the connection is switched off or deleted', async () => {
    const { orgId, connectionId, email } = await place();
    await createUser(context, orgId, person(email));
    const claims = claimsOf(email, { connectionId });
    const outcome = await signIn(context, claims, policy);
    const accountId = 'accountId' in outcome ? outcome.accountId : '';
    expect(await findSignedIn({ accountId, connectionId, since: null })).not.toBeNull();
    await changeConnection(context, orgId, connectionId, { enabled: false }, secretBox);
    expect(await findSignedIn({ accountId, connectionId, since: null })).toBeNull();
    await expect(signIn(context, claims, policy)).rejects.toMatchObject({ reason: 'connection_not_found' });
    await deleteConnection(context, orgId, connectionId);
    await expect(signIn(context, claims, policy)).rejects.toMatchObject({ reason: 'connection_not_found' });
  });

  it('works through another connection after the first was deleted, as the same member', async () => {
    const { orgId, connectionId, workspaceId, email } = await place();
    const memberId = await invite(orgId, workspaceId, email);
    await signIn(context, claimsOf(email, { connectionId }), policy);
    await deleteConnection(context, orgId, connectionId);
    expect(await tenant(orgId).count(connections, {})).toBe(0);
    const { _id: second } = await newConnection(orgId);
    expect(await signIn(context, claimsOf(email, { connectionId: second, subject: 'new' }), policy)).toMatchObject({
      outcome: 'signed-in',
      hasWorkspace: true,
    });
    expect(await tenant(orgId).find(memberships, { memberId })).toMatchObject([{ role: 'Workspace Viewer' }]);
    const types = (await tenant(orgId).find(events, { 'subject.memberId': memberId }, { sort: { _id: 1 } })).map(
      ({ type }) => type,
    );
    expect(types.filter((type) => type.startsWith('user.'))).toEqual([
      'user.linked',
      'user.joined',
      'user.unlinked',
      'user.linked',
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('ends with the membership of its organization, also for somebody who has access elsewhere', async () => {
    const { orgId, connectionId, email } = await place();
    const { _id } = await createUser(context, orgId, person(email));
    const outcome = await signIn(context, claimsOf(email, { connectionId }), {
      ...policy,
      personalOrgsDisabled: false,
    });
    const accountId = 'accountId' in outcome ? outcome.accountId : '';
    expect(await findSignedIn({ accountId, connectionId, since: null })).toMatchObject({
      who: { reach: orgId },
      members: [{ orgId }],
    });
    await changeUser(context, orgId, _id, (current) => ({ ...current, active: false }));
    expect(await findSignedIn({ accountId, connectionId, since: null })).toBeNull();
  });
});
