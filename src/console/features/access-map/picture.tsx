/** The access map as a picture: bars as high as they have people, and lines as wide. */
import { useMemo, useState } from 'react';
import { flows as text } from '../../lib/messages/access-map.ts';
import { useWidth } from '../../lib/screen.ts';
import { explain } from './explain-flows.ts';
import type { Flow } from './flows.ts';
import css from './picture.module.css';
import { Labels } from './picture-labels.tsx';
import { Lines } from './picture-lines.tsx';
import { layOut } from './sankey-layout.ts';

type Props = {
  readonly flows: readonly Flow[];
  /** What alone is shown. */
  readonly only: string | undefined;
  readonly onOnly: (part: string | undefined) => void;
};

/** Narrower it is scrolled sideways. */
const leastWidth = 720;

export function Picture({ flows, only, onOnly }: Props) {
  const [frame, room] = useWidth<HTMLDivElement>();
  /** The key of what is pointed at or has the focus. */
  const [active, setActive] = useState<string | null>(null);
  const width = Math.max(room, leastWidth);
  const layout = useMemo(() => layOut(flows, width), [flows, width]);
  const { height } = layout;
  return (
    <>
      <div ref={frame} className={css.frame}>
        {room === 0 ? null : (
          <div className={css.picture} style={{ width, height }}>
            <Lines {...{ layout, width, active }} onActive={setActive} />
            <Labels {...{ layout, width, flows, active, only, onOnly }} onActive={setActive} />
          </div>
        )}
      </div>
      <p className={css.explained} aria-hidden>
        {(active === null ? null : explain(flows, active)) ?? text.how}
      </p>
    </>
  );
}
