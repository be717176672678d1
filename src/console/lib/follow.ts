/** Follows a stream of the server for as long as somebody looks at the page, and looks by itself where there is no stream. */

/** `polling`: the server gives no stream, as to who has too many open. */
export type Following = 'opening' | 'live' | 'polling';

type Told = {
  readonly onFollowing: (following: Following) => void;
  readonly onEvent: () => void;
  /** Reads anew what is shown. */
  readonly refresh: () => Promise<unknown>;
  /** What happens within this time is read at once. */
  readonly collectMs?: number;
};

const lookMs = 10_000;
/** Every so many looks, it is tried to open a refused stream again. */
const looksBetweenTries = 6;
const usualMs = 300;

/** @returns what ends it */
export function follow(
  url: string,
  events: readonly string[],
  { onFollowing, onEvent, refresh, collectMs = usualMs }: Told,
): () => void {
  const reading = oneAtATime(refresh, collectMs);
  let source: EventSource | null = null;
  let looking: ReturnType<typeof setInterval> | undefined;
  let looks = 0;

  const open = () => {
    source?.close();
    const opened = new EventSource(url);
    source = opened;
    opened.onopen = () => {
      stopLooking();
      onFollowing('live');
      // What happened between the last reading and now.
      reading.ask();
    };
    for (const event of events)
      opened.addEventListener(event, () => {
        onEvent();
        reading.ask();
      });
    opened.onerror = () => {
      // The browser connects again by itself, but after a refusal.
      if (opened.readyState === EventSource.CLOSED) onFollowing('polling');
      startLooking();
    };
    startLooking();
  };
  const startLooking = () => {
    looking ??= setInterval(look, lookMs);
  };
  const stopLooking = () => {
    clearInterval(looking);
    looking = undefined;
  };
  const look = () => {
    onFollowing('polling');
    reading.ask();
    looks += 1;
    if (looks % looksBetweenTries === 0 && source?.readyState === EventSource.CLOSED) open();
  };
  const close = () => {
    source?.close();
    stopLooking();
  };
  /** A page that nobody sees holds no connection. */
  const followWhileSeen = () => (document.hidden ? close() : open());

  followWhileSeen();
  document.addEventListener('visibilitychange', followWhileSeen);
  return () => {
    document.removeEventListener('visibilitychange', followWhileSeen);
    close();
    reading.end();
  };
}

/** Reads soon after it is asked to, and once more if it was asked meanwhile. */
function oneAtATime(read: () => Promise<unknown>, collectMs: number) {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let isReading = false;
  let again = false;
  const run = async () => {
    waiting = undefined;
    isReading = true;
    await read();
    isReading = false;
    if (again) ask();
  };
  const ask = () => {
    again = isReading;
    if (!isReading) waiting ??= setTimeout(() => void run(), collectMs);
  };
  return {
    ask,
    end: () => {
      clearTimeout(waiting);
      again = false;
    },
  };
}
