/** Whoever is found by their access is who has it: filters and counts say the same as the members themselves. */
import { afterEach, expect, it } from 'vitest';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { membershipSources } from '../../../src/domain/model/membership.ts';
import { testApi } from '../api-app.ts';
import { allOf, inMixedOrganizations, type ShownMember } from './mixed-organization.ts';

const { operator } = testApi();
afterEach(() => shiftClock(0));

const idsOf = (members: readonly ShownMember[]) => members.map(({ id }) => id);

type Counting = { workspaceId: string; grants: Granted[] };
type Granted = { source: string; lostBecause: string | null };

/** Of everything that counts somewhere, by what the member's explanation says; who is invited has none of it yet. */
async function sourcesOfAccess(path: string, { id, status, workspaces }: ShownMember): Promise<string[]> {
  const told = workspaces.map(({ workspaceId, source }) => `${workspaceId} ${source}`);
  if (status !== 'active') return told;
  const { body } = await operator('get', `${path}/${id}/access`);
  const besides = (body.workspaces as Counting[]).flatMap(({ workspaceId, grants }) =>
    grants.filter(({ lostBecause }) => lostBecause === null).map(({ source }) => `${workspaceId} ${source}`),
  );
  const held = new Set(workspaces.map(({ workspaceId }) => workspaceId));
  return [...told, ...besides.filter((one) => held.has(one.split(' ')[0] ?? ''))];
}

async function compare(orgId: string): Promise<void> {
  const path = `/organizations/${orgId}/members`;
  const everybody = await allOf<ShownMember>(operator, path);
  const sourcesOf = new Map<string, readonly string[]>();
  for (const member of everybody) sourcesOf.set(member.id, await sourcesOfAccess(path, member));
  const workspaces = await operator('get', `/organizations/${orgId}/workspaces?people=true`);
  for (const { id, people } of workspaces.body.items) {
    const inside = everybody.filter((member) => member.workspaces.some(({ workspaceId }) => workspaceId === id));
    expect(idsOf(await allOf(operator, path, `workspace=${id}`))).toEqual(idsOf(inside));
    expect(people).toBe(inside.filter(({ status }) => status === 'active').length);
    const overridden = inside.filter((member) =>
      member.workspaces.some(({ workspaceId, source }) => workspaceId === id && source === 'override'),
    );
    const pushed = inside.filter((member) => sourcesOf.get(member.id)?.includes(`${id} scim-group`));
    expect(idsOf(await allOf(operator, path, `workspace=${id}&source=scim-group`))).toEqual(idsOf(pushed));
    expect(idsOf(await allOf(operator, path, `workspace=${id}&source=override`))).toEqual(idsOf(overridden));
    const { body } = await operator('get', `${path}?workspace=${id}&status=active&limit=1`);
    expect(body.total).toBe(people);
  }
  for (const source of membershipSources) {
    const by = everybody.filter(({ id }) => sourcesOf.get(id)?.some((one) => one.endsWith(` ${source}`)));
    expect(idsOf(await allOf(operator, path, `source=${source}`)), source).toEqual(idsOf(by));
  }
}

it(
  'who is found by workspace and source is who has such access, also after an override has ended',
  () => inMixedOrganizations(operator, compare),
  300_000,
);
