/** `usher migrate-auth`: from passwords to the deployment's provider, by proven address. The plan first; `--yes` does it. */
import { defineCommand } from 'citty';
import type { Config } from '../../config/config.ts';
import { loadConfig, readEnvironment } from '../../config/load-config.ts';
import { type Moved, moveToProvider } from '../../domain/entry/move/move.ts';
import { type MovePlan, type PasswordFate, passwordFates, planMoves } from '../../domain/entry/move/plan.ts';
import { BadUse } from '../bad-use.ts';
import { withDatabase } from '../database.ts';
import { checkProvider } from '../doctor/check-network.ts';
import type { Finding } from '../doctor/finding.ts';
import { endingWith, planAsJson, planAsText } from './describe.ts';

export const migrateAuth = defineCommand({
  meta: {
    name: 'migrate-auth',
    description:
      'Move people from passwords to your identity provider, by proven address: shows the plan; --yes does it.',
  },
  args: {
    yes: { type: 'boolean', alias: 'y', description: 'Do what the plan says' },
    passwords: {
      type: 'string',
      valueHint: passwordFates.join('|'),
      description:
        'Keep passwords, remove those of who has signed in at the provider, or of all who move; needed with --yes',
    },
    json: { type: 'boolean', description: 'Write one JSON object and nothing else' },
  },
  run: async ({ args: { yes, passwords, json } }) => {
    const fate = fateOf(passwords);
    if (yes && fate === null)
      throw new BadUse(
        'Say what becomes of the passwords: --passwords keep, --passwords arrived or --passwords all. Look at the plan first.',
      );
    await migrate({ fate, carryOut: yes === true, json: json === true });
  },
});

function fateOf(given: string | undefined): PasswordFate | null {
  if (given === undefined) return null;
  const fate = passwordFates.find((each) => each === given);
  if (!fate) throw new BadUse(`--passwords is ${passwordFates.join(', ')}.`);
  return fate;
}

type Order = { readonly fate: PasswordFate | null; readonly carryOut: boolean; readonly json: boolean };

async function migrate({ fate, carryOut, json }: Order): Promise<void> {
  const config = loadConfig(readEnvironment());
  const issuer = requireProvider(config);
  const findings = await checkProvider(config);
  await withDatabase(config, async () => {
    const plan = await planMoves(fate ?? 'keep');
    const ends = await endingWith(plan);
    if (!carryOut) return show({ plan, ends, done: null });
    requireAnswer(findings, fate);
    if (!json) show({ plan, ends, done: null });
    const done: Moved[] = [];
    for (const { accountId } of plan.moves.filter(hasSomethingToDo))
      done.push(await moveToProvider(accountId, fate ?? 'keep'));
    // As it is now: somebody may have signed in meanwhile.
    if (json) return show({ plan: await planMoves(fate ?? 'keep'), ends, done });
    const of = (what: (moved: Moved) => number) => done.reduce((sum, moved) => sum + what(moved), 0);
    console.log(
      `Done. Expected at the provider from now on: ${of(({ expected }) => Number(expected))}. Passwords removed: ${of(({ passwordRemoved }) => Number(passwordRemoved))}; sessions that ended with them: ${of(({ sessions }) => sessions)}; personal keys: ${of(({ keys }) => keys)}.`,
    );
  });

  function show(told: {
    plan: MovePlan;
    ends: { sessions: number; keys: number };
    done: readonly Moved[] | null;
  }): void {
    const facts = { issuer, findings, fate, basicAuth: config.basicAuth, ...told };
    console.log(json ? JSON.stringify(planAsJson(facts)) : planAsText(facts));
  }
}

/** The provider that people move to. @throws Error with what to set */
function requireProvider({ oidc, mode }: Config): string {
  if (oidc !== null) return oidc.issuer;
  throw new Error(
    mode === 'evaluation'
      ? 'No sign-in is configured here, so there is nobody to move. Run this with the environment of your server.'
      : 'There is no provider to move to. Set OAUTH_ISSUER_URL, OAUTH_CLIENT_ID and OAUTH_CLIENT_SECRET beside the passwords (BASIC_AUTH_ENABLED=true instead of AUTH_TYPE=basic), restart Usher, and run this again.',
  );
}

/** Nobody's password goes while the provider lets nobody in. */
function requireAnswer(findings: readonly Finding[], fate: PasswordFate | null): void {
  const fault = findings.find(({ level }) => level === 'fault');
  if (fault && fate !== 'keep')
    throw new Error(
      `Nothing was changed: no password is removed while ${fault.message}. Or run it with --passwords keep.`,
    );
}

function hasSomethingToDo({ standing, password }: MovePlan['moves'][number]): boolean {
  return standing === 'ready' || password?.kept === null;
}
