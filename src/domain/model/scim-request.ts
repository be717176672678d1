/**
 * The provisioning log: each request of an identity provider with its outcome, so that an admin can see why somebody did
 * not arrive. What is in it is redacted before it gets here, and ends by itself.
 */

import { type DocumentOf, defineCollection, newId } from '../../storage/collection.ts';
import { boolean, date, listOf, nullable, number, oneOf, optional, text } from '../../storage/fields.ts';
import type { Filter } from '../../storage/query.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { inRange, type TimeRange } from '../kernel/time-range.ts';
import { events } from './event.ts';

export const scimOperations = [
  'create',
  'read',
  'replace',
  'patch',
  'delete',
  'list',
  'search',
  'bulk',
  'other',
] as const;
export type ScimOperation = (typeof scimOperations)[number];

export const scimRequests = defineCollection(
  'scimRequests',
  'tenant',
  {
    at: date,
    /** The database removes it then. */
    expiresAt: date,
    requestId: text,
    tokenId: text,
    tokenName: text,
    /** It was an access token: `tokenId` and `tokenName` are those of its client. */
    byClient: optional(boolean),
    operation: oneOf(...scimOperations),
    method: text,
    /** From `/scim/v2` on, with the query as text. */
    path: text,
    resourceType: nullable(oneOf('User', 'Group')),
    /** The resource that was asked for or made. */
    targetId: nullable(text),
    status: number,
    scimType: nullable(text),
    /** Why it was refused, in the words that the client got. */
    detail: nullable(text),
    durationMs: number,
    /** The request's body as JSON text, redacted and cut; null without one. */
    body: nullable(text),
    /** Attributes and schemas of the body that were left out, because no schema knows them or only the server sets them. */
    ignored: listOf(text),
  },
  [
    { keys: { orgId: 1, _id: -1 } },
    { keys: { orgId: 1, status: 1, _id: -1 } },
    { keys: { orgId: 1, targetId: 1, _id: -1 } },
    // All that the counts read, so that they come from the index alone.
    { keys: { orgId: 1, at: -1, status: 1, operation: 1 } },
    { keys: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
);

export type ScimRequestDocument = DocumentOf<typeof scimRequests>;

export type NewScimRequest = Omit<ScimRequestDocument, '_id'>;

/** Writes a batch. It is a log: one that cannot be written is given up. */
export async function recordScimRequests(batch: readonly NewScimRequest[]): Promise<void> {
  const rows = batch.map((row) => ({ _id: newId(), ...row }));
  await system('provisioning-log').insertMany(scimRequests, rows);
}

/** What is not given does not matter. */
export type ScimRequestFilter = TimeRange & {
  readonly operation?: ScimOperation | undefined;
  readonly targetId?: string | undefined;
  readonly tokenId?: string | undefined;
  readonly requestId?: string | undefined;
  /** From this one on; 400 asks for what was refused. */
  readonly minStatus?: number | undefined;
  readonly status?: number | undefined;
};

export type LoggedScimRequest = {
  readonly request: ScimRequestDocument;
  /** The attributes that it changed. */
  readonly changed: readonly string[];
};

/** Newest first, before the row `before`. */
export async function listScimRequests(
  orgId: string,
  { minStatus, status, from, to, ...equal }: ScimRequestFilter,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<LoggedScimRequest[]> {
  const conditions: Filter<ScimRequestDocument>[] = Object.entries(equal).flatMap(([field, value]) =>
    value === undefined ? [] : [{ [field]: value }],
  );
  if (status !== undefined) conditions.push({ status });
  if (minStatus !== undefined) conditions.push({ status: { $gte: minStatus } });
  if (from || to) conditions.push(inRange({ from, to }));
  if (before !== null) conditions.push({ _id: { $lt: before } });
  const rows = await tenant(orgId).find(scimRequests, conditions.length === 0 ? {} : { $and: conditions }, {
    sort: { _id: -1 },
    limit,
  });
  return withChanges(orgId, rows);
}

/** Oldest first, after one row and before another, both by id. */
export async function followScimRequests(
  orgId: string,
  { after, before, limit }: { readonly after: string; readonly before: string; readonly limit: number },
): Promise<LoggedScimRequest[]> {
  const filter = { _id: { $gt: after, $lt: before } };
  return withChanges(orgId, await tenant(orgId).find(scimRequests, filter, { sort: { _id: 1 }, limit }));
}

async function withChanges(orgId: string, rows: readonly ScimRequestDocument[]): Promise<LoggedScimRequest[]> {
  if (rows.length === 0) return [];
  const changes = await changesOf(orgId, rows);
  return rows.map((request) => ({ request, changed: [...(changes.get(request.requestId) ?? [])].sort() }));
}

/** The attributes that the events of these requests speak of. */
async function changesOf(orgId: string, rows: readonly ScimRequestDocument[]): Promise<Map<string, Set<string>>> {
  const requestIds = rows.map(({ requestId }) => requestId);
  const found = await tenant(orgId).find(events, { requestId: { $in: requestIds } });
  const changes = new Map<string, Set<string>>();
  for (const { type, requestId, before, after } of found) {
    const changed = changes.get(requestId ?? '') ?? new Set<string>();
    changes.set(requestId ?? '', changed);
    if (type === 'user.updated') for (const key of Object.keys({ ...before, ...after })) changed.add(key);
    if (type === 'user.deactivated' || type === 'user.reactivated') changed.add('active');
    if (type === 'group.members_changed') changed.add('members');
    if (type === 'group.updated' && before?.displayName !== after?.displayName) changed.add('displayName');
  }
  return changes;
}
