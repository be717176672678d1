/** Sends what fast-check makes to a server in this process, and looks at what must not happen. */
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { type Case, canary, type World } from './case.ts';
import { encoded, garbled, hostileTexts } from './hostile.ts';

type Headers = Readonly<Record<string, string>>;
type Sent = Case & { readonly headers: Headers };
type Answer = { readonly status: number; readonly text: string; readonly ms: number };

type Figures = {
  readonly cases: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** One for each kind, with the request that showed it. */
  readonly faults: readonly string[];
};

/** After so long an answer counts as none. */
const lostAfterMs = 15_000;
/** These ask another server or the DNS, or compute what guessing shall cost. */
const mayTakeLonger = /\/(?:check|test|verify|simulation|signal|password|login\/basic)/i;

const visible = (text: string) => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '').trim();
const header = hostileTexts.map(visible);
const headers: fc.Arbitrary<Headers> = fc.record(
  {
    'if-match': fc.oneof(fc.constantFrom('*', 'W/"1"', '"1", "2"'), header),
    'if-none-match': fc.oneof(fc.constant('*'), header),
    'idempotency-key': header,
    accept: fc.oneof(fc.constantFrom('application/scim+json', 'text/html', '*/*;q=0'), header),
    'accept-language': header,
    'content-type': fc.oneof(
      fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'multipart/form-data'),
      header,
    ),
    'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'gzip, gzip'),
    'x-forwarded-for': header,
    'x-forwarded-uri': header,
    cookie: fc.oneof(fc.constantFrom('usher=s%3Ax.y', 'usher-theme=dark', '__Host-usher=a; usher=b'), header),
    origin: header,
    authorization: fc.oneof(fc.constantFrom('Bearer', 'Bearer a b', 'Basic Og==', 'Bearer usher_scim_x'), header),
    'x-csrf-token': header,
    prefer: header,
  },
  { requiredKeys: [] },
);

/** Most as they are; some with strange headers, some with a path that is spoilt. */
function sentCases(cases: fc.Arbitrary<Case>): fc.Arbitrary<Sent> {
  const some = fc.oneof({ weight: 3, arbitrary: fc.constant<Headers>({}) }, headers);
  return fc.tuple(cases, some, fc.nat({ max: 19 }), garbled(fc.constant(''))).map(([one, more, spoil, text]) => {
    const at = (spoil * 7 + text.length) % (one.path.length + 1);
    const path = spoil === 0 ? one.path.slice(0, at) + encoded(text).slice(0, 60) + one.path.slice(at) : one.path;
    return {
      ...one,
      path: `/${path.replace(/^\//, '').replaceAll(/[^\x21-\x7e]/g, encodeURIComponent)}`,
      headers: more,
    };
  });
}

const prototypes = [
  Object.prototype,
  Array.prototype,
  String.prototype,
  Number.prototype,
  Function.prototype,
  Map.prototype,
];
const shapeOfPrototypes = () => prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String));

const batch = 200;
const atOnce = 4;

type Plan = {
  readonly cases: number;
  readonly seed: number;
  /** Longer than this, nobody waits for an answer that needs nobody else. */
  readonly longestMs?: number;
};

/** @param world makes itself anew when what was sent has taken its keys */
export async function fuzz(world: World, { cases, seed, longestMs = lostAfterMs }: Plan): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const byStatus: Record<string, number> = {};
  const faults = new Map<string, string>();
  const before = shapeOfPrototypes();
  let slowestMs = 0;
  let done = 0;

  const note = (kind: string, sent: Sent, detail: string) => {
    const place = `${kind} ${sent.method} ${sent.path
      .split('?', 1)[0]
      ?.replaceAll(/[0-9a-f]{24}/g, ':id')
      .slice(0, 80)}`;
    if (!faults.has(place))
      faults.set(place, `${place}: ${detail.slice(0, 400)}\n    ${JSON.stringify(sent).slice(0, 1_500)}`);
  };
  const send = (sent: Sent) => ask(world, agent, sent);

  const tryOne = async (sent: Sent) => {
    let answer = await send(sent);
    done += 1;
    byStatus[answer.status] = (byStatus[answer.status] ?? 0) + 1;
    if (answer.status === 500 || answer.status === 0) note(String(answer.status), sent, answer.text);
    if (answer.text.toLowerCase().includes(canary)) note('another tenant in', sent, answer.text);
    // The machine may have been busy with something else: what is slow is so again.
    for (let again = 0; again < 2 && answer.ms > longestMs && !mayTakeLonger.test(sent.path); again += 1)
      answer = await send(sent);
    if (mayTakeLonger.test(sent.path)) return;
    slowestMs = Math.max(slowestMs, answer.ms);
    if (answer.ms > longestMs) note('slow', sent, `${Math.round(answer.ms)} ms`);
  };

  for (let part = 0; done < cases; part += 1) {
    await world.renew();
    const all = fc.sample(sentCases(world.cases()), { numRuns: Math.min(batch, cases - done), seed: seed + part });
    for (let at = 0; at < all.length; at += atOnce) await Promise.all(all.slice(at, at + atOnce).map(tryOne));
    const last = all.at(-1) as Sent;
    if (!isDeepStrictEqual(shapeOfPrototypes(), before)) note('a prototype has changed before', last, '');
    if (!(await world.othersAreAsTheyWere())) note('another tenant has changed before', last, '');
    if (faults.size > 40) break;
  }
  agent.destroy();
  return { cases: done, byStatus, slowestMs: Math.round(slowestMs), faults: [...faults.values()] };
}

function ask(
  world: World,
  agent: Agent,
  { method, path, body, credential, type, headers: more }: Sent,
): Promise<Answer> {
  const secret = credential === 'scim' ? world.token() : credential === 'key' ? world.key() : null;
  const sent = {
    ...(secret === null ? {} : { authorization: `Bearer ${secret}` }),
    ...(body === null ? {} : { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) }),
    ...more,
  };
  const started = performance.now();
  return new Promise((resolve) => {
    const end = (status: number, text: string) => resolve({ status, text, ms: performance.now() - started });
    const request = httpRequest({
      agent,
      port: world.port,
      host: '127.0.0.1',
      method,
      path,
      headers: sent,
      timeout: lostAfterMs,
    });
    request.once('response', (response: IncomingMessage) => {
      const { statusCode = 0, rawHeaders } = response;
      // Never comes to its end by itself.
      if (response.headers['content-type']?.startsWith('text/event-stream')) {
        request.destroy();
        return end(statusCode, rawHeaders.join('\n'));
      }
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => end(statusCode, `${rawHeaders.join('\n')}\n\n${Buffer.concat(chunks)}`));
      response.once('error', (error) => end(0, `the answer broke off: ${error.message}`));
    });
    request.once('timeout', () => request.destroy(new Error(`no answer after ${lostAfterMs} ms`)));
    request.once('error', (error) => end(0, error.message));
    request.end(body ?? undefined);
  });
}
