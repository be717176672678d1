/**
 * Door 4: operators at a command line. This folder owns the commands; each is one file or one folder, which is loaded
 * when it is asked for: the whole server takes most of a second to load, and most commands need little of it.
 */
import { defineCommand } from 'citty';
import { describeConfig } from '../config/describe-config.ts';
import { loadConfig, readEnvironment } from '../config/load-config.ts';
import type { AnyCommand } from './command-line.ts';

const start = defineCommand({
  meta: { name: 'start', description: 'Start the server, as npm start does.' },
  run: async () => void (await import('../main.ts')),
});

const config = defineCommand({
  meta: { name: 'config', description: 'Show the effective configuration, without secrets, or every fault in it.' },
  run: showConfig,
});

function showConfig(): void {
  const settings = describeConfig(loadConfig(readEnvironment()));
  const width = Math.max(...settings.map(({ name }) => name.length));
  for (const { name, value, source } of settings) {
    const origin = source === 'default' ? '' : source === name ? '  (set)' : `  (set as ${source})`;
    console.log(`${name.padEnd(width)}  ${value}${origin}`);
  }
}

const demo = defineCommand({
  meta: {
    name: 'demo',
    description: 'Sync a directory of people and groups as Okta does, and check who got which role.',
  },
  args: {
    file: {
      type: 'string',
      description: 'Your own export: a CSV with email, givenName, familyName and groups (separated by ;)',
    },
    exit: {
      type: 'boolean',
      description: 'Stop at the end instead of waiting for you to sign in (default without a terminal)',
      negativeDescription: 'Wait for you to sign in, also without a terminal',
    },
  },
  run: async ({ args }) => {
    const { runDemo } = await import('./demo/demo.ts');
    const stay = !(args.exit ?? process.stdout.isTTY !== true);
    process.exitCode = await runDemo({ ...(args.file === undefined ? {} : { file: args.file }), stay });
  },
});

const verify = defineCommand({
  meta: { name: 'verify', description: 'Verify that no event was altered, removed, inserted or reordered.' },
  args: {
    organization: { type: 'string', description: 'Only this one, by its id (default: all)' },
    head: { type: 'string', description: 'A head that the log told of, <number>:<link>: the chain must go through it' },
  },
  run: async ({ args: { organization, head } }) => {
    const { verifyAudit } = await import('./audit.ts');
    process.exitCode = await verifyAudit({ ...(organization ? { organization } : {}), ...(head ? { head } : {}) });
  },
});

const auditExport = defineCommand({
  meta: {
    name: 'export',
    description: 'Print an audit log, oldest first, a line of JSON for each event.',
  },
  args: {
    organization: { type: 'string', description: 'Of this one, by its id (default: the log of the deployment itself)' },
    format: { type: 'string', valueHint: 'jsonl|ocsf', description: 'How each line is written', default: 'jsonl' },
    after: { type: 'string', description: 'Only events after this number', default: '0' },
  },
  run: async ({ args: { organization, format, after } }) => {
    const { exportAudit } = await import('./audit-export.ts');
    process.exitCode = await exportAudit({ ...(organization ? { organization } : {}), format, after });
  },
});

const rebuild = defineCommand({
  meta: {
    name: 'rebuild',
    description: 'Compare all access with the directory it follows from, and mend what does not.',
  },
  args: {
    organization: { type: 'string', description: 'Only this one, by its id (default: all)' },
    check: { type: 'boolean', description: 'Look only; exit 1 where there is drift' },
  },
  run: async ({ args: { organization, check } }) => {
    const { rebuildAccess } = await import('./rebuild-access.ts');
    process.exitCode = await rebuildAccess({ ...(organization ? { organization } : {}), check: check === true });
  },
});

const access = defineCommand({
  meta: { name: 'access', description: 'What members may.' },
  subCommands: { rebuild },
});

const audit = defineCommand({
  meta: { name: 'audit', description: 'The audit log.' },
  subCommands: { verify, export: auditExport },
});

const lostKey = defineCommand({
  meta: {
    name: 'lost-key',
    description: 'Give up the stored secrets whose ENCRYPTION_KEY is lost. Stop the server first.',
  },
  args: { yes: { type: 'boolean', alias: 'y', description: 'Do not ask; needed without a terminal' } },
  run: async ({ args: { yes } }) => {
    const { giveUpSecrets } = await import('./lost-key.ts');
    process.exitCode = await giveUpSecrets({ yes: yes === true });
  },
});

const backup = () => import('./backup/commands.ts').then((module) => module.backup);
const restore = () => import('./backup/commands.ts').then((module) => module.restore);
const apply = () => import('./declarative/commands.ts').then((module) => module.apply);
const exportCommand = () => import('./declarative/commands.ts').then((module) => module.exportCommand);
const token = () => import('./credentials/commands.ts').then((module) => module.token);
const key = () => import('./credentials/commands.ts').then((module) => module.key);
const doctor = () => import('./doctor/command.ts').then((module) => module.doctor);
const migrateAuth = () => import('./migrate-auth/command.ts').then((module) => module.migrateAuth);
const simulate = () => import('./simulate/command.ts').then((module) => module.simulate);

const completion = async () => (await import('./completion.ts')).completionOf(usher);

export const usher: AnyCommand = defineCommand({
  meta: { name: 'usher', description: 'User management between your identity provider and your application.' },
  subCommands: {
    start,
    config,
    doctor,
    backup,
    restore,
    apply,
    export: exportCommand,
    token,
    key,
    'lost-key': lostKey,
    access,
    audit,
    'migrate-auth': migrateAuth,
    demo,
    simulate,
    completion,
  },
});
