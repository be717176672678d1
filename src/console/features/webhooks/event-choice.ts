/** Which events a webhook is told: everything, or kinds and single types. Pure. */
import { type EventKind, eventKinds } from '../../lib/messages/events.ts';

export type EventChoice = {
  readonly all: boolean;
  readonly kinds: readonly EventKind[];
  /** As typed, separated by commas. */
  readonly others: string;
};

/** Those that are delivered: refusals are in the audit log only. */
export const deliveredKinds = eventKinds.filter((kind) => kind !== 'access' && kind !== 'sign_in');

export function choiceOf(patterns: readonly string[]): EventChoice {
  const kinds = deliveredKinds.filter((kind) => patterns.includes(`${kind}.*`));
  const known = ['*', ...kinds.map((kind) => `${kind}.*`)];
  const others = patterns.filter((pattern) => !known.includes(pattern));
  return { all: patterns.includes('*'), kinds, others: others.join(', ') };
}

export function patternsOf({ all, kinds, others }: EventChoice): string[] {
  if (all) return ['*'];
  return [...kinds.map((kind) => `${kind}.*`), ...others.split(/[\s,]+/).filter(Boolean)];
}
