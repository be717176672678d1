/** One simulation from the test of the connection to the clean-up. */
import type { IdentityProvider } from '../identity-provider/identity-provider.ts';
import { scimClient } from '../identity-provider/scim-client.ts';
import { cleanUp } from './clean-up.ts';
import { type DirectorySize, makeDirectory } from './directory.ts';
import { type Failure, type PhaseRow, startPhases } from './phases.ts';
import { play } from './scenario.ts';

export type SimulationOptions = DirectorySize & {
  readonly idp: IdentityProvider;
  /** The SCIM base URL, without a trailing slash. */
  readonly base: string;
  readonly token: string;
  /** The vendor's waits between tries are divided by it. What `Retry-After` says is always waited for. */
  readonly speed: number;
  /** How often what failed in passing is tried again. */
  readonly retries: number;
  /** Leave everything at the server. */
  readonly keep: boolean;
  /** No further phase begins once it is aborted; the clean-up still does. */
  readonly stopped: AbortSignal;
  readonly onRow: (row: PhaseRow) => void;
};

export type SimulationReport = {
  readonly identityProvider: string;
  readonly base: string;
  readonly prefix: string;
  readonly users: number;
  readonly groups: number;
  readonly ok: boolean;
  readonly phases: readonly PhaseRow[];
  readonly failures: readonly Failure[];
  /** What is no failure, but worth knowing. */
  readonly notes: readonly string[];
};

/** Plays it. Everything that the server does wrong is in the report. */
export async function simulate(options: SimulationOptions): Promise<SimulationReport> {
  const { idp, base, token, speed, prefix, users, groups } = options;
  const waitsMs = idp.retryWaitsMs.map((wait) => wait / speed);
  const phases = startPhases({ waitsMs, rounds: options.retries, stopped: options.stopped, onRow: options.onRow });
  const { userAgent, timeoutMs } = idp;
  const client = scimClient(base, token, { userAgent, timeoutMs, ...phases.meter });
  const missing = new Map<string, number>();
  const onMissing = (attribute: string) => missing.set(attribute, (missing.get(attribute) ?? 0) + 1);
  const notes: string[] = [];

  await phases.run('test connection', [{ subject: null, run: () => idp.testConnection(client) }], [], 'once only');
  const [broken] = phases.failures;
  if (broken) notes.push(adviceFor(broken), 'Nothing was made.');
  else {
    const stage = { idp, client, directory: makeDirectory(options), phases, onMissing, strays: new Set<string>() };
    try {
      await play(stage);
    } finally {
      const deactivated = options.keep ? 0 : await cleanUp(stage);
      if (options.keep) notes.push(`Everything is left where it is: the names begin with ${prefix}.`);
      if (deactivated > 0) notes.push(`The server deletes no users: ${deactivated} are left deactivated.`);
    }
  }
  for (const [attribute, times] of missing) notes.push(`The server does not keep ${attribute} (${times} times).`);
  if (options.stopped.aborted) notes.push('It was stopped before its end.');
  const ok = phases.failures.length === 0 && !options.stopped.aborted;
  const { rows, failures } = phases;
  return { identityProvider: idp.name, base, prefix, users, groups, ok, phases: rows, failures, notes };
}

function adviceFor({ got }: Failure): string {
  if (/^40[13]\b/.test(got)) return 'The token is refused: is it a SCIM token of this server that has not ended?';
  if (/^404\b/.test(got)) return 'Is this the SCIM base URL? It often ends with /scim/v2.';
  if (/^3\d\d\b/.test(got)) return 'The server sends on to another address: use that one.';
  if (got.startsWith('no answer'))
    return 'Nothing answers there: is the address right, and can it be reached from here?';
  return 'An identity provider would not go on from here either.';
}
