/**
 * What happens in organizations, as it happens: sealed events and rows of the provisioning log, for streams that stay
 * open. A worker of each process looks once a second at the organizations that somebody follows, and once for all
 * streams that are at the same place. It reads what every process has written, in an order that a stream can be resumed
 * by: events by their number, the log by its ids.
 */
import { firstIdAt } from '../../storage/collection.ts';
import { now } from '../kernel/clock.ts';
import { QuotaReached } from '../kernel/domain-error.ts';
import type { Worker } from '../kernel/workers.ts';
import type { SealedEvent } from '../model/event.ts';
import { findHead, noEnds } from '../model/head.ts';
import { followScimRequests, type LoggedScimRequest } from '../model/scim-request.ts';
import { listEvents } from './list-events.ts';

/** The name of the worker that reads for the streams. */
export const liveWorker = 'live';

/** Up to where a stream has got: the number of the last event, and the id up to which the log was read. */
export type Position = { readonly seq: number; readonly requestId: string };

export type LiveEntry =
  | { readonly kind: 'opened' | 'heartbeat'; readonly position: Position }
  | { readonly kind: 'event'; readonly position: Position; readonly event: SealedEvent }
  | { readonly kind: 'scim-request'; readonly position: Position; readonly logged: LoggedScimRequest };

export type Follower = {
  readonly orgId: string;
  /** Whose stream it is, for the limit. */
  readonly who: string;
  /** Asked before anything is sent: what they may see now; null: nothing any more, and the stream ends. */
  readonly rights: () => Promise<{ readonly scimRequests: boolean } | null>;
  readonly render: (entry: LiveEntry) => string;
};

export type LiveFeed = {
  /**
   * A stream of what comes after `from`, or from now on.
   * @throws DomainError exhausted/too_many_streams
   */
  readonly follow: (follower: Follower, from: Position | null) => Promise<AsyncIterable<string>>;
  readonly worker: Worker;
  /** Ends all streams, and lets no new one begin. */
  readonly end: () => void;
};

const perFollower = 5;
const perProcess = 200;
const heartbeatMs = 15_000;
/** Rows of one kind for one look. */
const page = 500;
/** Who takes no more than this waits until there is room. */
const mostWaiting = 1_000;
/** Ids of the log are in order by the second: a row is shown when none can come before it any more, clocks that differ included. */
const settledMs = 2_000;

type Stream = Follower & {
  position: Position;
  readonly waiting: string[];
  /** When something was last sent. */
  sentAt: number;
  ended: boolean;
  wake: () => void;
};

export function liveFeed(): LiveFeed {
  const streams = new Set<Stream>();
  let ending = false;

  function end(stream: Stream): void {
    streams.delete(stream);
    stream.ended = true;
    stream.wake();
  }

  async function follow(follower: Follower, from: Position | null): Promise<AsyncIterable<string>> {
    const position = from ?? (await presentPosition(follower.orgId));
    const own = [...streams].filter(({ who }) => who === follower.who).length;
    if (own >= perFollower || streams.size >= perProcess) throw tooMany(own);
    const waiting = [follower.render({ kind: 'opened', position })];
    const sentAt = now().getTime();
    // Over at once, and not refused: a browser connects again after the one and gives up after the other.
    const stream: Stream = { ...follower, position, waiting, sentAt, ended: ending, wake: () => {} };
    if (!ending) streams.add(stream);
    return iterate(stream, () => end(stream));
  }

  async function run(): Promise<boolean> {
    let more = false;
    const faults: unknown[] = [];
    for (const together of atOnePlace(streams)) {
      const [{ orgId, position }] = together;
      const read = await readAfter(orgId, position);
      more ||= read.more;
      const sent = await Promise.allSettled(together.map((stream) => deliver(stream, read.entries, read.position)));
      faults.push(...sent.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
    }
    // A client that has taken nothing since the last heartbeat is gone, or not worth the memory: it can resume.
    for (const stream of streams) if (stream.waiting.length >= mostWaiting && isDue(stream)) end(stream);
    if (faults.length > 0) throw faults[0];
    return more;
  }

  async function deliver(stream: Stream, entries: readonly LiveEntry[], position: Position): Promise<void> {
    const beats = entries.length === 0 && isDue(stream);
    if (entries.length > 0 || beats) {
      const rights = await stream.rights();
      if (rights === null) return end(stream);
      const shown = entries.filter(({ kind }) => kind !== 'scim-request' || rights.scimRequests);
      const all: readonly LiveEntry[] = beats ? [{ kind: 'heartbeat', position }] : shown;
      stream.waiting.push(...all.map(stream.render));
      stream.sentAt = now().getTime();
      stream.wake();
    }
    stream.position = position;
  }

  return {
    follow,
    worker: { name: liveWorker, intervalMs: 1_000, run },
    end: () => {
      ending = true;
      for (const stream of streams) end(stream);
    },
  };
}

/** Those that have room, by where they are. */
function atOnePlace(streams: Iterable<Stream>): Iterable<readonly [Stream, ...Stream[]]> {
  const places = new Map<string, [Stream, ...Stream[]]>();
  for (const stream of streams) {
    if (stream.waiting.length >= mostWaiting) continue;
    const key = JSON.stringify([stream.orgId, stream.position]);
    const present = places.get(key);
    if (present) present.push(stream);
    else places.set(key, [stream]);
  }
  return places.values();
}

function isDue({ sentAt }: Stream): boolean {
  return now().getTime() - sentAt >= heartbeatMs;
}

function tooMany(own: number): QuotaReached {
  const whose =
    own >= perFollower ? `You have ${own} streams open` : 'This server has as many streams open as it takes';
  return new QuotaReached('too_many_streams', `${whose}: close one, or try again later.`, 30);
}

/** Where what is new begins. */
async function presentPosition(orgId: string): Promise<Position> {
  const { seq } = (await findHead(orgId)) ?? noEnds;
  return { seq, requestId: settledId() };
}

function settledId(): string {
  return firstIdAt(new Date(now().getTime() - settledMs));
}

async function readAfter(orgId: string, from: Position) {
  const before = settledId();
  const [events, requests] = await Promise.all([
    listEvents(orgId, {}, { order: 'oldest', after: from.seq, limit: page }),
    followScimRequests(orgId, { after: from.requestId, before, limit: page }),
  ]);
  const seq = events.at(-1)?.seq ?? from.seq;
  // All before it was read, so that streams of one organization come to the same place.
  const wholeTo = before > from.requestId ? before : from.requestId;
  const requestId = requests.length < page ? wholeTo : (requests.at(-1)?.request._id ?? wholeTo);
  // Each with where it is, so that a stream may break off in the middle.
  const entries: LiveEntry[] = [
    ...events.map((event) => ({
      kind: 'event' as const,
      position: { seq: event.seq, requestId: from.requestId },
      event,
    })),
    ...requests.map((logged) => ({
      kind: 'scim-request' as const,
      position: { seq, requestId: logged.request._id },
      logged,
    })),
  ];
  return { entries, position: { seq, requestId }, more: events.length === page || requests.length === page };
}

/** What waits for a stream, until it has ended. Not a generator: one that waits cannot be told that nobody listens any more. */
function iterate(stream: Stream, leave: () => void): AsyncIterable<string> {
  const next = async (): Promise<IteratorResult<string>> => {
    while (stream.waiting.length === 0) {
      if (stream.ended) return { done: true, value: undefined };
      await new Promise<void>((wake) => {
        stream.wake = wake;
      });
    }
    return { done: false, value: stream.waiting.shift() as string };
  };
  const leaveNow = async (): Promise<IteratorResult<string>> => {
    stream.waiting.length = 0;
    leave();
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: leaveNow }) };
}
