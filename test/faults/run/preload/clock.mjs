/** The clock of this process is ahead of everybody else's, by CLOCK_AHEAD_MS. */
const ahead = Number(process.env.CLOCK_AHEAD_MS);
const RealDate = Date;
// By its name libraries know it.
const Shifted = {
  Date: class extends RealDate {
    constructor(...values) {
      super(...(values.length > 0 ? values : [Shifted.now()]));
    }
    static now() {
      return Shifted.now();
    }
    static [Symbol.hasInstance](value) {
      return value instanceof RealDate;
    }
  },
  now: () => RealDate.now() + ahead,
};
globalThis.Date = Shifted.Date;
