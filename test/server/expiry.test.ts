/** Overrides stop at their time in every answer, on every node, whether or not a worker has come by since (A8). */
import { afterEach, describe, expect, it } from 'vitest';
import { expireGrants } from '../../src/domain/access/expire-grants.ts';
import { now, shiftClock } from '../../src/domain/kernel/clock.ts';
import { events } from '../../src/domain/model/event.ts';
import { grants } from '../../src/domain/model/grant.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { faultsOf } from '../domain/invariants.ts';
import { testNodes } from './nodes.ts';

const { place, api, newPerson, rolesSeen, verdicts } = testNodes();
afterEach(() => shiftClock(0));

const seenAs = (organization: string, workspace: string | null) => ({
  explained: [organization, workspace],
  member: [organization, workspace],
  workspaceList: workspace,
  scim: [organization, workspace],
});
/** What a newcomer has by the SSO member settings. */
const before = seenAs('Organization User', 'Workspace Editor');

describe('an override that ends', () => {
  it.each([
    {
      what: 'allows a higher role in a workspace',
      order: { effect: 'allow', role: 'Workspace Admin' },
      seen: seenAs('Organization User', 'Workspace Admin'),
      permission: 'workspace-members:manage',
      allowed: true,
    },
    {
      what: 'denies a workspace',
      order: { effect: 'deny' },
      seen: seenAs('Organization User', null),
      permission: 'workspace:write',
      allowed: false,
    },
    {
      what: 'makes an Organization Admin',
      order: { role: 'Organization Admin' },
      seen: seenAs('Organization Admin', 'Workspace Admin'),
      permission: 'workspace-members:manage',
      allowed: true,
    },
    {
      what: 'gives another organization role',
      order: { role: 'Organization Operator' },
      seen: seenAs('Organization Operator', 'Workspace Editor'),
      permission: 'workspace-members:manage',
      allowed: false,
    },
  ])('and $what holds until its time, and no longer', async ({ order, seen, permission, allowed }) => {
    const person = await newPerson();
    const { memberId } = person;
    const decision = {
      ...order,
      reason: 'for an hour',
      expiresAt: new Date(now().getTime() + 3_600_000).toISOString(),
    };
    const answer =
      'effect' in order
        ? await api('put', `workspaces/${place.workspaceId}/members/${memberId}/override`, decision)
        : await api('patch', `members/${memberId}`, { organizationRole: decision });
    expect(answer.status).toBeLessThan(300);
    const onBoth = async (expected: typeof before, may: boolean) => {
      for (const node of [0, 1]) {
        expect(await rolesSeen(memberId, node)).toEqual(expected);
        expect(await verdicts(person, permission, node)).toEqual({ check: may, verify: may });
      }
    };
    await onBoth(seen, allowed);
    shiftClock(3_599_000 - 60_000);
    await expireGrants();
    await onBoth(seen, allowed);

    shiftClock(3_601_000);
    const mayBefore = permission === 'workspace:write';
    const stored = { memberId, source: 'override' };
    expect(await tenant(place.org).count(grants, stored)).toBe(1);
    await onBoth(before, mayBefore);
    while (await expireGrants());
    expect(await tenant(place.org).count(grants, stored)).toBe(0);
    await onBoth(before, mayBefore);

    const told = await tenant(place.org).find(events, { type: 'override.expired', 'subject.memberId': memberId });
    expect(told).toMatchObject([{ before: { reason: 'for an hour' }, actor: { type: 'system' } }]);
    expect(await faultsOf(place.org)).toEqual([]);
  });
});
