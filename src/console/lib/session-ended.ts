/** Whether the server has said that the session is over, since the page was loaded. */
import { useSyncExternalStore } from 'react';

let ended = false;
const listeners = new Set<() => void>();

export function tellSessionEnded(): void {
  ended = true;
  for (const listener of listeners) listener();
}

export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => ended,
  );
}

/** Where the reader shows once more who they are, in a tab of its own. */
export const confirmAddress = '/auth/confirm?returnTo=/console/confirmed';

/** Where to sign in and come back to where the reader is. */
export function signInAddress(): string {
  const { pathname, search, hash } = location;
  return `/auth/login?returnTo=${encodeURIComponent(pathname + search + hash)}`;
}
