/** `usher apply` and `usher export`, as operators type them. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { confirm, isCancel, progress } from '@clack/prompts';
import { defineCommand } from 'citty';
import { readEnvironment } from '../../config/load-config.ts';
import { type AdminApi, adminApi } from '../admin-api.ts';
import { tellFaults } from '../tell-faults.ts';
import { carryOut, countChanges, describePlan } from './carry-out.ts';
import { exportFile } from './export.ts';
import { readFiles } from './file/read.ts';
import { makePlan, type Plan } from './plan.ts';

/** The options that both commands take, for the help of citty. */
const server = {
  url: {
    type: 'string',
    valueHint: 'URL',
    description: 'The address of Usher (or USHER_URL; else http://localhost:3000)',
  },
  key: {
    type: 'string',
    valueHint: 'KEY',
    description: 'An API key; better in USHER_API_KEY or BOOTSTRAP_API_KEY, where others do not see it',
  },
} as const;

export const apply = defineCommand({
  meta: {
    name: 'apply',
    description: 'Set organizations up as files say: shows what would change, asks, and does it.',
  },
  args: {
    file: {
      type: 'string',
      alias: 'f',
      valueHint: 'FILE',
      description: 'A set-up file, - for standard input; may be repeated',
    },
    'dry-run': { type: 'boolean', description: 'Show what would change, and change nothing' },
    'detailed-exitcode': { type: 'boolean', description: 'With --dry-run: exit with 2 when something would change' },
    yes: { type: 'boolean', alias: 'y', description: 'Do not ask; needed without a terminal' },
    prune: {
      type: 'boolean',
      description:
        'Delete what the files do not name, of the kinds that they speak of, in the organizations that they name',
    },
    'prune-organizations': {
      type: 'boolean',
      description: 'Delete organizations that the files do not name, except the default one and personal ones',
    },
    'send-secrets': {
      type: 'boolean',
      description:
        'Send client secrets that are stored already again: Usher shows none, so nobody sees whether one changed',
    },
    ...server,
  },
  run: ({ rawArgs }) =>
    tellFaults(async () => {
      process.exitCode = await runApply(
        strictly(rawArgs, {
          file: { type: 'string', short: 'f', multiple: true },
          'dry-run': { type: 'boolean' },
          'detailed-exitcode': { type: 'boolean' },
          yes: { type: 'boolean', short: 'y' },
          prune: { type: 'boolean' },
          'prune-organizations': { type: 'boolean' },
          'send-secrets': { type: 'boolean' },
          ...serverOptions,
        }),
      );
    }),
});

export const exportCommand = defineCommand({
  meta: {
    name: 'export',
    description: 'Write a set-up file of what is there, without secrets, to the standard output.',
  },
  args: {
    organization: {
      type: 'string',
      valueHint: 'NAME',
      description: 'Only this one; else all but personal organizations',
    },
    ...server,
  },
  run: ({ rawArgs }) =>
    tellFaults(async () => {
      const values = strictly(rawArgs, { organization: { type: 'string' }, ...serverOptions });
      process.stdout.write(await exportFile(connect(values, readEnvironment()), values.organization));
    }),
});

const serverOptions = { url: { type: 'string' }, key: { type: 'string' } } as const;

/** citty lets unknown options pass; a misspelt --dry-run must not change anything. */
function strictly<const O extends NonNullable<ParseArgsConfig['options']>>(rawArgs: string[], options: O) {
  return parseArgs({ args: rawArgs, options, strict: true, allowPositionals: false }).values;
}

type ApplyValues = {
  readonly file?: string[];
  readonly 'dry-run'?: boolean;
  readonly 'detailed-exitcode'?: boolean;
  readonly yes?: boolean;
  readonly prune?: boolean;
  readonly 'prune-organizations'?: boolean;
  readonly 'send-secrets'?: boolean;
  readonly url?: string;
  readonly key?: string;
};

/** @returns the exit code */
async function runApply(values: ApplyValues): Promise<number> {
  const { file: files = [], 'dry-run': dryRun, 'detailed-exitcode': detailed, yes, prune = false } = values;
  if (files.length === 0) throw new Error('Say what to apply: usher apply -f usher.yaml');
  const environment = readEnvironment();
  const declared = readFiles(files);
  const options = {
    prune,
    pruneOrganizations: values['prune-organizations'] ?? false,
    sendSecrets: values['send-secrets'] ?? false,
    environment,
  };
  const plan = await makePlan(connect(values, environment), declared, options);
  console.log(describePlan(plan));
  const total = countChanges(plan);
  if (total > 0 && dryRun) return detailed ? 2 : 0;
  if (total > 0 && !yes && !(await agreed(files))) {
    console.log('Nothing was changed.');
    return 1;
  }
  if (total > 0) await withProgress(plan, total);
  for (const note of plan.notes) console.log(note);
  return 0;
}

async function agreed(files: readonly string[]): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY || files.includes('-'))
    throw new Error(
      'Nothing was changed: there is no terminal to ask at. Look at the plan, and add --yes to apply it.',
    );
  const answer = await confirm({ message: 'Make these changes?', initialValue: false });
  return !isCancel(answer) && answer;
}

async function withProgress(plan: Plan, total: number): Promise<void> {
  const bar = process.stdout.isTTY ? progress({ max: total, style: 'block' }) : null;
  bar?.start('Applying');
  try {
    await carryOut(plan, (line) => bar?.advance(1, line.slice(0, 60)));
  } catch (error) {
    bar?.error('Stopped');
    throw error;
  }
  const done = `${total} ${total === 1 ? 'change' : 'changes'} made`;
  if (bar) bar.stop(done);
  else console.log(done);
}

function connect({ url, key }: Pick<ApplyValues, 'url' | 'key'>, environment: NodeJS.ProcessEnv): AdminApi {
  const address = url ?? (environment.USHER_URL || 'http://localhost:3000');
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Error('The address of Usher is no URL: write it as https://usher.example (--url or USHER_URL).');
  const secret = key ?? (environment.USHER_API_KEY || environment.BOOTSTRAP_API_KEY);
  if (!secret)
    throw new Error(
      'There is no API key: set USHER_API_KEY, or BOOTSTRAP_API_KEY to the deployment key of the server.',
    );
  return adminApi(address, secret);
}
