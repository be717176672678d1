/** The map and the matrix show in other forms what the members themselves show. */
import { afterEach, expect, it } from 'vitest';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import { testApi } from '../api-app.ts';
import { allOf, inMixedOrganizations, type ShownMember } from './mixed-organization.ts';

const { operator } = testApi();
afterEach(() => shiftClock(0));

type Counting = { id?: string; source: string; role: string; group?: { id: string } };
type Explained = {
  workspaces: {
    workspaceId: string;
    role: string | null;
    winner: Counting | null;
    grants: (Counting & { lostBecause: string | null })[];
  }[];
};
type Link = { from: string; to: string; role: string; people: number };

/** What the map should say: everybody's explanation, counted. */
async function expectedFlows(org: string, everybody: readonly ShownMember[]): Promise<Record<string, number>> {
  const flows: Record<string, number> = {};
  for (const { id, status } of everybody) {
    if (status !== 'active') continue;
    const { body } = await operator('get', `${org}/members/${id}/access`);
    for (const { workspaceId, role, winner, grants } of (body as Explained).workspaces) {
      if (role === null || winner === null) continue;
      const besides = grants.filter(({ id, lostBecause }) => lostBecause === null && id !== winner.id);
      for (const { group, source, role: given } of [winner, ...besides]) {
        const from = group ? `group/${group.id}` : `source/${source}`;
        const flow = `${from} > workspace/${workspaceId}: ${given}`;
        flows[flow] = (flows[flow] ?? 0) + 1;
      }
    }
  }
  return flows;
}

async function compare(orgId: string): Promise<void> {
  const org = `/organizations/${orgId}`;
  const everybody = await allOf<ShownMember>(operator, `${org}/members`);
  const { body: map } = await operator('get', `${org}/access-map`);
  const shown: Record<string, number> = {};
  for (const { from, to, role, people } of map.links as Link[])
    if (people > 0) shown[`${from} > ${to}: ${role}`] = (shown[`${from} > ${to}: ${role}`] ?? 0) + people;
  expect(shown).toEqual(await expectedFlows(org, everybody));
  expect(map.counting).toBe(false);
  for (const { kind, key, people } of map.nodes) {
    if (kind !== 'workspace') continue;
    const inside = everybody.filter(
      ({ status, workspaces }) =>
        status === 'active' && workspaces.some(({ workspaceId }) => key === `workspace/${workspaceId}`),
    );
    expect(inside.length).toBe(people);
  }
  expect(await matrixOf(org)).toEqual(
    everybody.map(({ id, workspaces }) => ({
      memberId: id,
      cells: workspaces.map(({ workspaceId, role, roles, source }) => ({ workspaceId, role, roles, source })),
    })),
  );
}

/** All of the matrix, put together from its pages in both directions. */
async function matrixOf(org: string) {
  type Row = { memberId: string; cells: unknown[] };
  const rows = new Map<string, Row>();
  for (let columns: string | null = ''; columns !== null; ) {
    const query: string = `columnLimit=2${columns && `&columns=${columns}`}`;
    for (const { memberId, cells } of await allOf<Row>(operator, `${org}/access-matrix`, query))
      rows.set(memberId, { memberId, cells: [...(rows.get(memberId)?.cells ?? []), ...cells] });
    columns = (await operator('get', `${org}/access-matrix?${query}`)).body.nextColumns;
  }
  return [...rows.values()];
}

it(
  'map and matrix say the same as everybody’s explained access, also after an override has ended',
  () => inMixedOrganizations(operator, compare),
  300_000,
);
