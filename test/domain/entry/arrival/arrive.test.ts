import { expect, it } from 'vitest';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { testDeployment } from '../../../support/domain.ts';
import { enter, ownSaying } from '../attacker/entering.ts';
import { invite, inviteAsInsider } from '../attacker/institutions.ts';
import { newWorld } from '../attacker/world.ts';

testDeployment();

it('who has invited another address of their own becomes one member with it by signing in', async () => {
  const world = await newWorld({ mail: false });
  const { acme, mallory: person } = world;
  const [first, second] = person.addresses;
  await invite(world, acme, first, [acme.lab], 'Workspace Admin');
  await enter(world, person, ownSaying(person));
  const accountId = world.sessions[0]?.accountId ?? '';
  await inviteAsInsider(world, accountId, second);
  expect(await enter(world, person, { ...ownSaying(person), email: second })).toBe(true);
  expect(await tenant(acme.orgId).find(members, {})).toMatchObject([{ userName: second, accountId, status: 'active' }]);
  expect(await tenant(acme.orgId).count(memberships, { workspaceId: acme.lab })).toBe(1);
});
