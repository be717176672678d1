import type { KeyboardEvent } from 'react';
import { classes, counted } from '../../lib/format.ts';
import { flows as text } from '../../lib/messages/access-map.ts';
import { explain } from './explain-flows.ts';
import { type Flow, leadsThrough } from './flows.ts';
import css from './picture.module.css';
import { guttersOf, type Layout, type Placed, rowHeight } from './sankey-layout.ts';

type Props = {
  readonly layout: Layout;
  readonly width: number;
  readonly flows: readonly Flow[];
  readonly active: string | null;
  readonly onActive: (part: string | null) => void;
  readonly only: string | undefined;
  readonly onOnly: (part: string | undefined) => void;
};

/** The names beside the bars: pointing at one explains it, pressing it shows it alone. Tab comes to one of them. */
export function Labels({ layout: { nodes }, width, flows, active, onActive, only, onOnly }: Props) {
  const home = nodes.some(({ key }) => key === active) ? active : nodes[0]?.key;
  return (
    <ul aria-label={text.list} onKeyDown={(event) => move(event, nodes)}>
      {nodes.map((node) => (
        <li key={node.key} className={classes(css.label, columns[node.column])} style={placeOf(node, width)}>
          <button
            type="button"
            data-part={node.key}
            tabIndex={node.key === home ? 0 : -1}
            className={classes(css.name, active !== null && !isLit(node, flows, active) && css.dimName)}
            title={node.name}
            aria-label={text.label(node.name, node.people)}
            aria-pressed={node.key === only}
            aria-description={explain(flows, node.key) ?? undefined}
            onMouseEnter={() => onActive(node.key)}
            onMouseLeave={() => onActive(null)}
            onFocus={() => onActive(node.key)}
            onBlur={() => onActive(null)}
            onClick={() => onOnly(node.key === only ? undefined : node.key)}
          >
            <Name name={node.name} />
            <span className={css.count}>{counted(node.people)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const columns = [css.start, css.middle, css.end] as const;
const gap = 4;
/** As long an end as there is always room for. */
const longestEnd = 32;

/** Names by the convention differ at their end, workspace and role, which is not cut off. */
function Name({ name }: { readonly name: string }) {
  const end = /[^:]*:[^:]*$/.exec(name)?.[0] ?? '';
  const kept = end.length > longestEnd ? '' : end;
  return (
    <span className={css.whole}>
      <span className={css.text}>{name.slice(0, name.length - kept.length)}</span>
      <span className={css.tail}>{kept}</span>
    </span>
  );
}

function isLit({ key }: Placed, flows: readonly Flow[], active: string): boolean {
  return flows.some((flow) => leadsThrough(flow, active) && leadsThrough(flow, key));
}

/** Beside its bar: outside of the outer ones, and to the right of those in the middle. */
function placeOf({ column, x, y, width: bar, height }: Placed, width: number) {
  const { left, right } = guttersOf(width);
  const top = y + height / 2 - rowHeight / 2;
  if (column === 0) return { top, left: 0, width: left - gap };
  if (column === 2) return { top, left: x + bar + gap, width: right - bar - gap };
  return { top, left: x + bar + gap, maxWidth: (width - left - right) / 2 - 24 };
}

/** Up and down within a column, left and right between them. */
function move(event: KeyboardEvent<HTMLElement>, nodes: readonly Placed[]): void {
  const here = nodes.find(({ key }) => key === (event.target as HTMLElement).dataset.part);
  const step = steps[event.key];
  if (here === undefined || step === undefined) return;
  event.preventDefault();
  const away = (node: Placed) => middleOf(node) - middleOf(here);
  const goal = nodes
    .filter(({ column }) => column === here.column + step.across)
    .filter((node) => step.down === 0 || away(node) * step.down > 0)
    .toSorted((a, b) => Math.abs(away(a)) - Math.abs(away(b)))[0];
  const named = goal && event.currentTarget.querySelector<HTMLElement>(`[data-part="${CSS.escape(goal.key)}"]`);
  named?.focus();
}

const steps: Readonly<Record<string, { readonly across: number; readonly down: number }>> = {
  ArrowDown: { across: 0, down: 1 },
  ArrowUp: { across: 0, down: -1 },
  ArrowRight: { across: 1, down: 0 },
  ArrowLeft: { across: -1, down: 0 },
};

function middleOf({ y, height }: Placed): number {
  return y + height / 2;
}
