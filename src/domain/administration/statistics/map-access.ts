/** The access map: from groups and other sources of access, by mappings, to workspaces, as a graph that can be drawn. */
import { tenant } from '../../../storage/tenant.ts';
import { groupStripes, groups } from '../../model/group.ts';
import { mappings } from '../../model/mapping.ts';
import { roleName, roles } from '../../model/role.ts';
import { includesPlace, listWorkspaces } from '../../model/workspace.ts';
import { type AccessFlow, countFlows } from './count-flows.ts';
import { type AccessGraph, fold, type MapLink, type MapNode, nodeKey } from './fold-map.ts';

/** More cannot be told apart in a picture. */
export const mostNodes = 150;

/** @returns `counting`: a large change is being stored, so that the numbers still move */
export async function mapAccess(orgId: string, limit = mostNodes): Promise<AccessGraph & { counting: boolean }> {
  const scope = tenant(orgId);
  const [{ flows, counting }, workspaces, customRoles, rows] = await Promise.all([
    countFlows(orgId),
    listWorkspaces(orgId),
    scope.find(roles, {}),
    // Those that wait for their group give nothing yet.
    scope.find(mappings, { workspaceId: { $type: 'string' }, awaits: null }),
  ]);
  const groupIds = [...new Set([...rows, ...flows].flatMap(({ groupId }) => groupId ?? []))];
  const [named, sizes] = await Promise.all([
    scope.find(groups, { _id: { $in: groupIds } }, { projection: { displayName: 1 } }),
    countMembersOf(orgId, groupIds),
  ]);
  const known = new Set(named.map(({ _id }) => _id));
  const setOf = new Map(rows.map(({ _id, kind, setId }) => [_id, { kind, setId }]));
  const linkOf = ({ workspaceId, role, source, groupId, mappingId, people }: AccessFlow): MapLink => {
    const mapping = setOf.get(mappingId ?? '');
    return {
      // The group of what a held change keeps may be gone.
      from: groupId !== null && known.has(groupId) ? nodeKey('group', groupId) : nodeKey('source', source),
      to: nodeKey('workspace', workspaceId),
      role: roleName(role, customRoles),
      mapping: mapping?.kind ?? null,
      mappingId: mapping?.setId ?? null,
      people,
    };
  };
  // With those by which nobody has a role: others win, or the group is empty.
  const idle = rows.flatMap(({ _id: mappingId, groupId, workspaceId, workspaceRole: role, madeBy }): AccessFlow[] =>
    role === null
      ? []
      : workspaces
          .filter(({ _id }) => includesPlace(workspaceId, _id))
          .map(({ _id }) => {
            const source = madeBy === 'admin' ? 'admin-group' : 'scim-group';
            return { workspaceId: _id, role, source, groupId, mappingId, people: 0, shown: 0 };
          }),
  );
  const links = [...flows, ...idle].map(linkOf);
  const through = new Map<string, number>();
  const sum = (key: string, people: number) => through.set(key, (through.get(key) ?? 0) + people);
  for (const { from, people } of links) sum(from, people);
  for (const { workspaceId, shown } of flows) sum(nodeKey('workspace', workspaceId), shown);
  const nodes: MapNode[] = [
    ...named.map(({ _id, displayName }) => node('group', _id, displayName, sizes.get(_id) ?? 0)),
    ...[...new Set(links.map(({ from }) => from))].flatMap((key) => {
      const [kind, source = ''] = key.split('/');
      return kind === 'source' ? [node('source', source, source, through.get(key) ?? 0)] : [];
    }),
    ...workspaces.map(({ _id, name }) => node('workspace', _id, name, through.get(nodeKey('workspace', _id)) ?? 0)),
  ];
  const drawn = new Set(nodes.map(({ key }) => key));
  // Of a workspace that goes at this moment no node is left to draw to.
  const drawable = links.filter(({ to }) => drawn.has(to));
  return { ...fold({ nodes, links: drawable }, limit), counting };
}

function node(kind: MapNode['kind'], id: string, name: string, people: number): MapNode {
  return { key: nodeKey(kind, id), kind, id, name, people, folded: 0 };
}

/** How many direct members groups have, nested groups included. */
async function countMembersOf(orgId: string, groupIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tenant(orgId).aggregate<{ _id: string; members: number }>(groupStripes, [
    { $match: { groupId: { $in: groupIds } } },
    { $group: { _id: '$groupId', members: { $sum: '$members' } } },
  ]);
  return new Map(rows.map(({ _id, members }) => [_id, members]));
}
