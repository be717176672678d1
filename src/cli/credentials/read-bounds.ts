/** What a new token or key may do and until when, as it is typed. */
import { BadUse } from '../bad-use.ts';

export type BoundsTyped = {
  readonly description: string;
  readonly scopes?: string | undefined;
  readonly expires?: string | undefined;
};

/** As the API takes it. */
export type Bounds = {
  readonly description: string;
  readonly scopes?: readonly string[];
  readonly expiresAt?: string;
};

/** @throws BadUse that says what may be typed */
export function readBounds({ description, scopes, expires }: BoundsTyped, at = new Date()): Bounds {
  return {
    description,
    ...(scopes === undefined ? {} : { scopes: readScopes(scopes) }),
    ...(expires === undefined ? {} : { expiresAt: readExpiry(expires, at) }),
  };
}

function readScopes(typed: string): string[] {
  const scopes = typed.split(',').map((scope) => scope.trim());
  if (scopes.every((scope) => scope === 'read' || scope === 'write')) return scopes;
  throw new BadUse(`--scopes ${typed}: write read, write or read,write.`);
}

function readExpiry(typed: string, at: Date): string {
  const [, days] = /^(\d{1,5})d$/.exec(typed) ?? [];
  if (days !== undefined) return new Date(at.getTime() + Number(days) * 86_400_000).toISOString();
  // A time without its zone would mean another moment on another machine.
  const isTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(typed);
  const moment = new Date(isTime ? typed : Number.NaN);
  if (Number.isNaN(moment.getTime()))
    throw new BadUse(`--expires ${typed}: write days as 90d, a day as 2027-01-31, or a time as 2027-01-31T12:00:00Z.`);
  return moment.toISOString();
}
