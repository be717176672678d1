/**
 * The tenant scope: the only door to the collections. `tenant(orgId)` adds the organization to every filter and
 * pipeline; `system(reason)` serves a closed list of collections that belong to no tenant or must be searched
 * before the tenant is known.
 */
import mongoose from 'mongoose';
import { allModels, type Collection, collectionNamed, modelOf, open } from './collection.ts';
import { aggregateAll, findAll } from './commands.ts';
import { onlyDuplicates } from './database-errors.ts';
import { patiently } from './patience.ts';
import type { Filter, Known, Projected, Projection, Sort, Update } from './query.ts';
import { checkChanges, checkDocuments, checkFilter } from './validate.ts';

type Values = Record<string, unknown>;
type Stage = Record<string, unknown>;

type FindOneOptions<T, P> = { readonly projection?: P & Known<T, P>; readonly sort?: Sort<T> };
type FindOptions<T, P> = FindOneOptions<T, P> & {
  readonly skip?: number;
  readonly limit?: number;
  /** The keys of the index to read by, where the database would try one after the other. */
  readonly hint?: Sort<T>;
};

/** Milliseconds after which the database gives a read up: no client can keep it busy for longer. */
const maxTimeMS = 10_000;

/** Reads of one scope. All are lean: plain documents. */
export type Reader = {
  find<T, const P extends Projection<T> | undefined = undefined>(
    collection: Collection<T>,
    filter: Filter<NoInfer<T>>,
    options?: FindOptions<NoInfer<T>, P>,
  ): Promise<Projected<T, P>[]>;
  findOne<T, const P extends Projection<T> | undefined = undefined>(
    collection: Collection<T>,
    filter: Filter<NoInfer<T>>,
    options?: FindOneOptions<NoInfer<T>, P>,
  ): Promise<Projected<T, P> | null>;
  /** Counts exactly; with `limit` stops there. `hint` as in `find`. */
  count<T>(
    collection: Collection<T>,
    filter: Filter<NoInfer<T>>,
    limit?: number,
    hint?: Sort<NoInfer<T>>,
  ): Promise<number>;
  aggregate<R>(collection: Collection<unknown>, pipeline: Stage[]): Promise<R[]>;
};

/** One-document writes that are not operations: sessions, transactions of a sign-in, `lastUsedAt` (decision 2). */
export type OwnWriter = {
  insertOne<T>(collection: Collection<T>, document: NoInfer<T>): Promise<void>;
  insertMany<T>(collection: Collection<T>, documents: readonly NoInfer<T>[]): Promise<void>;
  /** Inserts those whose `_id` is not there yet. */
  insertMissing<T>(collection: Collection<T>, documents: readonly NoInfer<T>[]): Promise<void>;
  updateOne<T>(
    collection: Collection<T>,
    filter: Filter<NoInfer<T>>,
    update: Update<NoInfer<T>> | Stage[],
    options?: { upsert?: boolean },
  ): Promise<number>;
  findOneAndDelete<T>(collection: Collection<T>, filter: Filter<NoInfer<T>>): Promise<T | null>;
  deleteMany<T>(collection: Collection<T>, filter: Filter<NoInfer<T>>): Promise<number>;
};

/** Reads the rows of one organization and no other. */
export function tenant(orgId: string): Reader {
  return reader(tenantScope(orgId));
}

function tenantScope(orgId: string): (collection: Collection<unknown>) => Values {
  if (typeof orgId !== 'string' || orgId === '') throw new Error('tenant scope: no organization was given');
  return (collection) => {
    if (collection.scope !== 'tenant') throw new Error(`tenant scope: ${collection.name} is not tenant data`);
    return { orgId };
  };
}

/**
 * Reads of one organization that all see the same moment, for what takes many of them. End it when done: a snapshot that
 * stays open keeps the database from forgetting.
 */
export function snapshot(orgId: string): { readonly reader: Reader; readonly end: () => Promise<void> } {
  const session = mongoose.connection.getClient().startSession({ snapshot: true });
  return { reader: reader(tenantScope(orgId), session), end: () => session.endSession() };
}

const reachable = {
  /** Which organization does this secret belong to? */
  credentials: ['scimTokens', 'scimClients', 'scimAccessTokens', 'apiTokens'],
  /** Which account, connection and organization is this sign-in about? Transactions of a sign-in under way. */
  'sign-in': [
    'identities',
    'accounts',
    'signInTransactions',
    'clientKeys',
    'logoutTokens',
    'sessions',
    'passwords',
    'passwordResets',
    'passwordNotices',
    'connections',
    'signalStreams',
    'domainOwners',
  ],
  /** In which organizations is this account a member? */
  'account-memberships': ['accounts', 'members', 'organizations'],
  /** Which organizations have invited this address, and which of them made this link? */
  invitations: ['invitations'],
  /** Of which organization is this set-up link? */
  'setup-links': ['setupLinks'],
  /** Every secret that is stored encrypted, to encrypt it with another key. */
  'stored-secrets': ['connections', 'clientKeys', 'signalStreams', 'webhooks', 'mails'],
  /** Mail that waits to be sent, of all organizations. */
  mail: ['mails', 'invitations', 'mailCounts', 'domainWarnings'],
  /** The deployment's own document, organizations by id, secrets of the process. */
  deployment: ['deployment', 'organizations', 'accounts'],
  /** What was answered to this request before? */
  idempotency: ['idempotencyKeys'],
  /** Which organizations have work that goes on without a request? Progress of that work, by its owner. */
  background: [
    'leases',
    'organizations',
    'organizationDeletions',
    'jobs',
    'grants',
    'events',
    'auditHeads',
    'webhooks',
    'deliveries',
    'heldChanges',
    'domains',
  ],
  /** Does an account belong anywhere else, when the organization that it was in is purged? */
  purge: ['accounts', 'members', 'tombstones'],
  /** What a stranger may do as often as they like, counted by the minute. */
  counted: ['events'],
  /** Rows of many organizations, written together. */
  'provisioning-log': ['scimRequests'],
} as const satisfies Record<string, readonly string[]>;

export type SystemReason = keyof typeof reachable;

/** Reads and one-document writes outside a tenant, of the collections that `reason` allows. */
export function system(reason: SystemReason): Reader & OwnWriter {
  const allowed: readonly string[] = reachable[reason];
  const check = (collection: Collection<unknown>): Values => {
    if (!allowed.includes(collection.name))
      throw new Error(`tenant scope: ${collection.name} is not open to the reason "${reason}"`);
    return {};
  };
  const opened = <T>(collection: Collection<T>) => {
    check(collection);
    return open(collection);
  };
  return {
    ...reader(check),
    async insertOne(collection, document) {
      await checkDocuments(collection, [document as Values]);
      await patiently(opened(collection).insertOne(document as mongoose.mongo.Document));
    },
    async insertMany(collection, documents) {
      await checkDocuments(collection, documents as readonly Values[]);
      const rows = documents as unknown as mongoose.mongo.Document[];
      await patiently(opened(collection).insertMany(rows, { ordered: false }));
    },
    async insertMissing(collection, documents) {
      if (documents.length === 0) return;
      await checkDocuments(collection, documents as readonly Values[]);
      const rows = documents.map((document) => ({ ...document }) as unknown as mongoose.mongo.Document);
      await patiently(opened(collection).insertMany(rows, { ordered: false })).catch((error: unknown) => {
        if (!onlyDuplicates(error)) throw error;
      });
    },
    async updateOne(collection, filter, update, options = {}) {
      checkFilter(collection, filter);
      if ('$set' in update) await checkChanges(collection, update.$set as Values);
      if ('$setOnInsert' in update) await checkChanges(collection, update.$setOnInsert as Values);
      const { matchedCount, upsertedCount } = await patiently(
        opened(collection).updateOne(filter as Values, update as Values, options),
      );
      return matchedCount + upsertedCount;
    },
    async findOneAndDelete<T>(collection: Collection<T>, filter: Filter<T>) {
      checkFilter(collection, filter);
      return (await patiently(opened(collection).findOneAndDelete(filter as Values))) as T | null;
    },
    async deleteMany(collection, filter) {
      checkFilter(collection, filter);
      return (await patiently(opened(collection).deleteMany(filter as Values))).deletedCount;
    },
  };
}

/** Deletes of an organization that is no more, for its purge alone: the caller has made sure that it is gone. */
export function purge(orgId: string): {
  /** Deletes the rows of one collection that the filter finds. */
  rows<T>(collection: Collection<T>, filter: Filter<NoInfer<T>>): Promise<void>;
  /** Deletes up to `limit` rows of any collection whose rows name an organization. Answers how many it deleted. */
  some(limit: number): Promise<number>;
} {
  if (typeof orgId !== 'string' || orgId === '') throw new Error('tenant scope: no organization was given');
  return {
    async rows(collection, filter) {
      if (collection.scope !== 'tenant') throw new Error(`tenant scope: ${collection.name} is not tenant data`);
      checkFilter(collection, filter);
      await modelOf(collection).collection.deleteMany({ ...(filter as Values), orgId });
    },
    async some(limit) {
      for (const model of allModels()) {
        if (!model.schema.path('orgId')) continue;
        const rows = await model.collection.find({ orgId }, { projection: { _id: 1 }, limit, maxTimeMS }).toArray();
        if (rows.length === 0) continue;
        return (await model.collection.deleteMany({ orgId, _id: { $in: rows.map(({ _id }) => _id) } })).deletedCount;
      }
      return 0;
    },
  };
}

function reader(scopeOf: (collection: Collection<unknown>) => Values, session?: mongoose.mongo.ClientSession): Reader {
  const scoped = (collection: Collection<unknown>, filter: Values): Values => {
    const scope = scopeOf(collection);
    if ('orgId' in scope && 'orgId' in filter && filter.orgId !== scope.orgId)
      throw new Error('tenant scope: the filter names another organization');
    checkFilter(collection, filter);
    return { ...filter, ...scope };
  };
  const find = async (collection: Collection<unknown>, filter: Values, options: object): Promise<unknown[]> => {
    const wanted = scoped(collection, filter);
    if (!session) return patiently(findAll(collection, wanted, { ...options, maxTimeMS }));
    const cursor = open(collection).find(wanted, { ...options, session, maxTimeMS });
    return patiently(cursor.toArray());
  };
  return {
    find: async <T, P>(collection: Collection<T>, filter: Filter<T>, options: object = {}) =>
      (await find(collection, filter, options)) as Projected<T, P>[],
    findOne: async <T, P>(collection: Collection<T>, filter: Filter<T>, options: object = {}) => {
      const [found] = await find(collection, filter, { ...options, limit: 1 });
      return (found ?? null) as Projected<T, P> | null;
    },
    async count(collection, filter, limit, hint) {
      const given = { ...(limit === undefined ? {} : { limit }), ...(hint === undefined ? {} : { hint: { ...hint } }) };
      const options = { ...(session ? { session } : {}), maxTimeMS, ...given };
      return patiently(open(collection).countDocuments(scoped(collection, filter), options));
    },
    async aggregate<R>(collection: Collection<unknown>, pipeline: Stage[]) {
      const scope = scopeOf(collection);
      const [first] = pipeline;
      if (first?.$match) checkFilter(collection, first.$match);
      const stages = [{ $match: scope }, ...pipeline.map((stage) => scopeStage(stage, scopeOf))];
      const found = session
        ? open(collection).aggregate(stages, { session, maxTimeMS }).toArray()
        : aggregateAll(collection, stages, { maxTimeMS });
      return (await patiently(found)) as R[];
    },
  };
}

/** Stages that reach into other collections get the scope of those, at any depth; those that write are refused. */
function scopeStage(stage: Stage, scopeOf: (collection: Collection<unknown>) => Values): Stage {
  if ('$out' in stage || '$merge' in stage || '$facet' in stage)
    throw new Error(`tenant scope: the stage ${Object.keys(stage)[0]} is not allowed`);
  if ('$lookup' in stage) {
    const { from, pipeline = [], ...lookup } = stage.$lookup as Stage & { from: string; pipeline?: Stage[] };
    const inner = pipeline.map((nested) => scopeStage(nested, scopeOf));
    return { $lookup: { ...lookup, from, pipeline: [{ $match: scopeOf(collectionNamed(from)) }, ...inner] } };
  }
  if ('$unionWith' in stage) {
    const { coll, pipeline = [] } = stage.$unionWith as { coll: string; pipeline?: Stage[] };
    const inner = pipeline.map((nested) => scopeStage(nested, scopeOf));
    return { $unionWith: { coll, pipeline: [{ $match: scopeOf(collectionNamed(coll)) }, ...inner] } };
  }
  if ('$graphLookup' in stage) {
    const lookup = stage.$graphLookup as Stage & { from: string; restrictSearchWithMatch?: Values };
    const within = { ...lookup.restrictSearchWithMatch, ...scopeOf(collectionNamed(lookup.from)) };
    return { $graphLookup: { ...lookup, restrictSearchWithMatch: within } };
  }
  return stage;
}
