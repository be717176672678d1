/**
 * The provisioning log: each request of an identity provider with its outcome, so that an admin can see why somebody did
 * not arrive. What is in it is redacted before it gets here, and ends by itself.
 */
import { defineCollection, newId, type TenantDocument } from '../../storage/collection.ts';
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

export type ScimRequestDocument = TenantDocument & {
  at: Date;
  /** The database removes it then. */
  expiresAt: Date;
  requestId: string;
  tokenId: string;
  tokenName: string;
  operation: ScimOperation;
  method: string;
  /** From `/scim/v2` on, with the query as text. */
  path: string;
  resourceType: 'User' | 'Group' | null;
  /** The resource that was asked for or made. */
  targetId: string | null;
  status: number;
  scimType: string | null;
  /** Why it was refused, in the words that the client got. */
  detail: string | null;
  durationMs: number;
  /** The request's body as JSON text, redacted and cut; null without one. */
  body: string | null;
  /** Attributes and schemas of the body that were left out, because no schema knows them or only the server sets them. */
  ignored: readonly string[];
};

const scimRequests = defineCollection<ScimRequestDocument>(
  'scimRequests',
  'tenant',
  {
    at: Date,
    expiresAt: Date,
    requestId: String,
    tokenId: String,
    tokenName: String,
    operation: String,
    method: String,
    path: String,
    resourceType: String,
    targetId: String,
    status: Number,
    scimType: String,
    detail: String,
    durationMs: Number,
    body: String,
    ignored: [String],
  },
  [
    { keys: { orgId: 1, _id: -1 } },
    { keys: { orgId: 1, status: 1, _id: -1 } },
    { keys: { orgId: 1, targetId: 1, _id: -1 } },
    { keys: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
);

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
  const conditions: Record<string, unknown>[] = Object.entries(equal).flatMap(([field, value]) =>
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
