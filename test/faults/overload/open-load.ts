/**
 * Load that does not wait for answers: so many requests a second, whatever becomes of them, as from very many clients. It has
 * to cost less than what it measures on the same machine, so it speaks HTTP itself, over connections that are open before.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Call } from '../../bench/load.ts';

export type Flood = {
  readonly sent: number;
  /** Answers of success a second. */
  readonly goodput: number;
  /** Milliseconds from when it was due, of those. */
  readonly p50: number;
  readonly p99: number;
  /** How many answers of each status; `none`: no answer. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of 429 and 503, how many did not say when to come again. */
  readonly withoutRetryAfter: number;
};

const connections = 1_000;
const silenceMs = 20_000;

export async function flood(
  port: number,
  token: string,
  next: (n: number) => Call,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Flood> {
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let withoutRetryAfter = 0;
  const note = (status: string, head: string, tookMs: number) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (Number(status) < 400) times.push(tookMs);
    if ((status === '429' || status === '503') && !/\r\nretry-after: *[1-9]/i.test(head)) withoutRetryAfter += 1;
  };

  const free: Line[] = [];
  const due: { readonly text: string; readonly at: number }[] = [];
  const goOn = (line: Line) => {
    const first = due.shift();
    if (first) line.ask(first.text, first.at);
    else free.push(line);
  };
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(port, note, goOn)));
  free.push(...lines);

  const started = performance.now();
  let sent = 0;
  for (let passed = 0; passed < seconds * 1_000; passed = performance.now() - started) {
    for (const until = Math.floor((passed / 1_000) * perSecond); sent < until; sent += 1) {
      const at = started + (sent / perSecond) * 1_000;
      const text = textOf(next(sent), token);
      const line = free.pop();
      if (line) line.ask(text, at);
      else due.push({ text, at });
    }
    await pause(2);
  }
  const over = performance.now();
  const answered = () => Object.values(statuses).reduce((sum, count) => sum + count, 0);
  while (answered() < sent && performance.now() - over < silenceMs) await pause(20);
  if (answered() < sent) statuses.none = sent - answered();
  for (const line of lines) line.end();
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  return {
    sent,
    goodput: Math.round(times.length / seconds),
    p50: at(0.5),
    p99: at(0.99),
    statuses,
    withoutRetryAfter,
  };
}

function textOf({ method, path, body = '' }: Call, token: string): string {
  const described =
    body === '' ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n${described}\r\n${body}`;
}

type Line = { readonly ask: (text: string, at: number) => void; readonly end: () => void };

/** A connection with one request at a time. Answers have a length, or no body. */
async function openLine(
  port: number,
  note: (status: string, head: string, tookMs: number) => void,
  goOn: (line: Line) => void,
): Promise<Line> {
  const socket: Socket = connect(port, '127.0.0.1').setEncoding('latin1').setNoDelay(true);
  await once(socket, 'connect');
  let read = '';
  let askedAt = 0;
  const line: Line = {
    ask: (text, at) => {
      askedAt = at;
      read = '';
      socket.write(text);
    },
    end: () => socket.destroy(),
  };
  socket.on('error', () => {});
  socket.on('data', (chunk: string) => {
    read += chunk;
    const end = read.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = read.slice(0, end);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (read.length < end + 4 + length) return;
    note(head.slice(9, 12), head, performance.now() - askedAt);
    goOn(line);
  });
  return line;
}
