/**
 * Events in SCIM's own words (RFC 9967 section 2). They say what changed and not to what (`notice`): who receives them reads the
 * resource by SCIM, as far as their token goes, and no personal data leaves with the event.
 */
import { isDeepStrictEqual } from 'node:util';
import { tenant } from '../../storage/tenant.ts';
import type { SealedEvent } from '../model/event.ts';
import { groups } from '../model/group.ts';
import { members } from '../model/member.ts';

const prefix = 'urn:ietf:params:scim:event';

/** Which of them are told. A change is told as `patch`, whichever request made it. */
export const scimEventUris = {
  created: `${prefix}:prov:create:notice`,
  changed: `${prefix}:prov:patch:notice`,
  deleted: `${prefix}:prov:delete`,
  activated: `${prefix}:prov:activate`,
  deactivated: `${prefix}:prov:deactivate`,
  added: `${prefix}:feed:add`,
} as const;

export type ScimEvent = {
  readonly kind: keyof typeof scimEventUris;
  readonly resource: 'User' | 'Group';
  readonly id: string;
  /** Of a change: the attributes, as paths of SCIM. */
  readonly attributes: readonly string[];
};

type Told = Pick<SealedEvent, 'type' | 'subject' | 'before' | 'after'>;

/** Null for what SCIM has no word for, or does not show: people who are invited, and groups that admins made. */
export function scimEventOf({ type, subject, before, after }: Told): ScimEvent | null {
  const { memberId, groupId } = subject;
  const wasPending = before?.status === 'pending';
  const isAdmins = (after ?? before)?.madeBy === 'admin';
  const user = (kind: ScimEvent['kind'], attributes: readonly string[] = []): ScimEvent | null =>
    memberId === undefined ? null : { kind, resource: 'User', id: memberId, attributes };
  const group = (kind: ScimEvent['kind'], attributes: readonly string[] = []): ScimEvent | null =>
    groupId === undefined || isAdmins ? null : { kind, resource: 'Group', id: groupId, attributes };
  switch (type) {
    case 'user.created':
    case 'user.joined':
      return user('created');
    case 'user.updated': {
      if (after?.takenOver === true) return wasPending ? user('created') : user('changed', ['userName']);
      const changed = pathsOf(before ?? {}, after ?? {});
      return changed.length > 0 ? user('changed', changed) : null;
    }
    case 'user.deactivated':
      return user('deactivated');
    case 'user.reactivated':
      return user('activated');
    case 'user.deleted':
      return wasPending ? null : user('deleted');
    case 'group.created':
      return group('created');
    case 'group.handed_over':
      return group('added');
    case 'group.updated': {
      const changed = pathsOf(before ?? {}, after ?? {});
      return changed.length > 0 ? group('changed', changed) : null;
    }
    case 'group.members_changed':
      return group('changed', ['members']);
    case 'group.deleted':
      return group('deleted');
    default:
      return null;
  }
}

/** What events say beside attributes of SCIM. */
const ownWords: readonly string[] = ['schemas', 'claimedEmail', 'reason', 'status', 'mapping', 'madeBy'];

type Values = Readonly<Record<string, unknown>>;

/** The names of attributes that differ, as paths: those of an extension behind its URN (RFC 7644 section 3.10). */
function pathsOf(before: Values, after: Values): string[] {
  const names = differing(before, after).filter((name) => !ownWords.includes(name));
  return names.flatMap((name) => {
    if (!name.includes(':')) return [name];
    const inner = differing((before[name] ?? {}) as Values, (after[name] ?? {}) as Values);
    return inner.map((attribute) => `${name}:${attribute}`);
  });
}

function differing(before: Values, after: Values): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

/** The resource as it is now: the directory's own name for it, and the attributes that it has; null when it is gone. */
export async function resourceOf(
  orgId: string,
  { resource, id }: ScimEvent,
): Promise<{ readonly externalId: string | null; readonly attributes: readonly string[] } | null> {
  const options = { projection: { externalId: 1, resource: 1 } } as const;
  const found =
    resource === 'User'
      ? await tenant(orgId).findOne(members, { _id: id }, options)
      : await tenant(orgId).findOne(groups, { _id: id }, options);
  return found && { externalId: found.externalId, attributes: ['id', ...pathsOf({}, found.resource)] };
}
