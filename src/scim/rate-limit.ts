/** How many requests an organization may send. Counted in each process alone: a write for each request would cost more than many requests do. */
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { tally } from '../tally.ts';
import { ScimError } from './scim-error.ts';

/** A burst of four seconds' worth, once in so many seconds. */
const burstSeconds = 10;
const burstFactor = 4;

/**
 * Counts a request of this organization: the limit is each organization's own, so that one does not slow another down.
 * @throws ScimError 429
 */
export type CountRequest = (orgId: string) => Promise<void>;

const limited = tally(
  'scim_rate_limited_total',
  'SCIM requests that were refused since their organization sent too many.',
);

/** @param perSecond 0: no limit */
export function limitRate(perSecond: number): CountRequest | null {
  if (perSecond === 0) return null;
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ points: perSecond, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: burstFactor * perSecond, duration: burstSeconds }),
  );
  return async (orgId) => {
    try {
      await limiter.consume(orgId);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      limited.count();
      throw new ScimError(
        429,
        null,
        `More than ${perSecond} requests a second came from your organization. Send this one again after the seconds that Retry-After names.`,
        { 'Retry-After': String(Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))) },
      );
    }
  };
}
