/** An event as others see it: in the audit log, in the feed, and as what a webhook delivers. */
import type { Actor } from '../kernel/context.ts';
import type { EventType, SealedEvent, Subject } from '../model/event.ts';
import { eventTypes } from '../model/event.ts';

/** By which door it came. */
export const eventSources = ['api', 'scim', 'sign-in', 'system'] as const;

export type EventView = {
  readonly id: string;
  readonly seq: number;
  readonly type: EventType;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: Actor;
  readonly source: (typeof eventSources)[number];
  readonly subject: Subject;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly requestId: string | null;
  /** The client's IP address. */
  readonly address: string | null;
};

export function viewEvent(event: SealedEvent): EventView {
  const { _id: id, seq, type, actor, subject, before, after, requestId, address = null } = event;
  const at = event.at.toISOString();
  return { id, seq, type, at, actor, source: sourceOf(actor), subject, before, after, requestId, address };
}

function sourceOf({ type }: Actor): EventView['source'] {
  if (type === 'scim-token' || type === 'scim-client') return 'scim';
  return type === 'sign-in' || type === 'system' ? type : 'api';
}

/** A type, all of a kind (`user.*`), or all (`*`). */
export function isEventPattern(pattern: string): boolean {
  return pattern === '*' || eventTypes.some((type) => matches(pattern, type));
}

/** The types that one of these patterns names. */
export function typesOf(patterns: readonly string[]): EventType[] {
  return eventTypes.filter((type) => patterns.some((pattern) => matches(pattern, type)));
}

function matches(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}
