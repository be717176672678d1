import { useEffect } from 'react';

/** Names the page in the browser's tab and history. */
export function useTitle(...parts: readonly (string | null | undefined)[]): void {
  const title = [...parts.filter(Boolean), 'Usher'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
