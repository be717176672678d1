/** Writes each request of an organization's identity provider into its provisioning log, after the answer is out. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { now } from '../domain/kernel/clock.ts';
import { type NewScimRequest, recordScimRequests, type ScimOperation } from '../domain/model/scim-request.ts';
import { decoded, loggablePath, mask, namesSecret, withoutSecrets } from '../http/loggable.ts';
import { requestIdOf } from '../http/request-id.ts';
import { pathOf } from '../http/url.ts';
import type { Json, JsonObject } from '../json.ts';
import { withoutPatience } from '../storage/patience.ts';
import { tally } from '../tally.ts';
import { isMe } from './exchange.ts';
import type { ScimCaller } from './scim-caller.ts';
import type { ScimError } from './scim-error.ts';

/** A request as the log sees it when it is over: what the door found out on the way. */
export type Logged = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: string;
  /** Below the door, without the query. */
  readonly path: string;
  body: Json | undefined;
  refusal: ScimError | null;
  targetId: string | null;
  ignored: readonly string[];
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

const operations = tally('scim_operations_total', 'SCIM requests with a right token, by operation and status class.', [
  'operation',
  'status',
]);

const flushes = new Set<() => Promise<void>>();

/** Writes what waits, and resolves when it is written: for the end of the process, after the last answer. */
export async function flushProvisioningLog(): Promise<void> {
  await Promise.all([...flushes].map((flush) => flush()));
}

/** Notes a request whose caller is known, when it is over. */
export function logProvisioning({ pii, days }: LogRules): (logged: Logged, caller: ScimCaller) => void {
  const waiting: (() => NewScimRequest)[] = [];
  let written = Promise.resolve();
  const flush = () => {
    const batch = waiting.splice(0).map((row) => row());
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
  return (logged, caller) => {
    const started = performance.now();
    logged.response.once('close', () => {
      const at = now();
      const durationMs = Math.round(performance.now() - started);
      // Made into a row when it is written, off the way of the requests that come meanwhile.
      waiting.push(() => rowOf(logged, caller, { at, durationMs, pii, days }));
      // It has nothing to do with how long the request may wait.
      if (waiting.length === 1) withoutPatience(() => setTimeout(flush, flushAfterMs));
      else if (waiting.length >= maxWaiting) withoutPatience(flush);
    });
  };
}

function rowOf(
  { request, response, url, path: below, body, refusal, targetId, ignored }: Logged,
  caller: ScimCaller,
  { at, durationMs, pii, days }: LogRules & { readonly at: Date; readonly durationMs: number },
): NewScimRequest {
  const { actor } = caller.context;
  const method = request.method ?? '';
  const path = pathOf(url);
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  const place = placeOf(below, caller);
  const [, collection, id] = /^\/(Users|Groups)(?:\/([^/]+))?/.exec(place) ?? [];
  const operation = operationOf(method, place);
  operations.count(operation, `${Math.floor(response.statusCode / 100)}xx`);
  const hidden: Hidden = { values: new Set(), inText: namesSecret(query) };
  const shown = body === undefined || body === null ? null : shownBody(body, hidden);
  return {
    orgId: caller.orgId,
    at,
    expiresAt: new Date(at.getTime() + days * 86_400_000),
    requestId: requestIdOf(request),
    tokenId: actor.id ?? '',
    tokenName: 'name' in actor ? (actor.name ?? '') : '',
    ...(actor.type === 'scim-client' ? { byClient: true } : {}),
    operation,
    method,
    path: shortened(loggablePath(path) + shownQuery(query), pii).slice(0, maxPathLength),
    resourceType: collection === undefined ? null : collection === 'Users' ? 'User' : 'Group',
    targetId: targetId ?? (id === undefined || id === '.search' ? null : loggablePath(id).slice(0, 100)),
    status: response.statusCode,
    scimType: refusal?.scimType ?? null,
    detail: refusal ? shortened(shownDetail(refusal.detail, hidden), pii) : null,
    durationMs,
    body: shown === null ? null : cutText(shown, pii),
    ignored: ignored.map((name) => shortened(withoutSecrets(name), pii)),
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

/** Parameters that the log shows with their values (RFC 7644 section 3.4.2, RFC 9865). */
const shownParameters = new Set([
  ...['filter', 'sortby', 'sortorder', 'startindex', 'count', 'cursor', 'attributes', 'excludedattributes'],
]);

/** The query as text: values of parameters that SCIM knows, unless they speak of something secret. */
function shownQuery(query: string): string {
  if (query === '') return '';
  const shown = [...new URLSearchParams(query)]
    .map(([name, value]) => {
      const isShown = shownParameters.has(name.toLowerCase()) && !namesSecret(value);
      return `${loggablePath(name)}=${isShown ? withoutSecrets(decoded(value)) : mask}`;
    })
    .join('&');
  return `?${shown}`;
}

/** What of a request is not shown: neither where it stood nor where a refusal repeats it. */
type Hidden = { readonly values: Set<string>; inText: boolean };

/** Why it was refused, without what is hidden. Where that stood in the midst of a text, all that is quoted could be it. */
function shownDetail(detail: string, { values, inText }: Hidden): string {
  let text = detail;
  for (const value of values) text = text.replaceAll(value, mask);
  return withoutSecrets(inText ? text.replace(/".*/s, mask) : text);
}

function cutText(body: Json, pii: boolean): string {
  const text = JSON.stringify(body);
  return (
    shortened(text.slice(0, maxBodyLength * 2), pii).slice(0, maxBodyLength) + (text.length > maxBodyLength ? '…' : '')
  );
}

/** The body without the values of secrets. A PATCH names the attribute beside the value: `{"path": "password", "value": "..."}`. */
function shownBody(value: Json | undefined, hidden: Hidden): Json {
  if (Array.isArray(value)) return value.map((element) => shownBody(element, hidden));
  if (typeof value === 'string') return shownText(value, hidden);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value);
  const besideSecret = entries.some(
    ([key, inner]) => key.toLowerCase() === 'path' && typeof inner === 'string' && namesSecret(inner),
  );
  const shown: JsonObject = {};
  for (const [key, inner] of entries) {
    const isSecret = namesSecret(key) || (besideSecret && key.toLowerCase() === 'value');
    shown[withoutSecrets(key)] = isSecret ? hide(inner, hidden) : shownBody(inner, hidden);
  }
  return shown;
}

function hide(value: Json | undefined, hidden: Hidden): Json {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) hide(inner, hidden);
  else if (String(value ?? '').length > 3) hidden.values.add(String(value));
  return mask;
}

/** Filters name the attribute in the same text as the value: `password eq "..."`, in a search and in a path of a PATCH. */
function shownText(text: string, hidden: Hidden): string {
  if (!/["'=\s]/.test(decoded(text)) || !namesSecret(text)) return withoutSecrets(text);
  hidden.inText = true;
  return mask;
}

/** `ada@acme.test` -> `a…@acme.test` where personal data stays out of logs. */
function shortened(text: string, pii: boolean): string {
  return pii ? text : text.replaceAll(/([^\s"'@<>()=:,;])[^\s"'@<>()=:,;]*@/g, '$1…@');
}
