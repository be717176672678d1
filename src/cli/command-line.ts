/**
 * From what was typed to the command that runs. citty lets unknown options and surplus words pass; here every one stops the
 * command before it does anything: a misspelt `--check` must not repair, a misspelt `--dry-run` must not change anything.
 */
import { stripVTControlCharacters } from 'node:util';
import { type ArgsDef, type CommandDef, renderUsage, runCommand } from 'citty';
import { version } from '../version.ts';
import { BadUse } from './bad-use.ts';
import { checkArguments } from './check-arguments.ts';
import { nearest } from './nearest.ts';

// biome-ignore lint/suspicious/noExplicitAny: citty's own type for a command with whichever options.
export type AnyCommand = CommandDef<any>;

/** Runs what was typed, and sets the exit code: 0, 1 when it went wrong, 2 when it was typed wrongly. */
export async function runCommandLine(root: AnyCommand, typed: readonly string[]): Promise<void> {
  try {
    if (typed.length === 1 && (typed[0] === '--version' || typed[0] === '-v')) return console.log(version());
    const { command, path, rest } = await findCommand(root, typed);
    if (asksForHelp(rest)) return await showUsage(command, path, process.stdout);
    if (command.subCommands) await showUsage(command, path, process.stderr);
    await checkFound({ command, path, rest });
    await runCommand(command, { rawArgs: [...rest] });
  } catch (error) {
    // Without a stack: it is for who typed it.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof BadUse ? badUseCode(typed) : 1;
  }
}

/** With --detailed-exitcode 2 says that something would change, which a typing error must not. */
const badUseCode = (typed: readonly string[]) => (typed.includes('--detailed-exitcode') ? 1 : 2);

type Found = { readonly command: AnyCommand; readonly path: readonly string[]; readonly rest: readonly string[] };

/**
 * Whether something would be run, without running it.
 * @throws BadUse with what to type
 * @internal
 */
export async function checkCommandLine(root: AnyCommand, typed: readonly string[]): Promise<void> {
  await checkFound(await findCommand(root, typed));
}

async function checkFound({ command, path, rest }: Found): Promise<void> {
  if (command.subCommands) throw new BadUse(`Say which command: ${path.join(' ')} <command>`);
  checkArguments((await resolve(command.args)) ?? {}, rest, path.join(' '));
}

async function findCommand(root: AnyCommand, typed: readonly string[]): Promise<Found> {
  let found: Found = { command: root, path: ['usher'], rest: typed };
  for (;;) {
    const { command, path, rest } = found;
    const [word] = rest;
    const below = await resolve(command.subCommands);
    if (below === undefined || word === undefined || isHelp(word)) return found;
    const names = Object.keys(below);
    if (!names.includes(word)) {
      const what = word.startsWith('-') ? 'option' : 'command';
      throw new BadUse(`Unknown ${what} '${nameOf(word)}'.${nearest(word, names)} ${seeHelp(path)}`);
    }
    found = { command: await resolve(below[word] as AnyCommand), path: [...path, word], rest: rest.slice(1) };
  }
}

/** Of an option without its value, which may be a secret. */
const nameOf = (word: string) => (word.startsWith('-') ? word.replace(/=.*$/s, '') : word);

const seeHelp = (path: readonly string[]) => `See ${path.join(' ')} --help.`;

const isHelp = (word: string) => word === '--help' || word === '-h';

function asksForHelp(rest: readonly string[]): boolean {
  const end = rest.indexOf('--');
  return rest.slice(0, end < 0 ? undefined : end).some(isHelp);
}

async function showUsage(command: AnyCommand, path: readonly string[], stream: NodeJS.WriteStream): Promise<void> {
  const above = path.length > 1 ? { meta: { name: path.slice(0, -1).join(' ') } } : undefined;
  const usage = await renderUsage(command as CommandDef<ArgsDef>, above);
  // Node knows NO_COLOR and the terminal; citty colours everything.
  const colours = stream.isTTY && stream.hasColors();
  stream.write(`${colours ? usage : stripVTControlCharacters(usage)}\n`);
}

/** citty takes a value, a promise of one, or a function that makes it: a command is loaded when it is asked for. */
export async function resolve<T>(given: T | Promise<T> | (() => T | Promise<T>)): Promise<T> {
  return typeof given === 'function' ? (given as () => T | Promise<T>)() : given;
}
