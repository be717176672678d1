/** Limits on attempts that are counted in the database, so that they hold on all nodes together. */
import { createHash } from 'node:crypto';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { mongoClient } from '../storage/connection.ts';
import { patiently } from '../storage/patience.ts';
import { tally } from '../tally.ts';

/** Too many attempts lately. The message says when the next one is possible. */
export class TooManyAttempts extends Error {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super(`Too many attempts. Wait ${inWords(retryAfterSeconds)} and try again.`);
    this.name = 'TooManyAttempts';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

function inWords(seconds: number): string {
  if (seconds <= 90) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

const throttled = tally(
  'throttled_total',
  'Attempts (passwords, links, sign-ins) that were refused since there were too many.',
);

/** So many attempts of one key in so many seconds. */
type Step = { readonly points: number; readonly seconds: number };

export type Throttle = { readonly limits: readonly (() => Promise<RateLimiterMongo>)[] };

/**
 * A limit under this name, in steps of growing length: a few wrong attempts cost seconds, and who goes on waits longer. Two
 * throttles never share a count.
 */
export function throttle(name: string, ...steps: readonly Step[]): Throttle {
  return { limits: steps.map((step) => limiter(`${name}-${step.seconds}`, step)) };
}

/**
 * Runs an attempt that counts in all of these throttles, under a key of which they keep a hash. It is counted before it is
 * made, so that many at once count too. What one of them refuses counts in none, and what was right is taken back.
 * @param judge answers null to a wrong attempt
 * @param isWrong whether an attempt that ended with this error was wrong too
 * @throws TooManyAttempts
 */
export async function attempt<T>(
  counted: readonly (readonly [Throttle, key: string])[],
  judge: () => Promise<T>,
  isWrong: (error: unknown) => boolean = () => false,
): Promise<T> {
  const done: { readonly limit: RateLimiterMongo; readonly key: string }[] = [];
  const takeBack = () => patiently(Promise.all(done.map(({ limit, key }) => limit.reward(key))));
  for (const [{ limits }, name] of counted) {
    const key = hashed(name);
    for (const open of limits) {
      const limit = await patiently(open());
      try {
        await patiently(limit.consume(key));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throttled.count();
        await takeBack();
        throw new TooManyAttempts(Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)));
      }
      done.push({ limit, key });
    }
  }
  try {
    const result = await judge();
    if (result !== null) await takeBack();
    return result;
  } catch (error) {
    if (!isWrong(error)) await takeBack();
    throw error;
  }
}

function limiter(name: string, step: Step): () => Promise<RateLimiterMongo> {
  let opened: { of: unknown; is: Promise<RateLimiterMongo> } | null = null;
  return () => {
    const storeClient = mongoClient();
    if (opened?.of !== storeClient) {
      opened = { of: storeClient, is: ready(storeClient, name, step) };
      // The database was away: the next attempt tries again.
      opened.is.catch(() => {
        opened = null;
      });
    }
    return opened.is;
  };
}

/** The unique index has to be there before the first count: two of one key at once would be two rows, for ever. */
async function ready(
  storeClient: ReturnType<typeof mongoClient>,
  keyPrefix: string,
  { points, seconds: duration }: Step,
): Promise<RateLimiterMongo> {
  const { dbName } = storeClient.options;
  const table = { storeClient, dbName, tableName: 'rateLimits', disableIndexesCreation: true };
  const limiter = new RateLimiterMongo({ ...table, keyPrefix, points, duration });
  await limiter.createIndexes();
  return limiter;
}

const hashed = (text: string) => createHash('sha256').update(text).digest('base64url');
