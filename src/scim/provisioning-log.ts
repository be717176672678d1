/** Writes each request of an organization's identity provider into its provisioning log, after the answer is out. */
import type { RequestHandler } from 'express';
import { now } from '../domain/clock.ts';
import { type NewScimRequest, recordScimRequests, type ScimOperation } from '../domain/events/scim-request.ts';
import { requestIdOf } from '../http/request-id.ts';
import type { Json, JsonObject } from '../json.ts';
import type { ScimCaller } from './authenticate.ts';
import { isMe } from './me.ts';
import type { ScimError } from './scim-error.ts';

/** What the handlers of a request leave for the log. */
export type Logged = {
  caller: ScimCaller;
  body?: Json;
  refusal?: ScimError;
  targetId?: string;
  ignored?: readonly string[];
};

export type LogRules = {
  /** false: email addresses are shortened. */
  readonly pii: boolean;
  readonly days: number;
};

/** Rows wait so long for company, so that a busy provider costs few writes. */
const flushAfterMs = 250;
const maxWaiting = 1_000;
const maxBodyLength = 4_000;
const maxPathLength = 2_000;

const flushes = new Set<() => Promise<void>>();

/** Writes what waits, and resolves when it is written: for the end of the process, after the last answer. */
export async function flushProvisioningLog(): Promise<void> {
  await Promise.all([...flushes].map((flush) => flush()));
}

/** Mount it after the caller is known. */
export function logProvisioning({ pii, days }: LogRules): RequestHandler {
  const waiting: NewScimRequest[] = [];
  let written = Promise.resolve();
  const flush = () => {
    const batch = waiting.splice(0);
    // No request waits for the log: what cannot be written is lost, and the request's own line in the process log is there.
    const before = written;
    if (batch.length > 0)
      written = recordScimRequests(batch).then(
        () => before,
        () => before,
      );
    return written;
  };
  flushes.add(flush);
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const { caller, body, refusal, targetId, ignored = [] } = response.locals as Logged;
      const at = now();
      const path = `${request.baseUrl}${request.path}`;
      const query = request.originalUrl.includes('?')
        ? `?${decoded(request.originalUrl.split('?').slice(1).join('?'))}`
        : '';
      const place = placeOf(request.path, caller);
      const [, collection, id] = /^\/(Users|Groups)(?:\/([^/]+))?/.exec(place) ?? [];
      const { actor } = caller.context;
      waiting.push({
        orgId: caller.orgId,
        at,
        expiresAt: new Date(at.getTime() + days * 86_400_000),
        requestId: requestIdOf(request),
        tokenId: actor.id ?? '',
        tokenName: 'name' in actor ? (actor.name ?? '') : '',
        operation: operationOf(request.method, place),
        method: request.method,
        path: shortened(path + query, pii).slice(0, maxPathLength),
        resourceType: collection === undefined ? null : collection === 'Users' ? 'User' : 'Group',
        targetId: targetId ?? (id === undefined || id === '.search' ? null : id.slice(0, 100)),
        status: response.statusCode,
        scimType: refusal?.scimType ?? null,
        detail: refusal ? shortened(refusal.detail, pii) : null,
        durationMs: Math.round(performance.now() - started),
        body: body === undefined || body === null ? null : redactedText(body, pii),
        ignored: ignored.map((name) => shortened(name, pii)),
      });
      if (waiting.length === 1) setTimeout(flush, flushAfterMs);
      else if (waiting.length >= maxWaiting) void flush();
    });
    next();
  };
}

/** `/Me` is the User of the person whom the token is bound to. */
function placeOf(path: string, { memberId }: ScimCaller): string {
  return memberId !== null && isMe(path) ? `/Users/${memberId}` : path;
}

function operationOf(method: string, path: string): ScimOperation {
  if (path.endsWith('/.search')) return 'search';
  if (path === '/Bulk') return 'bulk';
  const [, , id] = /^\/(Users|Groups)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
  const isCollection = id === undefined;
  if (!/^\/(Users|Groups)/.test(path)) return 'other';
  switch (method) {
    case 'GET':
    case 'HEAD':
      return isCollection ? 'list' : 'read';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'replace';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return 'delete';
    default:
      return 'other';
  }
}

const secretKey = /password|secret|token|credential/i;

/** The body as text, without the values of secrets, and cut. */
function redactedText(body: Json, pii: boolean): string {
  const text = JSON.stringify(withoutSecrets(body));
  return (
    shortened(text.slice(0, maxBodyLength * 2), pii).slice(0, maxBodyLength) + (text.length > maxBodyLength ? '…' : '')
  );
}

/** A PATCH names the attribute beside the value: `{"path": "password", "value": "..."}`. */
function withoutSecrets(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map((element) => withoutSecrets(element));
  if (typeof value !== 'object' || value === null) return value ?? null;
  const namesSecret = typeof value.path === 'string' && secretKey.test(value.path);
  const shown: JsonObject = {};
  for (const [key, inner] of Object.entries(value))
    shown[key] = secretKey.test(key) || (namesSecret && key === 'value') ? '[redacted]' : withoutSecrets(inner);
  return shown;
}

/** `ada@acme.test` -> `a…@acme.test` where personal data stays out of logs. */
function shortened(text: string, pii: boolean): string {
  return pii ? text : text.replaceAll(/([^\s"'@<>()=:,;])[^\s"'@<>()=:,;]*@/g, '$1…@');
}

function decoded(query: string): string {
  try {
    return decodeURIComponent(query.replaceAll('+', ' '));
  } catch {
    return query;
  }
}
