/** A request waits until the reader has shown once more who they are. The dialog asks for it; every request that waits shares it. */
import { useSyncExternalStore } from 'react';

let settle: ((confirmed: boolean) => void) | null = null;
let waiting: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Asks the reader. @returns whether they did */
export function confirmed(): Promise<boolean> {
  waiting ??= new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  tell();
  return waiting;
}

/** How it ended. */
export function settleConfirmation(isConfirmed: boolean): void {
  settle?.(isConfirmed);
  settle = null;
  waiting = null;
  tell();
}

/** Whether somebody waits for it. */
export function useConfirming(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== null,
  );
}

/** By this the tab in which the reader was at the identity provider tells the others. */
const channel = 'usher-confirmed';

export function tellOtherTabs(): void {
  const told = new BroadcastChannel(channel);
  told.postMessage(null);
  told.close();
}

/** Calls `look` when another tab tells it, and when the reader comes back to this one. @returns what ends that */
export function onReturn(look: () => void): () => void {
  const told = new BroadcastChannel(channel);
  told.onmessage = look;
  window.addEventListener('focus', look);
  return () => {
    told.close();
    window.removeEventListener('focus', look);
  };
}
