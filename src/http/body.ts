import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Json } from '../json.ts';
import { atLeisure } from '../storage/patience.ts';
import { BodyFault } from './body-fault.ts';
import { parseStrictJson } from './strict-json.ts';

/** Bodies of the SCIM and API doors: 1 MB, that is about 10,000 group members. */
export const defaultBodyLimit = 1_048_576;

export type BodyRules = {
  /** At most so many bytes, counted after decompression. */
  readonly limit: number;
  /** The media types that are accepted, in lower case and without parameters. */
  readonly types: readonly string[];
};

/**
 * Reads the JSON body of a request. The media type and announced length are judged before the first byte is read, so
 * that a refused body costs nothing; gzip is accepted, with `limit` counted on what comes out of it. Throws a
 * `BodyFault`. What a refused client still sends is discarded as it arrives, until the server's request timeout.
 */
export async function readJson(request: IncomingMessage, { limit, types }: BodyRules): Promise<Json> {
  checkMediaType(request, types);
  const gzipped = isGzipped(request);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  const bytes = await atLeisure(readUpTo(gzipped ? gunzipped(request) : request, limit, request));
  return parseStrictJson(decodeUtf8(bytes));
}

function checkMediaType(request: IncomingMessage, types: readonly string[]): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  if (!types.includes(type.trim())) {
    const given = type.trim() === '' ? 'no Content-Type' : `Content-Type "${type.trim().slice(0, 80)}"`;
    throw new BodyFault('unsupported-type', `The request has ${given}: send ${types.join(' or ')}.`);
  }
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new BodyFault('unsupported-type', `The charset "${charset.slice(0, 40)}" is not supported: send utf-8.`);
  }
}

function isGzipped(request: IncomingMessage): boolean {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return false;
  if (encoding === 'gzip' || encoding === 'x-gzip') return true;
  throw new BodyFault('unsupported-encoding', 'This Content-Encoding is not supported: send gzip or none.');
}

/** Not `pipeline`: that would destroy the request with the decompressor, and with it the socket we answer on. */
function gunzipped(request: IncomingMessage): Readable {
  const gunzip = createGunzip();
  request.once('error', (error) => gunzip.destroy(error));
  gunzip.once('close', () => request.unpipe(gunzip).resume());
  return request.pipe(gunzip);
}

async function readUpTo(source: Readable, limit: number, request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: source !== request })) {
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    request.resume();
    if (isZlibError(error)) throw new BodyFault('malformed', 'The body is not valid gzip.');
    if (request.readableAborted) throw new BodyFault('malformed', 'The connection ended before the body did.');
    throw error;
  }
  return Buffer.concat(chunks, size);
}

function isZlibError(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('Z_');
}

function tooLarge(limit: number): BodyFault {
  return new BodyFault('too-large', `The body is larger than ${limit} bytes: send less at once.`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new BodyFault('malformed', 'The body is not valid UTF-8.');
  }
}
