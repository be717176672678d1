import { useEffect } from 'react';

/** `Ctrl/Cmd K`, `/` and `?`. What is typed into a field is typed into the field. */
export function useGlobalKeys(open: (what: 'palette' | 'shortcuts') => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return open('palette');
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isInDialog()) return;
      if (event.key === '?') open('shortcuts');
      const search = document.querySelector<HTMLElement>('[data-search]');
      if (event.key !== '/') return;
      event.preventDefault();
      if (search) search.focus();
      else open('palette');
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [open]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

function isInDialog(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}
