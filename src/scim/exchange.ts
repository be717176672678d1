/**
 * The SCIM door: what an identity provider asks at `/scim/v2`. This folder turns HTTP into calls of `domain/` and back;
 * `door.ts` lists what there is, `users.ts` and `groups.ts` answer, `render-*.ts` show, `answer-errors.ts` refuses. Its pure
 * parts (`schema/ filter/ list/ patch/ dialects/`) know no HTTP. Imports `domain/` and `http/`.
 *
 * This file: one request and its answer as the endpoints see them, so that a Bulk can ask them too.
 */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Json, JsonObject } from '../json.ts';
import type { Cursors } from './list/cursor.ts';
import type { Places } from './list/places.ts';
import type { ResourceType } from './schema/model.ts';
import type { ScimCaller } from './scim-caller.ts';
import { ScimError } from './scim-error.ts';

export type ScimRequest = {
  readonly caller: ScimCaller;
  /** From the path; empty at a collection. */
  readonly id: string;
  /** A parameter that was given several times is a list. */
  readonly query: Readonly<Record<string, unknown>>;
  /** null where the method has none. */
  readonly body: Json;
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
  /** For the provisioning log: what the body says and nobody keeps. */
  readonly onIgnored: (names: readonly string[]) => void;
};

export type ScimAnswer = {
  readonly status: number;
  readonly body?: JsonObject;
  /** In place of `body`, its JSON text in parts: a resource too large to be held. */
  readonly parts?: AsyncIterable<string>;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Endpoint = (request: ScimRequest) => Promise<ScimAnswer>;

/** What can be done with the resources of one type. */
export type ResourceEndpoints = {
  readonly [Method in 'list' | 'create' | 'read' | 'replace' | 'patch' | 'remove']: Endpoint;
};

/** Which resources, and where they are: `baseUrl` is absolute and ends in `/scim/v2`. */
export type Resources = {
  readonly type: ResourceType;
  readonly baseUrl: string;
  readonly cursors: Cursors;
  readonly places: Places;
};

export function locationOf({ type, baseUrl }: Resources, id: string): string {
  return `${baseUrl}${type.endpoint}/${id}`;
}

/** The id of what a 201 created. */
export function idIn({ headers }: ScimAnswer): string {
  return headers?.Location?.split('/').at(-1) ?? '';
}

/** The query parameters, their names and values as they were sent. */
export function queryOf(url: string): Record<string, string | string[]> {
  const start = url.indexOf('?');
  if (start < 0) return {};
  const parameters = new URLSearchParams(url.slice(start));
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/**
 * Sends an answer as `application/scim+json`.
 * @param always headers that every answer has, names and values by turns
 */
export async function send(
  response: ServerResponse,
  { status, body, parts, headers = {} }: ScimAnswer,
  always: readonly string[],
): Promise<void> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const all = always.slice();
  for (const name in headers) all.push(name, headers[name] ?? '');
  if (parts !== undefined) return sendParts(response, status, parts, all);
  // All headers at once, and the body with them in one piece.
  if (text !== undefined) all.push('Content-Type', contentType, 'Content-Length', String(Buffer.byteLength(text)));
  response.writeHead(status, all).end(text);
}

export const contentType = 'application/scim+json';

/**
 * As fast as the client takes them. A fault before the first is answered as any other; one in the middle cuts the
 * connection, so that nobody takes half for all.
 */
async function sendParts(
  response: ServerResponse,
  status: number,
  parts: AsyncIterable<string>,
  headers: readonly string[],
): Promise<void> {
  for (let n = 0; n < headers.length; n += 2) response.setHeader(headers[n] ?? '', headers[n + 1] ?? '');
  response.setHeader('Content-Type', contentType);
  response.statusCode = status;
  if (response.req.method === 'HEAD') return void response.end();
  await pipeline(Readable.from(parts), response).catch((error: NodeJS.ErrnoException) => {
    // The client left.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** The body as an object. @throws ScimError 400 `invalidSyntax` */
export function objectOf(body: Json, what: string): JsonObject {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new ScimError(400, 'invalidSyntax', `The body must be a JSON object: ${what}.`);
}

/** Whether a path below the SCIM base is `/Me`; paths are told apart without case. */
export function isMe(path: string): boolean {
  return /^\/me\/?$/i.test(path);
}
