/** Makes an access map small enough to be drawn: the nodes with few people become one. Pure. */

export type MapNode = {
  /** Its kind and id, by which links name it. */
  readonly key: string;
  readonly kind: 'group' | 'other-groups' | 'source' | 'workspace' | 'other-workspaces';
  /** Of the group or workspace; of a source, which. */
  readonly id: string;
  readonly name: string;
  /** Of a group its direct members, of a workspace who has access; where several are one, their sum. */
  readonly people: number;
  /** How many groups or workspaces are in it, where it stands for several; else 0. */
  readonly folded: number;
};

export type MapLink = {
  readonly from: string;
  readonly to: string;
  /** The role's name. */
  readonly role: string;
  readonly mapping: 'convention' | 'explicit' | null;
  /** Of an explicit mapping, where the link is that of one alone. */
  readonly mappingId: string | null;
  readonly people: number;
};

export type AccessGraph = { readonly nodes: readonly MapNode[]; readonly links: readonly MapLink[] };

export function nodeKey(kind: MapNode['kind'], id: string): string {
  return `${kind}/${id}`;
}

/** A third of the picture is for workspaces, more where groups leave room. */
const workspaceShare = 1 / 3;

/** At most `limit` nodes, the largest ones by name; nobody is lost: what is folded goes on in the links of the rest. */
export function fold({ nodes, links }: AccessGraph, limit: number): AccessGraph {
  const through = new Map<string, number>();
  for (const { from, to, people } of links)
    for (const key of [from, to]) through.set(key, (through.get(key) ?? 0) + people);
  const bySize = (a: MapNode, b: MapNode) =>
    (through.get(b.key) ?? 0) - (through.get(a.key) ?? 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const [groups, sources, workspaces] = (['group', 'source', 'workspace'] as const).map((kind) =>
    nodes.filter((node) => node.kind === kind).toSorted(bySize),
  ) as [MapNode[], MapNode[], MapNode[]];
  if (nodes.length <= limit) return { nodes: [...groups, ...sources, ...workspaces], links: merged(links) };
  // Two places are for what is folded.
  const room = limit - sources.length - 2;
  const shownWorkspaces = Math.max(Math.floor(room * workspaceShare), room - groups.length);
  const left = split(workspaces, shownWorkspaces, 'other-workspaces');
  const right = split(groups, room - left.shown.length, 'other-groups');
  const folded = new Map([...left.folded, ...right.folded]);
  const rerouted = links.map((link) => {
    const from = folded.get(link.from) ?? link.from;
    const to = folded.get(link.to) ?? link.to;
    return from === link.from && to === link.to ? link : { ...link, from, to, mappingId: null };
  });
  const shown = [...right.shown, ...right.other, ...sources, ...left.shown, ...left.other];
  return { nodes: shown, links: merged(rerouted) };
}

/** The first `size` nodes, and the rest as one. */
function split(nodes: readonly MapNode[], size: number, kind: 'other-groups' | 'other-workspaces') {
  const shown = nodes.slice(0, Math.max(0, size));
  const rest = nodes.slice(shown.length);
  const key = nodeKey(kind, 'other');
  const people = rest.reduce((sum, node) => sum + node.people, 0);
  const other: MapNode[] = [{ key, kind, id: 'other', name: 'other', people, folded: rest.length }];
  return {
    shown,
    other: rest.length === 0 ? [] : other,
    folded: rest.map((node): [string, string] => [node.key, key]),
  };
}

/** One link for each pair of nodes, role and mapping, the widest first, and always in the same order. */
function merged(links: readonly MapLink[]): MapLink[] {
  const byKey = new Map<string, MapLink>();
  for (const link of links) {
    const key = JSON.stringify([link.from, link.to, link.role, link.mapping, link.mappingId]);
    const present = byKey.get(key);
    byKey.set(key, present ? { ...present, people: present.people + link.people } : link);
  }
  return [...byKey]
    .toSorted(([keyA, a], [keyB, b]) => b.people - a.people || (keyA < keyB ? -1 : 1))
    .map(([, link]) => link);
}
