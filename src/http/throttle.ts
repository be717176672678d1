/** Limits on attempts that are counted in the database, so that they hold on all nodes together. */
import { createHash } from 'node:crypto';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../domain/errors.ts';
import { mongoClient } from '../storage/connection.ts';

type Throttle = {
  /**
   * Counts one attempt, before it is made, so that many at once count too.
   * @returns null, or after how many seconds the next one is possible
   */
  readonly count: (key: string) => Promise<number | null>;
  /** Takes one back that was no guess. */
  readonly forgive: (key: string) => Promise<void>;
};

/** `points` attempts of each key in `seconds`. */
function throttle(name: string, { points, seconds }: { points: number; seconds: number }): Throttle {
  let opened: { of: unknown; is: Promise<RateLimiterMongo> } | null = null;
  const open = () => {
    const storeClient = mongoClient();
    if (opened?.of !== storeClient) {
      opened = { of: storeClient, is: ready({ storeClient, name, points, seconds }) };
      // The database was away: the next attempt tries again.
      opened.is.catch(() => {
        opened = null;
      });
    }
    return opened.is;
  };
  return {
    async count(key) {
      try {
        await (await open()).consume(key);
        return null;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
        throw refusal;
      }
    },
    async forgive(key) {
      await (await open()).reward(key);
    },
  };
}

/** The unique index has to be there before the first count: two of one key at once would be two rows, for ever. */
async function ready({
  storeClient,
  name,
  points,
  seconds,
}: {
  storeClient: ReturnType<typeof mongoClient>;
  name: string;
  points: number;
  seconds: number;
}): Promise<RateLimiterMongo> {
  const limiter = new RateLimiterMongo({
    storeClient,
    dbName: storeClient.options.dbName,
    tableName: 'rateLimits',
    disableIndexesCreation: true,
    keyPrefix: name,
    points,
    duration: seconds,
  });
  await limiter.createIndexes();
  return limiter;
}

/** Wrong links of invitations, by account. */
const invitationGuesses = throttle('invitation', { points: 10, seconds: 900 });

const window = { seconds: 900 };
/** Guesses of a password: of one account from one address, of one account, and from one address, which may be a proxy's. */
const ofPair = throttle('password-pair', { points: 10, ...window });
const ofAccount = throttle('password-account', { points: 50, ...window });
const ofAddress = throttle('password-address', { points: 500, ...window });

/** Too many guesses lately. */
export class TooManyAttempts extends Error {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('too many attempts');
    this.name = 'TooManyAttempts';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Runs a guess at the password of `account` from `address`. `judge` answers null when it was wrong; a right one takes its
 * count back. Both are kept as hashes only.
 * @throws TooManyAttempts
 */
export async function guess<T>(account: string, address: string, judge: () => Promise<T | null>): Promise<T | null> {
  const counted = [
    [ofPair, hashed(`${account} ${address}`)],
    [ofAccount, hashed(account)],
    [ofAddress, hashed(address)],
  ] as const;
  for (const [limit, key] of counted) {
    const retryAfterSeconds = await limit.count(key);
    if (retryAfterSeconds !== null) throw new TooManyAttempts(retryAfterSeconds);
  }
  const result = await judge();
  if (result !== null) await Promise.all(counted.map(([limit, key]) => limit.forgive(key)));
  return result;
}

/**
 * Runs what an account does with the link of an invitation. One that is no invitation counts as a guess (design 4.2 case 75).
 * @throws TooManyAttempts
 */
export async function guessLink<T>(accountId: string, act: () => Promise<T>): Promise<T> {
  const retryAfterSeconds = await invitationGuesses.count(accountId);
  if (retryAfterSeconds !== null) throw new TooManyAttempts(retryAfterSeconds);
  let wrong = false;
  try {
    return await act();
  } catch (error) {
    wrong = error instanceof DomainError && error.code === 'not_found';
    throw error;
  } finally {
    if (!wrong) await invitationGuesses.forgive(accountId);
  }
}

/** Logout tokens that were not right: of one connection from one address. */
const wrongLogouts = throttle('logout-token', { points: 500, ...window });

/**
 * Runs what a provider says about a sign-out. Who sends what is wrong from elsewhere does not count for the provider.
 * @param isWrong whether an attempt that ended with this error counts
 * @throws TooManyAttempts
 */
export async function guessLogoutToken(
  connectionId: string,
  address: string,
  act: () => Promise<void>,
  isWrong: (error: unknown) => boolean,
): Promise<void> {
  const key = hashed(`${connectionId} ${address}`);
  const retryAfterSeconds = await wrongLogouts.count(key);
  if (retryAfterSeconds !== null) throw new TooManyAttempts(retryAfterSeconds);
  let wrong = false;
  try {
    await act();
  } catch (error) {
    wrong = isWrong(error);
    throw error;
  } finally {
    if (!wrong) await wrongLogouts.forgive(key);
  }
}

const hashed = (text: string) => createHash('sha256').update(text).digest('base64url');
