import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import { changeMember, removeMemberAs } from '../../../../src/domain/administration/members/change-member.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { context, newOrganization, person, setOrganizationRole, testDeployment } from '../../../support/domain.ts';

testDeployment();

async function organizationWithAdmins(...names: string[]): Promise<{ orgId: string; ids: string[] }> {
  const { orgId } = await newOrganization();
  const ids: string[] = [];
  for (const name of names) {
    const { _id } = await createUser(context, orgId, person(`${name}@acme.test`));
    await setOrganizationRole(context, orgId, _id, 'Organization Admin');
    ids.push(_id);
  }
  return { orgId, ids };
}

describe('an admin changes a member', () => {
  it.each([
    [
      'demote',
      (orgId: string, id: string) => changeMember(context, fullAuthority, orgId, id, { organizationRole: null }),
    ],
    ['deactivate', (orgId: string, id: string) => changeMember(context, fullAuthority, orgId, id, { active: false })],
    ['remove', (orgId: string, id: string) => removeMemberAs(context, fullAuthority, orgId, id)],
  ])('[79] of three admins who %s each other at once, one stays', async (_, act) => {
    const { orgId, ids } = await organizationWithAdmins('ada', 'grace', 'joan');
    const outcomes = await Promise.allSettled(ids.map((id) => act(orgId, id)));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.reason] : []));
    expect(refused).toEqual(['last_admin']);
    const left = { organizationRole: 'Organization Admin', status: 'active' };
    expect(await tenant(orgId).count(members, left)).toBe(1);
  });

  it('nothing of a change is kept when a part of it is refused', async () => {
    const { orgId, ids } = await organizationWithAdmins('ada');
    const [ada = ''] = ids;
    const count = await tenant(orgId).count(events, {});
    const organizationRole = { role: 'Organization Viewer', reason: null, expiresAt: null } as const;
    const change = { active: false, organizationRole };
    await expect(changeMember(context, fullAuthority, orgId, ada, change)).rejects.toMatchObject({
      reason: 'last_admin',
    });
    expect(await tenant(orgId).count(events, {})).toBe(count);
    expect(await tenant(orgId).findOne(members, { _id: ada })).toMatchObject({
      status: 'active',
      organizationRole: 'Organization Admin',
    });
  });

  it('a change that changes nothing writes nothing', async () => {
    const { orgId, ids } = await organizationWithAdmins('ada');
    const [ada = ''] = ids;
    const before = await tenant(orgId).findOne(members, { _id: ada });
    await changeMember(context, fullAuthority, orgId, ada, { active: true });
    await changeMember(context, fullAuthority, orgId, ada, {});
    expect(await tenant(orgId).findOne(members, { _id: ada })).toEqual(before);
  });
});
