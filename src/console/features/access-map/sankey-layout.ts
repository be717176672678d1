/** Where everything stands in the picture: groups and other origins, roles in workspaces, workspaces. Pure. */
import { sankey, sankeyLinkHorizontal } from 'd3-sankey';
import { type Flow, nameOf } from './flows.ts';

type Part = { readonly key: string; readonly name: string; readonly column: 0 | 1 | 2 };
type Line = {
  readonly source: string;
  readonly target: string;
  readonly value: number;
  /** The key of what it is explained by. */
  readonly part: string;
  readonly flows: readonly Flow[];
};

export type Placed = Part & {
  readonly people: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
export type Drawn = Pick<Line, 'part' | 'flows'> & {
  readonly key: string;
  readonly path: string;
  readonly thickness: number;
};
export type Layout = { readonly nodes: readonly Placed[]; readonly lines: readonly Drawn[]; readonly height: number };

/** Of a name, and so the least between two. */
export const rowHeight = 24;
const bar = 6;
/** What the flows themselves have, from the top to the bottom. */
const room = { least: 120, each: 16, most: 360 };

/** What the names of the outer columns have. */
export function guttersOf(width: number) {
  return { left: Math.round(width * 0.27), right: Math.round(width * 0.17) };
}

export function layOut(flows: readonly Flow[], width: number): Layout {
  const { nodes, links } = graphOf(flows);
  const longest = Math.max(...[0, 1, 2].map((at) => nodes.filter(({ column }) => column === at).length));
  const height = Math.max(room.least, Math.min(room.most, longest * room.each)) + longest * rowHeight;
  const { left, right } = guttersOf(width);
  const graph = sankey<Part, Line>()
    .nodeId(({ key }) => key)
    .nodeAlign(({ column }) => column)
    .nodeWidth(bar)
    .nodePadding(rowHeight)
    .iterations(24)
    .extent([
      [left, rowHeight / 2],
      [width - right, height - rowHeight / 2],
    ])({ nodes, links });
  const pathOf = sankeyLinkHorizontal<Part, Line>();
  return {
    height,
    nodes: graph.nodes.map(({ key, name, column, value = 0, x0 = 0, x1 = 0, y0 = 0, y1 = 0 }) => {
      return { key, name, column, people: value, x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
    }),
    lines: graph.links.map((link) => ({
      key: link.flows.map(({ key }) => key).join(' | ') + link.part,
      part: link.part,
      flows: link.flows,
      path: pathOf(link) ?? '',
      thickness: link.width ?? 0,
    })),
  };
}

/** Each way becomes a line to its role; what has the same role goes on to the workspace as one. */
function graphOf(flows: readonly Flow[]): { nodes: Part[]; links: Line[] } {
  const nodes = new Map<string, Part>();
  const onward = new Map<string, Line>();
  for (const flow of flows) {
    const { from, to, role, roleKey, people } = flow;
    nodes.set(from.key, { key: from.key, name: nameOf(from), column: 0 });
    nodes.set(roleKey, { key: roleKey, name: role, column: 1 });
    nodes.set(to.key, { key: to.key, name: nameOf(to), column: 2 });
    const before = onward.get(roleKey);
    onward.set(roleKey, {
      source: roleKey,
      target: to.key,
      value: people + (before?.value ?? 0),
      part: roleKey,
      flows: [...(before?.flows ?? []), flow],
    });
  }
  const first = flows.map((flow): Line => {
    return { source: flow.from.key, target: flow.roleKey, value: flow.people, part: flow.key, flows: [flow] };
  });
  return { nodes: [...nodes.values()], links: [...first, ...onward.values()] };
}
