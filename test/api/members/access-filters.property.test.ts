/** Whoever is found by their access is who has it: filters and counts say the same as the members themselves. */
import { afterEach, expect, it } from 'vitest';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { membershipSources } from '../../../src/domain/model/membership.ts';
import { testApi } from '../api-app.ts';
import { allOf, inMixedOrganizations, type ShownMember } from './mixed-organization.ts';

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

it(
  'who is found by workspace and source is who has such access, also after an override has ended',
  () => inMixedOrganizations(operator, compare),
  300_000,
);
