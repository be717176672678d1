import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type AccessGraph,
  fold,
  type MapLink,
  type MapNode,
  nodeKey,
} from '../../../../src/domain/administration/statistics/fold-map.ts';
import { tries } from '../../../support/random.ts';

const roles = ['Workspace Viewer', 'Workspace Editor'] as const;

const graph = fc
  .record({ groups: fc.nat({ max: 30 }), sources: fc.nat({ max: 3 }), workspaces: fc.integer({ min: 1, max: 30 }) })
  .chain(({ groups, sources, workspaces }) => {
    const nodes = [...many('group', groups), ...many('source', sources), ...many('workspace', workspaces)];
    const keysOf = (...kinds: string[]) => nodes.filter(({ kind }) => kinds.includes(kind)).map(({ key }) => key);
    const from = keysOf('group', 'source');
    if (from.length === 0) return fc.record({ nodes: fc.constant(nodes), links: fc.constant<MapLink[]>([]) });
    const link = fc.record({
      from: fc.constantFrom(...from),
      to: fc.constantFrom(...keysOf('workspace')),
      role: fc.constantFrom(...roles),
      mapping: fc.constantFrom('convention' as const, 'explicit' as const, null),
      mappingId: fc.constantFrom('m1', 'm2', null),
      people: fc.nat({ max: 100 }),
    });
    return fc.record({ nodes: fc.constant(nodes), links: fc.array(link) });
  });

function many(kind: MapNode['kind'], count: number): MapNode[] {
  return Array.from({ length: count }, (_, n) => {
    const id = `${kind}-${n}`;
    return { key: nodeKey(kind, id), kind, id, name: id, people: n, folded: 0 };
  });
}

const sum = (links: readonly MapLink[]) => links.reduce((total, { people }) => total + people, 0);
const flowInto = ({ links }: AccessGraph, role: string) => sum(links.filter((link) => link.role === role));
const standsFor = ({ nodes }: AccessGraph) => nodes.reduce((total, { folded }) => total + Math.max(1, folded), 0);

it('an access map has no more nodes than can be drawn, loses nobody, and links what it shows', () => {
  fc.assert(
    fc.property(graph, fc.integer({ min: 8, max: 70 }), (whole, limit) => {
      const shown = fold(whole, limit);
      const keys = new Set(shown.nodes.map(({ key }) => key));
      expect(shown.nodes.length).toBeLessThanOrEqual(limit);
      expect(keys.size).toBe(shown.nodes.length);
      expect(standsFor(shown)).toBe(whole.nodes.length);
      for (const role of roles) expect(flowInto(shown, role)).toBe(flowInto(whole, role));
      for (const { from, to } of shown.links) expect([keys.has(from), keys.has(to)]).toEqual([true, true]);
      if (whole.nodes.length <= limit) expect(new Set(shown.nodes)).toEqual(new Set(whole.nodes));
    }),
    tries({ fast: 200, soak: 4_000 }),
  );
});

it('what is folded is what has the fewest people', () => {
  const nodes = [...many('group', 20), ...many('workspace', 1)];
  const links = nodes.slice(0, 20).map(({ key }, n) => ({
    from: key,
    to: 'workspace/workspace-0',
    role: 'Workspace Viewer',
    mapping: 'explicit' as const,
    mappingId: `m${n}`,
    people: n,
  }));
  const shown = fold({ nodes, links }, 10);
  const groups = shown.nodes.filter(({ kind }) => kind === 'group').map(({ id }) => id);
  expect(groups).toEqual(['group-19', 'group-18', 'group-17', 'group-16', 'group-15', 'group-14', 'group-13']);
  const others = shown.links.find(({ from }) => from === 'other-groups/other');
  expect(others).toMatchObject({ mappingId: null, people: (12 * 13) / 2 });
});
