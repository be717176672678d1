import { classes } from '../lib/format.ts';
import { words } from '../lib/messages/general.ts';
import css from './skeleton.module.css';

/** One bar, as wide as what it stands in for. */
export function Skeleton({ short = false }: { readonly short?: boolean }) {
  return <span className={classes(css.bar, short && css.short)} aria-hidden />;
}

/** In the shape of what comes. */
export function SkeletonLines({ count }: { readonly count: number }) {
  return (
    <div className={css.lines} role="status">
      <span className="visually-hidden">{words.loading}</span>
      {Array.from({ length: count }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars are all alike
        <Skeleton key={line} short={line % 2 === 1} />
      ))}
    </div>
  );
}
