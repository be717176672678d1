/**
 * A route of the API is declared once, with everything there is to know about it; the router (`declared-router.ts`), the
 * OpenAPI document (`openapi.ts`) and the types of its handler all follow from the declaration.
 */
import type { Request } from 'express';
import { z } from 'zod';
import type { Context } from '../../domain/kernel/context.ts';
import { type Admitted, type AdmittedBy, type Need, parametersOf } from './needs.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** By status: the schema of the body, or null where there is none (204). */
type Responses = Readonly<Record<number, z.ZodType | null>>;

/** The body of an answer that is sent as it is made, at the pace at which the client takes it. */
export const textStream = z.custom<AsyncIterable<string>>().meta({ type: 'string' });

/** What a handler may return: one of the declared statuses, with the body that belongs to it. */
type Answer<R extends Responses> = {
  [S in keyof R]: { readonly status: S; readonly headers?: Readonly<Record<string, string>> } & (R[S] extends z.ZodType
    ? { readonly body: z.input<R[S]> }
    : { readonly body?: never });
}[keyof R];

/** What a handler gets. */
export type Input<P = unknown, Q = unknown, B = unknown> = {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The caller as the actor of domain operations. */
  readonly context: Context;
  readonly request: Request;
  /** For answers that go on for long: who is admitted now; null when the caller may not any more. */
  readonly admitAgain: () => Promise<Admitted | null>;
};

type Declaration<P, Q, B, R extends Responses, N extends Need> = {
  readonly method: Method;
  /** In OpenAPI's form: `/organizations/{org}`. */
  readonly path: string;
  /** One line for the reader of the documentation. */
  readonly summary: string;
  /** What the caller must be able to do. The router sees to it; the handler gets who calls, and the authority. */
  readonly needs: N;
  readonly tag: string;
  /** Of the path. Values that do not fit are 404: what cannot exist does not exist. */
  readonly params?: P;
  /** Of the query string. Unknown or repeated parameters are 400. */
  readonly query?: Q;
  readonly body?: B;
  readonly responses: R;
  /** By status: an example of an answer that shows what others of its schema do not, such as a secret. */
  readonly examples?: Readonly<Record<number, unknown>>;
  /** Statuses of refusals that do not follow from what it takes. */
  readonly refusals?: readonly number[];
  /** Of a `textStream`: its media types, with an example of each; absent: JSON. */
  readonly media?: Readonly<Record<string, string>>;
  readonly handle: (input: Input<z.output<P>, z.output<Q>, z.output<B>> & AdmittedBy<N>) => Promise<Answer<NoInfer<R>>>;
};

type Nothing = z.ZodObject<Record<never, never>>;

/** A declared route with its types forgotten, as lists hold it. */
export type Route = Omit<Declaration<z.ZodObject, z.ZodObject, z.ZodType, Responses, Need>, 'handle'> & {
  readonly handle: (input: Input & Admitted) => Promise<{
    readonly status: number;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  }>;
};

/**
 * Declares a route. The handler gets `params`, `query` and `body` parsed by their schemas and returns a declared
 * status with its body, which is cut to the schema on its way out: a field that is not declared does not leave.
 * Throws when the path and the names in `params` differ, or when it does not take what its need looks at.
 */
export function route<
  R extends Responses,
  const N extends Need,
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = z.ZodUndefined,
>(declaration: Declaration<P, Q, B, R, N>): Route {
  const inPath = [...declaration.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const declared = Object.keys(declaration.params?.shape ?? {});
  if (inPath.toSorted().join() !== declared.toSorted().join()) {
    throw new Error(`${declaration.path} and its params (${declared.join(', ')}) differ`);
  }
  const asked = parametersOf(declaration.needs);
  const taken = Object.keys(declaration.query?.shape ?? {});
  const lacking =
    asked.params.find((name) => !inPath.includes(name)) ?? asked.query.find((name) => !taken.includes(name));
  if (lacking !== undefined) throw new Error(`${declaration.path} needs ${declaration.needs}, and has no ${lacking}`);
  return declaration as unknown as Route;
}
