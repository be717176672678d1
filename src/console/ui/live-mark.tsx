/** How a list learns of what is new, in words, above it. */
import { classes } from '../lib/format.ts';
import type { Liveness } from '../lib/live.ts';
import { live as text } from '../lib/messages/general.ts';
import { Button } from './button.tsx';
import css from './live-mark.module.css';

export function LiveMark({ live: { following, waits, showNewest } }: { readonly live: Liveness }) {
  return (
    <span className={css.mark}>
      {waits ? (
        <Button small onClick={showNewest}>
          {text.newest}
        </Button>
      ) : null}
      <output className={classes(css.words, following === 'live' && css.live)}>
        {following === 'opening' ? '' : text[following]}
      </output>
    </span>
  );
}
