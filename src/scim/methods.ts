import type { RequestHandler } from 'express';
import { ScimError } from './scim-error.ts';

/** 405 with `Allow` (RFC 9110 section 15.5.6) for every method that reaches it. */
export function refuseMethod(allowed: readonly string[]): RequestHandler {
  const list = allowed.join(', ');
  return ({ method }, response) => {
    response.setHeader('Allow', list);
    throw new ScimError(405, null, `${method} is not possible here: use ${list}.`);
  };
}
