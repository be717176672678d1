/** The one clock of the domain, so that tests can say what time it is. */
let offsetMs = 0;

export function now(): Date {
  return new Date(Date.now() + offsetMs);
}

/** Moves the clock of this process by that many milliseconds; 0 puts it right again. @internal */
export function shiftClock(milliseconds: number): void {
  offsetMs = milliseconds;
}
