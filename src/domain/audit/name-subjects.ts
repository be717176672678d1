/** What people call the members, workspaces, groups and roles that events are about, and who did it. */
import type { Collection } from '../../storage/collection.ts';
import { tenant } from '../../storage/tenant.ts';
import { groupNames } from '../directory/list-groups.ts';
import type { SealedEvent, Subject } from '../model/event.ts';
import { members } from '../model/member.ts';
import { roles } from '../model/role.ts';
import { workspaces } from '../model/workspace.ts';

/** As they are called now; absent: it is gone, or the event is about none. */
export type SubjectNames = { readonly [kind in 'member' | 'workspace' | 'group' | 'role' | 'actor']?: string };

/** The names for all of these events, read at once. */
export async function nameSubjects(
  orgId: string,
  events: readonly Pick<SealedEvent, 'subject' | 'actor'>[],
): Promise<(event: Pick<SealedEvent, 'subject' | 'actor'>) => SubjectNames> {
  const idsOf = (key: keyof Subject) => [...new Set(events.flatMap(({ subject }) => subject[key] ?? []))];
  const accountIds = events.flatMap(({ actor }) => (actor.type === 'account' ? [actor.id] : []));
  const [member, workspace, group, role, actors] = await Promise.all([
    namesOf(orgId, members, idsOf('memberId')),
    namesOf(orgId, workspaces, idsOf('workspaceId')),
    groupNames(orgId, idsOf('groupId')),
    namesOf(orgId, roles, idsOf('roleId')),
    actorNames(orgId, [...new Set(accountIds)]),
  ]);
  return ({ actor, subject: { memberId = '', workspaceId = '', groupId = '', roleId = '' } }) => {
    const found = Object.entries({
      member: member.get(memberId),
      workspace: workspace.get(workspaceId),
      group: group.get(groupId),
      role: role.get(roleId),
      actor: actors.get(actor.id ?? ''),
    });
    return Object.fromEntries(found.filter(([, name]) => name !== undefined));
  };
}

/** Of accounts, as their members here are called. */
async function actorNames(orgId: string, accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (accountIds.length === 0) return new Map();
  const filter = { accountId: { $in: accountIds } };
  const found = await tenant(orgId).find(members, filter, { projection: { accountId: 1, name: 1 } });
  return new Map(found.flatMap(({ accountId, name }) => (accountId === null ? [] : [[accountId, name] as const])));
}

async function namesOf<T extends { _id: string; name: string }>(
  orgId: string,
  collection: Collection<T>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const scope = tenant(orgId);
  const found = await scope.find(
    collection as Collection<{ _id: string; name: string }>,
    { _id: { $in: ids } },
    {
      projection: { name: 1 },
    },
  );
  return new Map(found.map(({ _id, name }) => [_id, name]));
}
