/**
 * The SCIM door: what an identity provider asks at `/scim/v2`. This folder turns HTTP into calls of `domain/` and back;
 * `router.ts` lists what there is, `users.ts` and `groups.ts` answer, `render-*.ts` show, `answer-errors.ts` refuses. Its pure
 * parts (`schema/ filter/ list/ patch/ dialects/`) know no HTTP. Imports `domain/` and `http/`.
 *
 * This file: one request and its answer as the endpoints see them, without Express, so that a Bulk can ask them too.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Json, JsonObject } from '../json.ts';
import type { Cursors } from './list/cursor.ts';
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
export type Resources = { readonly type: ResourceType; readonly baseUrl: string; readonly cursors: Cursors };

export function locationOf({ type, baseUrl }: Resources, id: string): string {
  return `${baseUrl}${type.endpoint}/${id}`;
}

/** The id of what a 201 created. */
export function idIn({ headers }: ScimAnswer): string {
  return headers?.Location?.split('/').at(-1) ?? '';
}

/** The query parameters. Express would read `a[b]=c` and drop what it does not like; here names and values are as sent. */
export function queryOf({ originalUrl }: Pick<Request, 'originalUrl'>): Record<string, string | string[]> {
  const start = originalUrl.indexOf('?');
  const parameters = new URLSearchParams(start < 0 ? '' : originalUrl.slice(start));
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** Sends an answer as `application/scim+json`. */
export async function send(response: Response, { status, body, parts, headers = {} }: ScimAnswer): Promise<void> {
  response.status(status).set(headers);
  if (parts !== undefined) return sendParts(response, parts);
  if (body === undefined) {
    response.end();
    return;
  }
  // Not `response.json`: that would make up ETags and answer 304 by rules of its own.
  const text = Buffer.from(JSON.stringify(body));
  response.setHeader('Content-Type', 'application/scim+json');
  response.setHeader('Content-Length', text.length);
  response.end(text);
}

/** As fast as the client takes them. A fault in the middle cuts the connection, so that nobody takes half for all. */
async function sendParts(response: Response, parts: AsyncIterable<string>): Promise<void> {
  response.setHeader('Content-Type', 'application/scim+json');
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

/** Whether a path below the SCIM base is `/Me`; paths are told apart as the router does, without case. */
export function isMe(path: string): boolean {
  return /^\/me\/?$/i.test(path);
}
