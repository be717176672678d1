/** The access map as the picture and its table show it: each way by which people have a role in a workspace. Pure. */
import { flows as text } from '../../lib/messages/access-map.ts';
import { sourceNames } from '../../lib/messages/reasons.ts';
import type { AccessMap } from '../../lib/types.ts';

type MapNode = AccessMap['nodes'][number];
type MapLink = AccessMap['links'][number];

export type Flow = Pick<MapLink, 'role' | 'mapping' | 'people'> & {
  readonly key: string;
  readonly from: MapNode;
  readonly to: MapNode;
  /** Of what stands between: the role in the workspace. */
  readonly roleKey: string;
};

export function flowsOf({ nodes, links }: AccessMap): Flow[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  return links.flatMap(({ from, to, role, mapping, mappingId, people }) => {
    const [source, target] = [byKey.get(from), byKey.get(to)];
    if (!source || !target) return [];
    const roleKey = `role/${to}/${role}`;
    const key = [from, roleKey, mapping, mappingId].join(' ');
    return [{ key, from: source, to: target, role, mapping, people, roleKey }];
  });
}

export function nameOf({ kind, id, name, folded }: MapNode): string {
  if (kind === 'source') return sourceNames[id] ?? name;
  if (kind === 'other-groups') return text.others.groups(folded);
  return kind === 'other-workspaces' ? text.others.workspaces(folded) : name;
}

/** Whether the group, role or workspace of this key is part of it. */
export function leadsThrough({ from, to, roleKey, key }: Flow, part: string): boolean {
  return [from.key, roleKey, to.key, key].includes(part);
}

export type Wanted = { readonly only?: string | undefined; readonly q?: string | undefined };

export function wantedFlows(all: readonly Flow[], { only, q = '' }: Wanted): Flow[] {
  const typed = q.toLowerCase();
  const says = ({ from, role, to }: Flow) =>
    [nameOf(from), role, nameOf(to)].some((name) => name.toLowerCase().includes(typed));
  return all.filter((flow) => (only === undefined || leadsThrough(flow, only)) && says(flow));
}

/** Workspaces into which nothing leads. */
export function unreached({ nodes, links }: AccessMap): MapNode[] {
  const reached = new Set(links.map(({ to }) => to));
  return nodes.filter(({ kind, key }) => kind === 'workspace' && !reached.has(key));
}

export function peopleIn(flows: readonly Flow[]): number {
  return flows.reduce((sum, { people }) => sum + people, 0);
}
