/** `usher completion`: a script by which a shell completes commands, options and values that are words. Made of the commands themselves. */
import { type ArgsDef, defineCommand } from 'citty';
import { BadUse } from './bad-use.ts';
import { spellings } from './check-arguments.ts';
import { type AnyCommand, resolve } from './command-line.ts';

const shells = ['bash', 'zsh'] as const;

/** @param root the command that the script is about */
export function completionOf(root: AnyCommand): AnyCommand {
  return defineCommand({
    meta: {
      name: 'completion',
      description: 'Print the script by which your shell completes usher: source <(usher completion bash)',
    },
    args: { shell: { type: 'positional', valueHint: shells.join('|'), description: shells.join(' or ') } },
    run: async ({ args: { shell } }) => {
      if (!shells.some((each) => each === shell)) throw new BadUse(`Say for which shell: ${shells.join(' or ')}.`);
      // zsh reads what is for bash.
      if (shell === 'zsh') console.log('autoload -U +X compinit bashcompinit && compinit && bashcompinit');
      console.log(scriptOf(await placesBelow(root, 'usher')));
    },
  });
}

/** Where somebody may be in a line: after a command, and after an option that takes a value. */
type Place = {
  /** The commands so far, as typed. */
  readonly path: string;
  readonly words: readonly string[];
  /** Option -> the words that it takes; none: whatever it is, perhaps a file. */
  readonly values: ReadonlyMap<string, readonly string[]>;
};

async function placesBelow(command: AnyCommand, path: string): Promise<Place[]> {
  const [args, below] = await Promise.all([resolve(command.args), resolve(command.subCommands)]);
  const all = Object.entries((args ?? {}) as ArgsDef);
  const options = all.filter(([, { type }]) => type !== 'positional');
  const wordsToName = all
    .filter(([, { type }]) => type === 'positional')
    .flatMap(([, definition]) => hintOf(definition));
  const known = options.flatMap(([name, definition]) =>
    spellings(name, definition).map(([spelling, { takesValue }]) => ({
      spelling,
      takesValue,
      hint: hintOf(definition),
    })),
  );
  const names = Object.keys(below ?? {});
  const here: Place = {
    path,
    words: [...names, ...wordsToName, ...known.map(({ spelling }) => spelling), '--help'],
    values: new Map(known.filter(({ takesValue }) => takesValue).map(({ spelling, hint }) => [spelling, hint])),
  };
  const deeper = await Promise.all(
    names.map(async (name) => placesBelow(await resolve(below?.[name] as AnyCommand), `${path} ${name}`)),
  );
  return [here, ...deeper.flat()];
}

/** `keep|arrived|all` are the words that there are; `FILE` and `NAME|ID` are none. */
function hintOf(definition: ArgsDef[string]): readonly string[] {
  const hint = 'valueHint' in definition ? (definition.valueHint ?? '') : '';
  return /^[a-z|]+$/.test(hint) ? hint.split('|') : [];
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function scriptOf(places: readonly Place[]): string {
  const commands = places.slice(1).map(({ path }) => quoted(path));
  const values = places.flatMap(({ path, values: of }) =>
    [...of].map(([option, words]) => ({ at: `${path} ${option}`, words })),
  );
  return `_usher() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" place=usher words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$place \${COMP_WORDS[i]}" in
      ${commands.join('|')}) place="$place \${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  case "$place $before" in
${values.map(({ at, words }) => `    ${quoted(at)}) COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$current")); return ;;`).join('\n')}
  esac
  case "$place" in
${places.map(({ path, words }) => `    ${quoted(path)}) words=${quoted(words.join(' '))} ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _usher usher`;
}
