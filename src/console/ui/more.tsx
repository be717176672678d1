import { words } from '../lib/messages/general.ts';
import type { Next } from '../lib/pages.ts';
import { Button } from './button.tsx';

/** Below a list of which more is to come. */
export function More({ has, busy, load }: Next) {
  if (!has) return null;
  return (
    <div>
      <Button busy={busy} onClick={load}>
        {words.more}
      </Button>
    </div>
  );
}
