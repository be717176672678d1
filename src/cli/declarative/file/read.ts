/** From set-up files to what they declare, or every fault in them with its line. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Faulty, faultsBeside } from './beside-schema.ts';
import { type OrganizationEntry, setUpFile } from './schema.ts';
import { type Path, readSource, type Source } from './source.ts';

export type Declared = {
  readonly entry: OrganizationEntry;
  /** `file:line:column` of something in the entry. */
  readonly placeOf: (path: Path) => string;
};

/** Faults of the files or of what they ask for: one line each, with its place. */
export class SetUpFault extends Error {
  constructor(faults: readonly string[]) {
    super(faults.length === 1 ? `${faults[0]}` : `There are ${faults.length} faults:\n${faults.join('\n')}`);
    this.name = 'SetUpFault';
  }
}

/**
 * The organizations that the files declare together, each in one of them.
 * @param files paths; `-` is the standard input
 * @throws SetUpFault
 */
export function readFiles(files: readonly string[]): Declared[] {
  const read = files.map(readOne);
  const faults = [...read.flatMap((file) => file.faults), ...declaredTwice(read.flatMap((file) => file.declared))];
  if (faults.length > 0) throw new SetUpFault(faults);
  return read.flatMap((file) => file.declared);
}

type Read = { readonly declared: Declared[]; readonly faults: string[] };

function readOne(file: string): Read {
  const label = file === '-' ? 'standard input' : file;
  let yaml: string;
  try {
    yaml = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { declared: [], faults: [`${label} cannot be read (${code}): name a file that is there.`] };
  }
  const source = readSource(label, yaml);
  if (source.faults.length > 0) return { declared: [], faults: [...source.faults] };
  const parsed = setUpFile.safeParse(source.content);
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(source, issue))),
    ...faultsBeside(source.content).map(({ path, message }: Faulty) => `${source.placeOf(path)}: ${message}`),
  ];
  const entries = parsed.success ? parsed.data.organizations : [];
  const declared = entries.map((entry, index) => ({
    entry,
    placeOf: (path: Path) => source.placeOf(['organizations', index, ...path]),
  }));
  return { declared, faults };
}

function describeIssue(source: Source, issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${source.placeOfKey(issue.path, key)}: Unknown key "${key}": remove it.`);
  const where = issue.path.length === 0 ? '' : `${z.core.toDotPath(issue.path)}: `;
  return [`${source.placeOf(issue.path)}: ${where}${issue.message}.`];
}

/** One name, or the mark of the default one, in two places. */
function declaredTwice(all: readonly Declared[]): string[] {
  return all.flatMap(({ entry, placeOf }, index) => {
    const earlier = (same: (other: OrganizationEntry) => boolean) =>
      all.slice(0, index).find((other) => same(other.entry));
    const twin = entry.name === undefined ? undefined : earlier((other) => other.name === entry.name);
    if (twin)
      return [`${placeOf(['name'])}: The organization "${entry.name}" is declared at ${twin.placeOf([])} already.`];
    const rival = entry.default ? earlier((other) => other.default === true) : undefined;
    return rival ? [`${placeOf(['default'])}: ${rival.placeOf(['default'])} is the default one already.`] : [];
  });
}
