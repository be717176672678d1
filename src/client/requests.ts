/** The methods of the client by their types: all that they take and answer is in `api-types.ts`. */
import type { Client, ClientPathsWithMethod, MethodResponse, RequestBodyOption } from 'openapi-fetch';
import type { paths } from './api-types.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathOf<M extends Method> = ClientPathsWithMethod<Client<paths>, M>;
type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;
type Parameters<O> = O extends { parameters: infer P } ? Pick<P, keyof P & ('path' | 'query')> : unknown;

/** What a request takes: `path` and `query` for its address, the `body`, and a signal to give it up by. */
export type RequestOf<P extends keyof paths, M extends Method> = Parameters<Operation<P, M>> &
  RequestBodyOption<Operation<P, M>> & { signal?: AbortSignal } & (M extends 'get' ? unknown : Once);

type Once = {
  /** Your own, where the write shall be done once even if your program sends it again after a restart. */
  idempotencyKey?: string;
};

/** May be left out where nothing of it is needed. */
type Given<R> = Record<never, never> extends R ? [request?: R] : [request: R];

export type AnswerTo<P extends keyof paths, M extends Method> =
  P extends PathOf<M> ? MethodResponse<Client<paths>, M, P> : never;

export type Send<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...request: Given<RequestOf<P, M>>
) => Promise<AnswerTo<P, M>>;

/** The lists that are read page by page. */
type ListPath = {
  [P in PathOf<'get'>]: AnswerTo<P, 'get'> extends { items: unknown[]; nextCursor: string | null } ? P : never;
}[PathOf<'get'>];

export type List = <P extends ListPath>(
  path: P,
  ...request: Given<RequestOf<P, 'get'>>
) => AsyncGenerator<AnswerTo<P, 'get'> extends { items: (infer Item)[] } ? Item : never>;

export type Stream = <P extends PathOf<'get'>>(
  path: P,
  ...request: Given<RequestOf<P, 'get'>>
) => Promise<ReadableStream<Uint8Array>>;

/** As all of them look at run time. */
export type AnyRequest = {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly idempotencyKey?: string;
};
