/** How much room there is. */
import { type RefObject, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';

const narrow = () => matchMedia('(width < 720px)');

/** Whether the screen is that of a telephone, as the style sheets have it. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = narrow();
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => narrow().matches,
  );
}

/** How wide an element is, in whole pixels; 0 until it is there. */
export function useWidth<T extends HTMLElement>(): readonly [RefObject<T | null>, number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
