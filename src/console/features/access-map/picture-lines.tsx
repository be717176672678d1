import { classes } from '../../lib/format.ts';
import { type Flow, leadsThrough } from './flows.ts';
import css from './picture.module.css';
import type { Layout } from './sankey-layout.ts';

type Props = {
  readonly layout: Layout;
  readonly width: number;
  readonly active: string | null;
  readonly onActive: (part: string | null) => void;
};

/** The lines and bars. Their names, beside them, say the same by the keyboard and to whoever hears the page. */
export function Lines({ layout: { nodes, lines, height }, width, active, onActive }: Props) {
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {lines.map(({ key, part, flows, path, thickness }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: by the keyboard one goes through the names
        <path
          key={key}
          d={path}
          className={classes(css.line, lookOf(flows), active !== null && (isLit(flows, active) ? css.lit : css.dim))}
          strokeWidth={Math.max(1, thickness)}
          strokeDasharray={thickness === 0 ? '2 4' : undefined}
          onMouseEnter={() => onActive(part)}
          onMouseLeave={() => onActive(null)}
        />
      ))}
      {nodes.map(({ key, x, y, width: bar, height: tall }) => (
        <rect
          key={key}
          className={css.bar}
          x={x}
          y={tall < 2 ? y + tall / 2 - 1 : y}
          width={bar}
          height={Math.max(2, tall)}
          rx={1}
        />
      ))}
    </svg>
  );
}

function isLit(flows: readonly Flow[], active: string): boolean {
  return flows.some((flow) => leadsThrough(flow, active));
}

/** What somebody decided stands out; what follows from something else is quieter. */
function lookOf(flows: readonly Flow[]): string | undefined {
  if (flows.every(({ from }) => from.id === 'override')) return css.decided;
  return flows.every(({ from }) => from.id === 'organization-admin') ? css.inherited : undefined;
}
