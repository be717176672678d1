/** What happened, with who did it and what was changed. */
import type { ReactNode } from 'react';
import {
  actorNames,
  eventNames,
  fieldNames,
  happened as text,
  unshown,
  valueNames,
  worded,
} from '../lib/messages/events.ts';
import { roleNameOf } from '../lib/reasons.ts';
import { exactly } from '../lib/time.ts';
import type { AuditEvent } from '../lib/types.ts';
import css from './happened.module.css';
import { Time } from './time.tsx';

type Props = {
  readonly label: string;
  readonly events: readonly AuditEvent[];
  /** Beside what happened: whom or what it concerns. */
  readonly about?: (event: AuditEvent) => ReactNode;
};

export function Happened({ label, events, about }: Props) {
  return (
    <ol className={css.history} aria-label={label}>
      {events.map((event) => (
        <Event key={event.id} event={event} about={about?.(event)} />
      ))}
    </ol>
  );
}

function Event({ event, about }: { readonly event: AuditEvent; readonly about: ReactNode }) {
  const { type, at, actor, address, before, after, names } = event;
  const who = actor.name ?? names.actor ?? actorNames[actor.type] ?? actor.type;
  return (
    <li>
      <span className={css.when}>
        <Time at={at} />
      </span>
      <div>
        <p>
          <strong>{eventNames[type] ?? type}</strong>{' '}
          <span className={css.actor}>
            {actor.type === 'setup-link' ? text.byLink(who, actor.madeBy?.name ?? null) : text.by(who)}
            {address === null ? null : ` ${text.from(address)}`}
          </span>
          {about}
        </p>
        <dl>
          {changedFields(before, after).map(([name, was, is]) => (
            <div key={name}>
              <dt>{fieldNames[name] ?? spaced(name)}</dt>
              <dd>{was === null ? is : is === null ? `${was} → ${roleNameOf(null)}` : `${was} → ${is}`}</dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  );
}

type Content = AuditEvent['before'];

/** What the event says that it changed, as far as it is a word, a number, or a list of words. */
function changedFields(before: Content, after: Content): [name: string, was: string | null, is: string | null][] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.flatMap((name): [string, string | null, string | null][] => {
    const [was, is] = [plain(name, before?.[name]), plain(name, after?.[name])];
    return was === is || unshown.includes(name) ? [] : [[name, was, is]];
  });
}

function plain(name: string, value: unknown): string | null {
  if (typeof value === 'boolean') return value ? text.yes : text.no;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length > 0 && value.every(isWord) ? value.join(', ') : null;
  if (typeof value !== 'string') return null;
  return isTime.test(value) ? exactly(value) : (worded.includes(name) && valueNames[value]) || value;
}

/** Ids say nothing to a reader. */
const isWord = (value: unknown) => typeof value === 'string' && !/^[0-9a-f]{24}$/.test(value);

const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** "workspaceRole" as "Workspace role". */
function spaced(name: string): string {
  const words = name
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll('_', ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
