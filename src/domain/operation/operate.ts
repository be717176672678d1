/**
 * Every write of the domain is one operation: `load` reads what it needs, `decide` is pure and drafts what to write or
 * throws a DomainError, and the committer writes the draft or says that something changed meanwhile: then it is
 * loaded and decided again (decision 2).
 */
import { isDeepStrictEqual } from 'node:util';
import type { ChangeSet, Write } from '../../storage/change-set.ts';
import type { Collection } from '../../storage/collection.ts';
import { databaseTime, newId } from '../../storage/collection.ts';
import { commit } from '../../storage/commit.ts';
import { CommitDuplicate, CommitStale, CommitUnknown } from '../../storage/database-errors.ts';
import { timeLeft } from '../../storage/patience.ts';
import type { Expect, Filter, Increments } from '../../storage/query.ts';
import { tenant } from '../../storage/tenant.ts';
import { now } from '../kernel/clock.ts';
import { type Context, type IdempotentRequest, systemContext } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { leaveStripe, ownStripe } from '../kernel/stripe.ts';
import { type EventDocument, events, type NewEvent } from '../model/event.ts';
import { forgetWritten } from './hold.ts';
import { findResult, idempotencyKeys, isStoredBy, resultRow } from './idempotency.ts';
import { sealSoon } from './seal-soon.ts';
import { type Turn, takeTurn } from './turns.ts';

type Values = Record<string, unknown>;
type Row = { _id: string };

/** What an operation wants written, gathered by `decide`. Several changes of one document become one, as do its increments. */
export type Draft = {
  /** The time of the decision. */
  readonly now: Date;
  /** The stripe to bump of whatever is striped. */
  readonly stripe: number;
  insert<T extends Row>(collection: Collection<T>, document: NoInfer<T>): void;
  /**
   * `expect`: values the stored document must still have. A document inserted by this draft is changed in place.
   * @throws CommitStale when the draft expects two values of one field: it was loaded twice and changed in between
   */
  update<T extends Row>(
    collection: Collection<T>,
    id: string,
    set: Partial<NoInfer<T>>,
    expect?: Expect<NoInfer<T>>,
  ): void;
  delete<T extends Row>(collection: Collection<T>, id: string, expect?: Expect<NoInfer<T>>): void;
  deleteAll<T extends Row>(collection: Collection<T>, filter: Filter<NoInfer<T>>): void;
  increment<T extends Row>(
    collection: Collection<T>,
    id: string,
    by: Increments<NoInfer<T>>,
    more?: { expect?: Expect<NoInfer<T>>; set?: Partial<NoInfer<T>>; setOnInsert?: Partial<NoInfer<T>> },
  ): void;
  event(event: NewEvent): void;
};

/** Without a request, whose own deadline may be nearer. */
const deadlineMs = 10_000;

type Steps<S, R> = {
  readonly load: () => Promise<S>;
  /** May throw `CommitStale` where what was loaded does not fit together: it is loaded and decided again. */
  readonly decide: (state: S, draft: Draft) => R;
  /** What `decide` returns holds a secret that is shown once: it is never stored, so a replay cannot be answered. */
  readonly secretResult?: true;
};

/**
 * Runs one operation of an organization (null: of the deployment) and answers what `decide` returned, once it is durable.
 * The first operation of a request with an idempotency key stores that result with its changes (plain values and dates
 * only); in a replay of the request it answers the stored one and decides nothing.
 * @throws DomainError what `decide` refused, or `unavailable` when the database does not settle in time; with an
 *   idempotency key also unprocessable/idempotency_key_reused and conflict/secret_shown_once
 */
export async function operate<S, R>(
  orgId: string | null,
  context: Context,
  { load, decide, secretResult }: Steps<S, R>,
): Promise<R> {
  const once = takeOn(context);
  const deadline = Date.now() + timeLeft(deadlineMs);
  let duplicates = 0;
  let turn: Turn | null = null;
  try {
    for (let attempt = 0; ; attempt += 1) {
      const before = once && (await findResult(once));
      if (before) return before.result as R;
      try {
        const state = await load();
        const draft = newDraft();
        const result = decide(state, draft);
        const changes = draft.changes(orgId, context);
        await commitOrFind(
          once ? withResult(changes, once, draft.now, secretResult ? null : { value: result }) : changes,
          once,
        );
        if (draft.events.length > 0) sealSoon();
        return result;
      } catch (error) {
        // The same request may have been done meanwhile, and its effect be what this one is refused for.
        const meanwhile = once && error instanceof DomainError && (await findResult(once));
        if (meanwhile) return meanwhile.result as R;
        if (!(error instanceof CommitStale || error instanceof CommitDuplicate)) throw error;
        duplicates = error instanceof CommitDuplicate ? duplicates + 1 : 0;
        if (error instanceof CommitStale && error.cause) leaveStripe();
        if (duplicates > 3 || Date.now() > deadline) throw busy(error);
        if (error instanceof CommitStale) turn ??= await takeTurn(orgId ?? '', deadline);
        await pause(attempt);
      }
    }
  } finally {
    turn?.end();
  }
}

/**
 * What an operation would answer now: decided as `operate` does, and nothing is written.
 * @throws DomainError what `decide` refuses
 */
export async function rehearse<S, R>({ load, decide }: Pick<Steps<S, R>, 'load' | 'decide'>): Promise<R> {
  return decide(await load(), newDraft());
}

/** The idempotent request of this context, for its first operation. */
function takeOn({ idempotency }: Context): IdempotentRequest | null {
  if (!idempotency || idempotency.begun) return null;
  idempotency.begun = true;
  return idempotency;
}

function withResult(
  changes: ChangeSet,
  once: IdempotentRequest,
  at: Date,
  result: { readonly value: unknown } | null,
): ChangeSet {
  const document = resultRow(once, { ...changes, at }, result);
  return { ...changes, writes: [...changes.writes, { kind: 'insert', collection: idempotencyKeys, document }] };
}

function busy(error: CommitStale | CommitDuplicate): DomainError {
  return error instanceof CommitDuplicate
    ? new DomainError('conflict', 'uniqueness', `Another record has the same ${attributeNames(error.fields)}.`)
    : new DomainError('unavailable', 'contention', 'Too many changes of the same record at once. Send it again.');
}

/** Attributes of directory content are indexed by their folded copies, under encoded names. */
function attributeNames(fields: string): string {
  return decodeURIComponent(fields.replaceAll('search.', ''));
}

/** Losers of a race wait a little, each for another time, so that they do not meet again. */
function pause(attempt: number): Promise<void> {
  const ms = Math.random() * Math.min(50, 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Commits; when the database does not say whether it did, the kept result or the operation's events tell. What writes
 * neither is safe to send again.
 */
async function commitOrFind(changes: ChangeSet, once: IdempotentRequest | null): Promise<void> {
  try {
    await commit(changes).finally(() => forgetWritten(changes));
  } catch (error) {
    if (!(error instanceof CommitUnknown)) throw error;
    const { orgId, operationId } = changes;
    if (once && (await isStoredBy(once, operationId))) return;
    if (orgId !== null && (await tenant(orgId).findOne(events, { operationId }))) return;
    throw new DomainError('unavailable', 'commit_unknown', 'The database did not confirm the change. Send it again.');
  }
}

type Update = { collection: Collection<unknown>; set: Values; expect: Values };

function bothHold(one: Values, other: Values): Values {
  for (const [field, value] of Object.entries(other))
    if (field in one && !isDeepStrictEqual(one[field], value)) throw new CommitStale(`${field} changed while loading`);
  return { ...one, ...other };
}

type Increment = Extract<Write, { kind: 'increment' }>;

function bothIncrements(one: Increment | undefined, other: Increment): Increment {
  if (!one) return other;
  const by = { ...one.by };
  for (const [field, more] of Object.entries(other.by)) by[field] = (by[field] ?? 0) + more;
  return {
    ...one,
    by,
    ...(one.expect || other.expect ? { expect: bothHold(one.expect ?? {}, other.expect ?? {}) } : {}),
    ...(one.set || other.set ? { set: { ...one.set, ...other.set } } : {}),
    ...(one.setOnInsert || other.setOnInsert ? { setOnInsert: { ...one.setOnInsert, ...other.setOnInsert } } : {}),
  };
}

/** An empty draft. Exported for previews and tests, which look at it and commit nothing. */
export function newDraft(): Draft & {
  changes(orgId: string | null, context: Context): ChangeSet;
  readonly events: NewEvent[];
} {
  const at = now();
  const inserts = new Map<string, { collection: Collection<unknown>; document: Row & Values }>();
  const updates = new Map<string, Update & { id: string }>();
  const increments = new Map<string, Increment>();
  const others: Write[] = [];
  const drafted: NewEvent[] = [];
  const keyOf = (collection: Collection<unknown>, id: string) => `${collection.name}/${id}`;
  return {
    now: at,
    stripe: ownStripe(),
    events: drafted,
    insert(collection, document) {
      inserts.set(keyOf(collection, document._id), { collection, document: { ...document } as Row & Values });
    },
    update(collection, id, set, expect = {}) {
      const key = keyOf(collection, id);
      const inserted = inserts.get(key);
      if (inserted) {
        Object.assign(inserted.document, set);
        return;
      }
      const present = updates.get(key) ?? { collection, id, set: {}, expect: {} };
      updates.set(key, { ...present, set: { ...present.set, ...set }, expect: bothHold(present.expect, expect) });
    },
    delete(collection, id, expect = {}) {
      const key = keyOf(collection, id);
      if (inserts.delete(key)) return;
      const expected = bothHold(updates.get(key)?.expect ?? {}, expect);
      updates.delete(key);
      others.push({ kind: 'delete', collection, id, expect: expected });
    },
    deleteAll(collection, filter) {
      others.push({ kind: 'delete-all', collection, filter });
    },
    increment(collection, id, by, more = {}) {
      const key = keyOf(collection, id);
      const added = { kind: 'increment' as const, collection, id, by: by as Record<string, number>, ...more };
      increments.set(key, bothIncrements(increments.get(key), added));
    },
    event(event) {
      drafted.push(event);
    },
    changes(orgId, context) {
      const operationId = newId();
      const writes: Write[] = [
        ...[...updates.values()].map(
          ({ collection, id, set, expect }): Write => ({
            kind: 'update',
            collection,
            id,
            expect,
            update: { $set: set },
          }),
        ),
        ...others,
        ...increments.values(),
        ...[...inserts.values()].map(({ collection, document }): Write => ({ kind: 'insert', collection, document })),
        ...drafted.map(
          (event): Write => ({
            kind: 'insert',
            collection: events,
            document: eventDocument(event, orgId, operationId, at, context),
          }),
        ),
      ];
      return { operationId, orgId, writes };
    },
  };
}

function eventDocument(
  event: NewEvent,
  orgId: string | null,
  operationId: string,
  at: Date,
  context: Context,
): EventDocument {
  const { actor, requestId, address } = event.unsigned ? systemContext : context;
  return {
    _id: event.id ?? newId(),
    orgId: orgId ?? event.orgId ?? '',
    seq: null,
    recorded: databaseTime(),
    type: event.type,
    at,
    actor,
    subject: event.subject,
    before: event.before ?? null,
    after: event.after ?? null,
    requestId,
    operationId,
    ...(address ? { address } : {}),
  };
}
