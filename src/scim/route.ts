/** What is where below `/scim/v2`. */
import type { ScimScope } from '../domain/model/scim-token.ts';
import type { Endpoint } from './exchange.ts';
import type { Method } from './methods.ts';

/** An endpoint, and the scope that a token must have for it. */
export type Served = { readonly scope: ScimScope; readonly endpoint: Endpoint };

export const read = (endpoint: Endpoint): Served => ({ scope: 'read', endpoint });
export const write = (endpoint: Endpoint): Served => ({ scope: 'write', endpoint });

export type Route = {
  /** As metrics and the audit log name it: `/Users/:id`. */
  readonly template: string;
  readonly methods: Readonly<Partial<Record<Method, Served>>>;
};

/** Routes by their templates, which are at most a collection and an id or a word of its own. */
export function findRoute<R>(routes: ReadonlyMap<string, R>, path: string): { route: R; id: string } | null {
  const [, first = '', second, ...rest] = (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path).split('/');
  if (rest.length > 0 || second === '') return null;
  const collection = `/${first.toLowerCase()}`;
  const whole = routes.get(second === undefined ? collection : `${collection}/${second.toLowerCase()}`);
  if (whole) return { route: whole, id: '' };
  const route = second === undefined ? undefined : routes.get(`${collection}/:id`);
  // A broken percent-encoding is a URIError: nobody's id.
  return route ? { route, id: decodeURIComponent(second ?? '') } : null;
}

/** For `findRoute`, which tells paths apart without case. */
export function byTemplate<R extends { readonly template: string }>(routes: readonly R[]): ReadonlyMap<string, R> {
  return new Map(routes.map((route) => [route.template.toLowerCase(), route]));
}
