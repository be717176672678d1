import { eventKinds, eventNames, kindNames } from '../../lib/messages/events.ts';
import { webhooks as text } from '../../lib/messages/webhooks.ts';
import type { Webhook } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';

/** What it is called: by people, or by where it is. */
export function nameOf({ description, url }: Pick<Webhook, 'description' | 'url'>): string {
  return description || url;
}

export function State({ enabled, disabledBecause, failingSince }: Webhook) {
  if (disabledBecause !== null) return <Badge tone="bad">{text.disabled}</Badge>;
  if (!enabled) return <Badge>{text.off}</Badge>;
  return failingSince === null ? <Badge tone="good">{text.on}</Badge> : <Badge tone="warn">{text.failing}</Badge>;
}

/** "People, Groups, Workspace role changed". */
export function eventsOf(patterns: readonly string[]): string {
  if (patterns.includes('*')) return text.everything;
  const named = patterns.map((pattern) => {
    const kind = eventKinds.find((one) => pattern === `${one}.*`);
    return kind === undefined ? (eventNames[pattern] ?? pattern) : kindNames[kind];
  });
  return named.join(', ');
}
