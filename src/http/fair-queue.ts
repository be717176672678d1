/**
 * Who of those who come at once is served now, who waits a moment, and who is told to come again. Whoever sends more than
 * others waits for their own: the next to be served is of those of whom the fewest are at work, so that an organization that floods
 * the server keeps nobody else from being served.
 */

/** At work at once when nothing is slow. More are not done sooner, as one processor does them all. */
const most = 64;
/** However slow it is. */
const least = 4;
/** What one may take, so that there is always room for others at once. */
const shareOfOne = 0.75;

/** Nobody waits longer: who would is refused at once, and can go elsewhere. */
const longestWaitMs = 500;
/** Kept of one, however many come between two moments. */
const longestQueue = 500;

/** Later than this the event loop is overworked: each thing at work waits for all others. */
const overworkedMs = 100;

type Own = { running: number; readonly waiting: Waiting[] };
type Waiting = { readonly since: number; readonly start: (place: Place) => void; readonly refuse: () => void };

/** Of one that is at work. */
export type Place = {
  /** It waits for its client, who may take its time: others work meanwhile. */
  readonly stepAside: () => void;
  /** It goes on. There may be more at work than there is room for then, and nobody new begins. */
  readonly stepBack: () => void;
  /** It is done. */
  readonly leave: () => void;
};

export type FairQueue = {
  /** Calls one of the two: `start` now or in a moment, or `refuse`. Who started leaves its place when it is done. */
  readonly enter: (key: string, start: (place: Place) => void, refuse: () => void) => void;
  /** How late the event loop is: the later, the fewer are at work at once. Call it regularly. */
  readonly heed: (lateMs: number) => void;
  readonly counts: () => { readonly running: number; readonly waiting: number; readonly limit: number };
};

/** @param clock milliseconds since some moment */
export function fairQueue(clock: () => number = () => performance.now()): FairQueue {
  const all = new Map<string, Own>();
  /** Those of `all` of whom somebody waits, in turns. */
  const queued = new Map<string, Own>();
  let limit = most;
  let running = 0;
  let waiting = 0;

  const hasRoomFor = (own: Own) => running < limit && own.running < Math.floor(limit * shareOfOne);
  const isLate = ({ since }: Waiting) => clock() - since > longestWaitMs;
  const count = (key: string, own: Own, by: 1 | -1) => {
    own.running += by;
    running += by;
    forgetIdle(key, own);
  };

  function forgetIdle(key: string, own: Own): void {
    if (own.running === 0 && own.waiting.length === 0) all.delete(key);
    else all.set(key, own);
  }

  function begin(key: string, own: Own, start: Waiting['start']): void {
    let state: 'at work' | 'aside' | 'gone' = 'at work';
    const become = (next: typeof state) => {
      if (state === 'gone' || state === next) return;
      const by = Number(next === 'at work') - Number(state === 'at work');
      state = next;
      if (by !== 0) count(key, own, by > 0 ? 1 : -1);
      if (by < 0) serveNext();
    };
    count(key, own, 1);
    start({
      stepAside: () => become('aside'),
      stepBack: () => become('at work'),
      leave: () => become('gone'),
    });
  }

  function serveNext(): void {
    while (waiting > 0 && running < limit) {
      let next: readonly [string, Own] | undefined;
      for (const entry of queued)
        if (hasRoomFor(entry[1]) && (next === undefined || entry[1].running < next[1].running)) next = entry;
      if (next === undefined) return;
      const first = take(...next);
      if (isLate(first)) first.refuse();
      else begin(...next, first.start);
    }
  }

  function take(key: string, own: Own): Waiting {
    const first = own.waiting.shift() as Waiting;
    waiting -= 1;
    queued.delete(key);
    if (own.waiting.length > 0) queued.set(key, own);
    forgetIdle(key, own);
    return first;
  }

  return {
    enter: (key, start, refuse) => {
      const own = all.get(key) ?? { running: 0, waiting: [] };
      const [first] = own.waiting;
      if (first === undefined && hasRoomFor(own)) return begin(key, own, start);
      // Whoever is before has waited for long: so would this one.
      if (first && (own.waiting.length >= longestQueue || isLate(first))) return refuse();
      own.waiting.push({ since: clock(), start, refuse });
      waiting += 1;
      all.set(key, own);
      queued.set(key, own);
    },
    heed: (lateMs) => {
      limit = lateMs > overworkedMs ? Math.max(least, Math.floor(limit / 2)) : Math.min(most, limit + 4);
      // Those at work may wait for what does not come.
      for (const [key, own] of [...queued]) while (own.waiting[0] && isLate(own.waiting[0])) take(key, own).refuse();
      serveNext();
    },
    counts: () => ({ running, waiting, limit }),
  };
}
