/** Whether a command has exactly the options and words that it declares. */
import { parseArgs } from 'node:util';
import type { ArgDef, ArgsDef } from 'citty';
import { BadUse } from './bad-use.ts';
import { nearest } from './nearest.ts';

type Option = { readonly takesValue: boolean };

/**
 * @param command as it was typed, for the messages
 * @throws BadUse with what to type. Values of options are never in it: they may be secrets
 */
export function checkArguments(declared: ArgsDef, typed: readonly string[], command: string): void {
  const options = Object.entries(declared).filter(([, { type }]) => type !== 'positional');
  const known = new Map(options.flatMap(([name, definition]) => spellings(name, definition)));
  const parseable = Object.fromEntries(options.map(([name, definition]) => [name, asNodeParses(definition)]));
  const { tokens, positionals } = parseArgs({
    args: [...typed],
    options: parseable,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const help = `See ${command} --help.`;
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = known.get(token.rawName);
    if (!option)
      throw new BadUse(`Unknown option '${token.rawName}'.${nearest(token.rawName, [...known.keys()])} ${help}`);
    checkValue(option, token);
  }
  const words = Object.entries(declared).filter(([, { type }]) => type === 'positional');
  const surplus = positionals[words.length];
  if (surplus !== undefined) throw new BadUse(`'${surplus}' is one word too many. ${help}`);
  const missing = words.slice(positionals.length).find(([, { required }]) => required !== false);
  if (missing) throw new BadUse(`Add ${missing[0].toUpperCase()}: ${missing[1].description ?? ''}. ${help}`);
  const given = new Set(tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])));
  const needed = options.find(([name, { required }]) => required && !given.has(name));
  if (needed) throw new BadUse(`Add --${needed[0]}: ${needed[1].description ?? ''}. ${help}`);
}

type Token = {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
};

function checkValue({ takesValue }: Option, { rawName, value, inlineValue }: Token): void {
  if (!takesValue && value !== undefined) throw new BadUse(`${rawName} takes no value: it is there or not.`);
  if (!takesValue) return;
  // An empty one comes from a variable that is not set, and must not mean "all".
  if (value === undefined || value.trim() === '') throw new BadUse(`${rawName} needs a value.`);
  if (!inlineValue && /^-./.test(value))
    throw new BadUse(`${rawName} needs a value. If it begins with a hyphen, write ${rawName}=VALUE.`);
}

/** `--yes`, `-y`; `--no-exit` only where the command says what that means. */
export function spellings(name: string, definition: ArgDef): [string, Option][] {
  const takesValue = definition.type === 'string' || definition.type === 'enum';
  const option = { takesValue };
  const alias = aliasOf(definition);
  return [
    [`--${name}`, option],
    ...(alias ? [[`-${alias}`, option] as [string, Option]] : []),
    ...('negativeDescription' in definition ? [[`--no-${name}`, option] as [string, Option]] : []),
  ];
}

function asNodeParses(definition: ArgDef) {
  const short = aliasOf(definition);
  const type = definition.type === 'boolean' ? ('boolean' as const) : ('string' as const);
  return { type, ...(short ? { short } : {}) };
}

/** All of ours are one letter. */
function aliasOf(definition: ArgDef): string | undefined {
  return 'alias' in definition ? [definition.alias].flat()[0] : undefined;
}
