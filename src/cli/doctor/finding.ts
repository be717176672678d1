/** What `usher doctor` finds out: one line each. */

export type Finding = {
  /** What was looked at, as `database`. */
  readonly check: string;
  /** `warning`: it works, or may work, but deserves a look. `fault`: something does not work. */
  readonly level: 'ok' | 'warning' | 'fault';
  /** What is so, and what to do unless it is well. */
  readonly message: string;
};

type Say = (message: string) => Finding;

/** The three levels of one check. */
export function findingsOf(check: string): { readonly [level in Finding['level']]: Say } {
  const say =
    (level: Finding['level']): Say =>
    (message) => ({ check, level, message });
  return { ok: say('ok'), warning: say('warning'), fault: say('fault') };
}

/** Of an error of the network; fetch says "fetch failed" and hides the reason behind it. */
export function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
