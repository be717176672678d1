/**
 * What a caller asks with an idempotency key happens once: the first operation of the request stores its result in the
 * same commit as its changes, and a replay of the request is answered from there (decision 2).
 */
import { createHash, createHmac } from 'node:crypto';
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, boolean, date, nullable, optional, text } from '../../storage/fields.ts';
import { system } from '../../storage/tenant.ts';
import type { Actor, Context, IdempotentRequest } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';

const daySeconds = 24 * 3600;

export const idempotencyKeys = defineCollection(
  'idempotencyKeys',
  'system',
  {
    /** For whoever deletes an organization; null for what belongs to the deployment. */
    orgId: nullable(text),
    fingerprint: text,
    operationId: text,
    /** The result held a secret, which is not stored. */
    isSecret: boolean,
    /** Absent when `decide` returned nothing. */
    result: optional(anyShape<unknown>()),
    createdAt: date,
  },
  // The id is unique per caller and key: the database is the judge of two at once.
  [{ keys: { createdAt: 1 }, expireAfterSeconds: daySeconds }, { keys: { orgId: 1 } }],
);

type StoredResult = DocumentOf<typeof idempotencyKeys>;

/**
 * A request with an idempotency key, for its context. Neither the key nor the request is stored in plain: the row's id
 * is a hash of caller and key, the fingerprint is keyed with the key.
 * @param request whatever must be the same in a replay
 */
export function idempotentRequest(actor: Actor, key: string, request: string): IdempotentRequest {
  const id = createHash('sha256')
    .update(JSON.stringify([actor.type, actor.id, key]))
    .digest('hex');
  const fingerprint = createHmac('sha256', key).update(request).digest('hex');
  return { id, fingerprint, begun: false, answer: { replayed: false } };
}

/**
 * The context of one part of a request that is several operations, whose results all belong to its answer: each is kept,
 * so that a replay answers the parts that were done as they were, and does the others.
 * @param part the same in a replay
 */
export function partOf(context: Context, part: number): Context {
  const { idempotency } = context;
  if (!idempotency) return context;
  const id = createHash('sha256').update(`${idempotency.id}/${part}`).digest('hex');
  return { ...context, idempotency: { ...idempotency, id, begun: false } };
}

/**
 * The result of the same request before, which is then called replayed; null when there was none.
 * @throws DomainError unprocessable/idempotency_key_reused, conflict/secret_shown_once
 */
export async function findResult(request: IdempotentRequest): Promise<{ result: unknown } | null> {
  const { id, fingerprint } = request;
  const stored = await system('idempotency').findOne(idempotencyKeys, { _id: id });
  if (!stored) return null;
  if (stored.fingerprint !== fingerprint)
    throw new DomainError(
      'unprocessable',
      'idempotency_key_reused',
      'This Idempotency-Key was sent with another request before: send a new one with each new request.',
    );
  if (stored.isSecret)
    throw new DomainError(
      'conflict',
      'secret_shown_once',
      'This was done before, and the secret was in that answer only. If you do not have it, revoke what was made, and make another with a new Idempotency-Key.',
    );
  request.answer.replayed = true;
  return { result: stored.result };
}

/** Whether it was this very operation that stored the result. */
export async function isStoredBy({ id }: IdempotentRequest, operationId: string): Promise<boolean> {
  return (await system('idempotency').findOne(idempotencyKeys, { _id: id, operationId })) !== null;
}

/**
 * The row that keeps the result of a request's first operation.
 * @param result `decide`'s, of plain values and dates; null for one that holds a secret
 * @throws Error for a result that would not be the same when it is read again, or that holds a secret
 */
export function resultRow(
  { id, fingerprint }: IdempotentRequest,
  { operationId, orgId, at }: { operationId: string; orgId: string | null; at: Date },
  result: { readonly value: unknown } | null,
): StoredResult {
  const kept = result?.value === undefined ? {} : { result: storable(result.value, 'result') };
  return { _id: id, orgId, fingerprint, operationId, isSecret: result === null, ...kept, createdAt: at };
}

/** Secrets of ours as they are shown once, also at the end of a link. */
const secretOfOurs = /(?:usher_[a-z]+|whsec)_[\w+/=-]{24}/;

/** A copy without members that are undefined, which the database would turn into null. */
function storable(value: unknown, at: string): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') {
    if (secretOfOurs.test(value)) throw new Error(`${at} of an operation is a secret: declare \`secretResult\``);
    return value;
  }
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item, index) => storable(item, `${at}[${index}]`));
  if (typeof value === 'object' && isPlain(value))
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([name, member]) => [name, storable(member, `${at}.${name}`)]),
    );
  throw new Error(`${at} of an operation cannot be stored: let \`decide\` return plain values and dates`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
