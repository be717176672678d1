export type TimeRange = {
  /** From this time on. */
  readonly from?: Date | undefined;
  /** Before this time. */
  readonly to?: Date | undefined;
};

/** The condition on the field `at` of what is logged; none where neither end is given. */
export function inRange({ from, to }: TimeRange): { at?: { $gte?: Date; $lt?: Date } } {
  if (!from && !to) return {};
  return { at: { ...(from ? { $gte: from } : {}), ...(to ? { $lt: to } : {}) } };
}
