/** `usher apply` and `usher export`, as operators type them. */
import { parseArgs } from 'node:util';
import { progress } from '@clack/prompts';
import { defineCommand } from 'citty';
import { readEnvironment } from '../../config/load-config.ts';
import { agreed } from '../ask.ts';
import { BadUse } from '../bad-use.ts';
import { connect, serverOptions } from '../server-options.ts';
import { carryOut, countChanges, describePlan } from './carry-out.ts';
import { exportFile } from './export.ts';
import { readFiles } from './file/read.ts';
import { makePlan, type Plan } from './plan.ts';

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
    ...serverOptions,
  },
  run: async ({ args, rawArgs }) => {
    process.exitCode = await runApply({ ...args, files: filesOf(rawArgs) });
  },
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
    ...serverOptions,
  },
  run: async ({ args }) => {
    process.stdout.write(await exportFile(connect(args, readEnvironment()), args.organization));
  },
});

/** All of them: citty keeps the last of a repeated option. */
function filesOf(rawArgs: string[]): string[] {
  const options = { file: { type: 'string', short: 'f', multiple: true } } as const;
  return parseArgs({ args: rawArgs, options, strict: false }).values.file?.map(String) ?? [];
}

type ApplyValues = {
  readonly files: readonly string[];
  readonly 'dry-run'?: boolean | undefined;
  readonly 'detailed-exitcode'?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly prune?: boolean | undefined;
  readonly 'prune-organizations'?: boolean | undefined;
  readonly 'send-secrets'?: boolean | undefined;
  readonly url?: string | undefined;
  readonly key?: string | undefined;
};

/** @returns the exit code */
async function runApply(values: ApplyValues): Promise<number> {
  const { files, 'dry-run': dryRun, 'detailed-exitcode': detailed, yes, prune = false } = values;
  if (files.length === 0) throw new BadUse('Say what to apply: usher apply -f usher.yaml');
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
  if (total > 0 && !yes && !(await isWanted(files))) {
    console.log('Nothing was changed.');
    return 1;
  }
  if (total > 0) await withProgress(plan, total);
  for (const note of plan.notes) console.log(note);
  return 0;
}

function isWanted(files: readonly string[]): Promise<boolean> {
  const unasked = 'Nothing was changed: there is no terminal to ask at. Look at the plan, and add --yes to apply it.';
  if (files.includes('-')) throw new Error(unasked);
  return agreed('Make these changes?', unasked);
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
