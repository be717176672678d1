/** Limits on attempts that are counted in the database, so that they hold on all nodes together. */
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { mongoClient } from '../storage/connection.ts';

export type Throttle = {
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
export const invitationGuesses: Throttle = throttle('invitation', { points: 10, seconds: 900 });
