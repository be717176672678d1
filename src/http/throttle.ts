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
  let limiter: { of: unknown; is: RateLimiterMongo } | null = null;
  const open = () => {
    const client = mongoClient();
    if (limiter?.of !== client) {
      const options = { storeClient: client, dbName: client.options.dbName, tableName: 'rateLimits' };
      limiter = { of: client, is: new RateLimiterMongo({ ...options, keyPrefix: name, points, duration: seconds }) };
    }
    return limiter.is;
  };
  return {
    async count(key) {
      try {
        await open().consume(key);
        return null;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
        throw refusal;
      }
    },
    async forgive(key) {
      await open().reward(key);
    },
  };
}

/** Wrong links of invitations, by account. */
export const invitationGuesses: Throttle = throttle('invitation', { points: 10, seconds: 900 });
