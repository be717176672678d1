/**
 * Stripes: what many writers bump at once is kept in a few rows, one for each stripe, and read as their sum, so that
 * processes do not meet on one document (decision 4).
 */

const stripeCount = 4;

let own = Math.floor(Math.random() * stripeCount);

/** The stripe that this process writes now. */
export function ownStripe(): number {
  return own;
}

/**
 * Goes on to the next stripe: another process writes this one too, or died in mid-commit and its locks last until the
 * database's limit for transactions (60 s by default).
 */
export function leaveStripe(): void {
  own = (own + 1) % stripeCount;
}

/** The numbers of all stripes. */
export const allStripes: readonly number[] = Array.from({ length: stripeCount }, (_, stripe) => stripe);
