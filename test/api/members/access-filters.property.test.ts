/** Whoever is found by their access is who has it: filters and counts say the same as the members themselves. */
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { membershipSources } from '../../../src/domain/model/membership.ts';
import { tries } from '../../support/random.ts';
import { testApi } from '../api-app.ts';
import { allOf, mixedOrganization, mixedPlan, overrideMs, type ShownMember } from './mixed-organization.ts';

const { operator } = testApi();
afterEach(() => shiftClock(0));

const idsOf = (members: readonly ShownMember[]) => members.map(({ id }) => id);

async function compare(orgId: string): Promise<void> {
  const path = `/organizations/${orgId}/members`;
  const everybody = await allOf<ShownMember>(operator, path);
  const workspaces = await operator('get', `/organizations/${orgId}/workspaces?people=true`);
  for (const { id, people } of workspaces.body.items) {
    const inside = everybody.filter((member) => member.workspaces.some(({ workspaceId }) => workspaceId === id));
    expect(idsOf(await allOf(operator, path, `workspace=${id}`))).toEqual(idsOf(inside));
    expect(people).toBe(inside.filter(({ status }) => status === 'active').length);
    const overridden = inside.filter((member) =>
      member.workspaces.some(({ workspaceId, source }) => workspaceId === id && source === 'override'),
    );
    expect(idsOf(await allOf(operator, path, `workspace=${id}&source=override`))).toEqual(idsOf(overridden));
    const { body } = await operator('get', `${path}?workspace=${id}&status=active&limit=1`);
    expect(body.total).toBe(people);
  }
  for (const source of membershipSources) {
    const by = everybody.filter((member) => member.workspaces.some((access) => access.source === source));
    expect(idsOf(await allOf(operator, path, `source=${source}`)), source).toEqual(idsOf(by));
  }
}

it('who is found by workspace and source is who has such access, also after an override has ended', async () => {
  await fc.assert(
    fc.asyncProperty(mixedPlan, async (plan) => {
      shiftClock(0);
      const orgId = await mixedOrganization(operator, plan);
      await compare(orgId);
      // No worker runs here: what has ended is still stored.
      shiftClock(overrideMs + 1);
      await compare(orgId);
    }),
    tries({ fast: 2, soak: 60 }),
  );
}, 300_000);
