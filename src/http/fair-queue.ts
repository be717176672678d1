/**
 * Who of those who come at once is served now, who waits a moment, and who is told to come again. Whoever sends more than
 * others waits for their own: the next to be served is of those of whom the fewest are at work. And whoever sends what takes
 * long, as of very large groups, leaves others their share of the processor. So an organization that floods the server
 * keeps nobody else from being served.
 */

export type QueueRules = {
  /** At work at once when nothing is slow. More are not done sooner, as one processor does them all. */
  readonly most: number;
  /** However slow it is. */
  readonly least: number;
  /** Nobody waits longer: who would is refused at once, and can go elsewhere. */
  readonly longestWaitMs: number;
  /** While somebody has waited for no longer than this, at no moment nobody, it is a burst that passes: all of it may wait as long. */
  readonly burstMs: number;
  /** What a request takes of the processor, of somebody of whom nothing is known yet. */
  readonly unknownCostMs: number;
};

/** What one may take, so that there is always room for others at once. */
const shareOfOne = 0.75;

/** Kept of one, however many come between two moments. */
const longestQueue = 500;

/** What one has under way takes no longer than this in all, going by what it has sent so far, so that others get a turn. */
const longestTurnMs = { alone: 400, besideOthers: 100 };
/** Whoever has used more than its share pays for no more than this. */
const longestDebtMs = 1_000;
/** Others may become twice as busy as they are. */
const roomToGrow = 2;
/** Who uses so much more than an equal share has used too much. */
const clearlyMore = 1.2;
/** Where others are busy, it is left this much of an equal share: what it asks of the database takes time too, and is counted by nobody. */
const ofEqualShare = 0.7;

/** Later than this the event loop is overworked: each thing at work waits for all others. */
const overworkedMs = 250;

type Own = {
  running: number;
  readonly waiting: Waiting[];
  /** Milliseconds of the processor that one request takes, about. */
  costMs: number;
  /** Since the last look. */
  spentMs: number;
  /** More than its share, while others wanted theirs. */
  debtMs: number;
};
type Waiting = { readonly since: number; readonly start: (place: Place) => void; readonly refuse: () => void };

/** Of one that is at work. */
export type Place = {
  /** So many milliseconds of the processor were for it. */
  readonly spend: (ms: number) => void;
  /** It waits for its client, who may take its time: others work meanwhile. */
  readonly stepAside: () => void;
  /** It goes on. There may be more at work than there is room for then, and none of its own begins. */
  readonly stepBack: () => void;
  /** It is done. */
  readonly leave: () => void;
};

export type FairQueue = {
  /** Calls one of the two: `start` now or in a moment, or `refuse`. Who started leaves its place when it is done. */
  readonly enter: (key: string, start: (place: Place) => void, refuse: () => void) => void;
  /** So much time has passed since the last look, by so much the event loop is late. Call it regularly. */
  readonly heed: (passedMs: number, lateMs: number) => void;
  readonly counts: () => { readonly running: number; readonly waiting: number; readonly limit: number };
};

/** @param clock milliseconds since some moment */
export function fairQueue(
  { most, least, longestWaitMs, burstMs, unknownCostMs }: QueueRules,
  clock: () => number = () => performance.now(),
): FairQueue {
  const all = new Map<string, Own>();
  /** Those of `all` of whom somebody waits, in turns. */
  const queued = new Map<string, Own>();
  /** Of `all`, those that may have more than a share. */
  const crowds = new Set<Own>();
  let limit = most;
  let running = 0;
  let waiting = 0;
  let queuedSince = clock();
  let turnMs = longestTurnMs.alone;

  const isLate = ({ since }: Waiting) => clock() - since > (clock() - queuedSince <= burstMs ? burstMs : longestWaitMs);
  const shareOf = ({ costMs }: Own) => Math.max(1, Math.min(limit * shareOfOne, turnMs / costMs));
  const hasShare = (own: Own) => own.running + 1 <= shareOf(own) && own.debtMs <= 0;
  const hasRoom = () => running - beyondShare(crowds, limit) < limit;

  function begin(own: Own, start: Waiting['start']): void {
    let state: 'at work' | 'aside' | 'gone' = 'at work';
    let spentMs = 0;
    const count = (by: number) => {
      own.running += by;
      running += by;
      if (own.running > least * shareOfOne) crowds.add(own);
      else crowds.delete(own);
    };
    const become = (next: typeof state) => {
      if (state === 'gone' || state === next) return;
      const by = Number(next === 'at work') - Number(state === 'at work');
      state = next;
      if (next === 'gone') own.costMs += (spentMs - own.costMs) * (spentMs > own.costMs ? learnUp : learnDown);
      if (by !== 0) count(by);
      if (by < 0) serveNext();
    };
    count(1);
    start({
      spend: (ms) => {
        spentMs += ms;
        own.spentMs += ms;
      },
      stepAside: () => become('aside'),
      stepBack: () => become('at work'),
      leave: () => become('gone'),
    });
  }

  function serveNext(): void {
    while (waiting > 0 && hasRoom()) {
      let next: readonly [string, Own] | undefined;
      for (const entry of queued)
        if (hasShare(entry[1]) && (next === undefined || entry[1].running < next[1].running)) next = entry;
      if (next === undefined) return;
      const first = take(...next);
      if (isLate(first)) first.refuse();
      else begin(next[1], first.start);
    }
  }

  function take(key: string, own: Own): Waiting {
    const first = own.waiting.shift() as Waiting;
    waiting -= 1;
    queued.delete(key);
    if (own.waiting.length > 0) queued.set(key, own);
    return first;
  }

  /** Where several want to work, whoever uses more than its share waits until it is even. */
  function settle(passedMs: number): void {
    const active = [...all].filter(([, own]) => isActive(own));
    const spent = active.reduce((sum, [, own]) => sum + own.spentMs, 0);
    const isAlone = active.length < 2;
    turnMs = isAlone ? longestTurnMs.alone : longestTurnMs.besideOthers;
    for (const [key, own] of all) {
      const others = spent - own.spentMs;
      const equal = passedMs / active.length;
      const isMore = own.spentMs > clearlyMore * equal;
      const fair = Math.max(passedMs - roomToGrow * others, (isMore ? ofEqualShare : clearlyMore) * equal);
      own.debtMs = isAlone ? 0 : Math.min(longestDebtMs, Math.max(0, own.debtMs + own.spentMs - fair));
      if (!isActive(own) && own.debtMs === 0) all.delete(key);
      own.spentMs = 0;
    }
  }

  return {
    enter: (key, start, refuse) => {
      const own = all.get(key) ?? { running: 0, waiting: [], costMs: unknownCostMs, spentMs: 0, debtMs: 0 };
      all.set(key, own);
      const [first] = own.waiting;
      if (first === undefined && hasRoom() && hasShare(own)) return begin(own, start);
      // Whoever is before has waited for long: so would this one.
      if (first && (own.waiting.length >= longestQueue || isLate(first))) return refuse();
      if (waiting === 0) queuedSince = clock();
      own.waiting.push({ since: clock(), start, refuse });
      waiting += 1;
      queued.set(key, own);
    },
    heed: (passedMs, lateMs) => {
      settle(passedMs);
      limit = lateMs > overworkedMs ? Math.max(least, Math.floor(limit / 2)) : Math.min(most, limit + 4);
      // Those at work may wait for what does not come.
      for (const [key, own] of [...queued]) while (own.waiting[0] && isLate(own.waiting[0])) take(key, own).refuse();
      serveNext();
    },
    counts: () => ({ running, waiting, limit }),
  };
}

const isActive = (own: Own) => own.running > 0 || own.waiting.length > 0 || own.spentMs > 0;

/** Whoever comes back all at once takes no more places from others than it could have had. */
function beyondShare(crowds: ReadonlySet<Own>, limit: number): number {
  let beyond = 0;
  for (const { running } of crowds) beyond += Math.max(0, running - limit * shareOfOne);
  return beyond;
}

/** What costs more than was thought is believed soon, what costs less by and by. */
const learnUp = 0.3;
const learnDown = 0.05;
