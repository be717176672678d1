/** Whether the deployment's provider can be used at all: told at the start, not only to the first person who signs in. */
import { now } from '../domain/kernel/clock.ts';
import type { Worker } from '../domain/kernel/workers.ts';
import { type Connection, openProvider } from './provider.ts';
import { SignInFailure } from './sign-in-failure.ts';

type ProviderWatch = {
  readonly worker: Worker;
  /** What is wrong, for whoever may ask: no address in it. Null: nothing, or it was not asked yet. */
  readonly fault: () => string | null;
};

const timeoutMs = 5_000;
/** One at fault is asked at every look, one that is well more rarely. */
const wellMs = 10 * 60_000;

/** @param tell gets what is wrong when it begins, with all that helps, and null when it has ended */
export function watchProvider(connection: Connection, tell: (fault: string | null) => void): ProviderWatch {
  let fault: string | null = null;
  let wellUntil = 0;
  const look = async () => {
    const found = await faultOf(connection);
    if (found?.said !== (fault ?? undefined)) tell(found?.told ?? null);
    fault = found?.said ?? null;
    wellUntil = found === null ? now().getTime() + wellMs : 0;
  };
  return {
    fault: () => fault,
    worker: {
      name: 'provider',
      intervalMs: 30_000,
      run: async () => {
        if (now().getTime() >= wellUntil) await look();
        return false;
      },
    },
  };
}

async function faultOf(connection: Connection): Promise<{ readonly said: string; readonly told: string } | null> {
  try {
    await openProvider(connection, timeoutMs).open();
    return null;
  } catch (error) {
    const isWrong = error instanceof SignInFailure && error.kind === 'misconfigured';
    const said = isWrong
      ? 'What answers at OAUTH_ISSUER_URL cannot be used: nobody can sign in there. usher doctor says more.'
      : 'The identity provider at OAUTH_ISSUER_URL does not answer: nobody can sign in there at present.';
    return { said, told: `${said} ${error instanceof Error ? error.message : String(error)}` };
  }
}
