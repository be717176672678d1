/** How many requests an organization may send. Counted in each process alone: a write for each request would cost more than many requests do. */
import type { RequestHandler } from 'express';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Logged } from './provisioning-log.ts';
import { ScimError } from './scim-error.ts';

/** A burst of four seconds' worth, once in so many seconds. */
const burstSeconds = 10;
const burstFactor = 4;

/**
 * Mount it after the caller is known: the limit is each organization's own, so that one does not slow another down.
 * @param perSecond 0: no limit
 */
export function limitRate(perSecond: number): RequestHandler {
  if (perSecond === 0) return (_request, _response, next) => next();
  const limiter = new BurstyRateLimiter(
    new RateLimiterMemory({ points: perSecond, duration: 1 }),
    new RateLimiterMemory({ keyPrefix: 'burst', points: burstFactor * perSecond, duration: burstSeconds }),
  );
  return async (_request, response, next) => {
    const { caller } = response.locals as Logged;
    try {
      await limiter.consume(caller.orgId);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      response.setHeader('Retry-After', Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)));
      throw new ScimError(
        429,
        null,
        `More than ${perSecond} requests a second came from your organization. Send this one again after the seconds that Retry-After names.`,
      );
    }
    next();
  };
}
