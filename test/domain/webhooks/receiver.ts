/** A real receiver of webhooks on loopback, which fails as it is told and remembers what it got. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { EventView } from '../../../src/domain/audit/event-view.ts';

export type Received = {
  readonly id: string;
  readonly body: { readonly type: string; readonly timestamp: string; readonly data: EventView };
  readonly raw: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it was answered with 2xx. */
  readonly accepted: boolean;
};

export type Failure = 'none' | '500' | '410' | 'redirect' | 'reset' | 'silence';

export type Receiver = {
  readonly url: string;
  /** In order of arrival, refused attempts too. */
  readonly received: Received[];
  readonly stop: () => Promise<void>;
};

/** @param fails how the attempt is answered: the how manieth of this message it is, and which of all */
export async function startReceiver(
  fails: (attempt: number, total: number, message: Pick<Received, 'body'>) => Failure = () => 'none',
): Promise<Receiver> {
  const received: Received[] = [];
  const attempts = new Map<string, number>();
  const server = createServer(async (request, response) => {
    let raw = '';
    for await (const part of request) raw += part;
    const id = String(request.headers['webhook-id']);
    const attempt = attempts.get(id) ?? 0;
    attempts.set(id, attempt + 1);
    // A security event token is no JSON: `raw` has it.
    const body = request.headers['content-type'] === 'application/secevent+jwt' ? {} : JSON.parse(raw);
    const failure = fails(attempt, received.length, { body });
    const headers = request.headers as Record<string, string>;
    received.push({ id, body, raw, headers, accepted: failure === 'none' });
    answer(response, failure);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, failure: Failure): void {
  if (failure === 'silence') return;
  if (failure === 'reset') response.destroy();
  else if (failure === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end();
  else if (failure === 'none') response.writeHead(204).end();
  else response.writeHead(Number(failure)).end('not now '.repeat(500));
}

/** Throws when the signature does not verify with this secret, as a receiver does. */
export function verify(secret: string, { raw, headers }: Received): unknown {
  return new Webhook(secret).verify(raw, headers);
}

/** What is wrong with how the events about each member arrived: an earlier one must be through before a later one is tried. */
export function disorder(received: readonly Received[]): string[] {
  const through = new Map<string, Set<number>>();
  const tried = new Map<string, number>();
  const faults: string[] = [];
  for (const { body, accepted } of received) {
    const { seq, subject } = body.data;
    const member = subject.memberId ?? '';
    const done = through.get(member) ?? new Set();
    through.set(member, done);
    const latest = tried.get(member) ?? 0;
    if (seq > latest && latest > 0 && !done.has(latest)) faults.push(`${member}: ${seq} before ${latest} was through`);
    if (seq < latest && !done.has(seq)) faults.push(`${member}: ${seq} came first after ${latest}`);
    tried.set(member, Math.max(latest, seq));
    if (accepted) done.add(seq);
  }
  return faults;
}
