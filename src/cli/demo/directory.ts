/** The directory that the demo syncs: people and groups from a CSV file, and the roles that should come out of it. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { separators } from '../../domain/model/organization.ts';
import type { DirectoryPerson } from '../identity-provider/identity-provider.ts';
import { type ExpectedRoles, expectRoles } from './expected-roles.ts';

export const bundledDirectory = fileURLToPath(new URL('../../../docs/demo/people.csv', import.meta.url));

export type Directory = {
  readonly people: readonly DirectoryPerson[];
  /** Group name -> emails of its members. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Workspaces that the group names speak of, without those that come with the organization. */
  readonly workspaces: readonly string[];
  /** By email. */
  readonly expected: ReadonlyMap<string, ExpectedRoles>;
};

/** Exports name their columns differently; these are understood, without regard to case, spaces and `_`. */
const columns = {
  email: ['email', 'mail', 'username', 'login', 'useremail', 'userprincipalname'],
  givenName: ['givenname', 'firstname'],
  familyName: ['familyname', 'lastname', 'surname'],
  title: ['title', 'jobtitle'],
  department: ['department'],
  active: ['active', 'enabled', 'accountenabled', 'status'],
  groups: ['groups', 'group', 'memberof'],
} as const;
type Column = keyof typeof columns;

const maxBytes = 20_000_000;

/**
 * Reads a CSV export with a header line.
 * @throws Error that names the file, the line and what to do
 */
export function readDirectory(file: string): Directory {
  const rows = parseRows(file);
  const [first] = rows;
  if (!first) throw new Error(`${file} has no people: it needs a header line and a line for each person`);
  const named = nameColumns(Object.keys(first));
  if (!named.email)
    throw new Error(`${file} needs a column "email" (or "login", "userName"); it has ${Object.keys(first).join(', ')}`);

  const people: DirectoryPerson[] = [];
  const groups = new Map<string, string[]>();
  const groupsOf = new Map<string, string[]>();
  rows.forEach((row, index) => {
    const read = (column: Column) => row[named[column] ?? ''] ?? '';
    const email = read('email');
    if (!email.includes('@')) throw new Error(`${file}, line ${index + 2}: "${email}" is not an email address`);
    if (groupsOf.has(email.toLowerCase())) throw new Error(`${file}, line ${index + 2}: ${email} appears twice`);
    const { givenName, familyName, title, department } = {
      givenName: read('givenName'),
      familyName: read('familyName'),
      title: read('title'),
      department: read('department'),
    };
    people.push({
      externalId: email,
      email,
      givenName,
      familyName,
      title,
      department,
      active: !/^(false|no|0|inactive|disabled|deprovisioned|suspended)$/i.test(read('active')),
    });
    const names = [
      ...new Set(
        read('groups')
          .split(';')
          .map((name) => name.trim())
          .filter(Boolean),
      ),
    ];
    groupsOf.set(email.toLowerCase(), names);
    for (const name of names) groups.set(name, [...(groups.get(name) ?? []), email]);
  });
  const workspaces = workspacesIn([...groups.keys()], Object.keys(first));
  const expected = new Map(
    people.map((person, index) => [
      person.email,
      expectRoles(person, groupsOf.get(person.email.toLowerCase()) ?? [], workspaces, rows[index] ?? {}),
    ]),
  );
  return { people, groups, workspaces: workspaces.filter((name) => name !== 'Workspace 1'), expected };
}

function parseRows(file: string): Record<string, string>[] {
  const bytes = readWhole(file);
  if (bytes.length > maxBytes) throw new Error(`${file} is larger than 20 MB: sync a part of your directory`);
  const text = textOf(bytes, file);
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true, relax_column_count: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`${file} is no CSV with a header line and as many columns in each line: ${reason}`, {
      cause: error,
    });
  }
}

/** Names that were guessed wrongly would come out as other people's. */
function textOf(bytes: Buffer, file: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const line = lineOfFault(bytes);
  throw new Error(
    isUtf16
      ? `${file} is UTF-16, as Excel writes "Unicode text": save it as "CSV UTF-8"`
      : `${file} is not UTF-8 (line ${line}): save it as "CSV UTF-8", or convert it: iconv -f WINDOWS-1252 -t UTF-8`,
  );
}

function lineOfFault(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    if (!isUtf8(bytes.subarray(start, end < 0 ? undefined : end))) return line;
    if (end < 0) break;
    start = end + 1;
  }
  return line;
}

function readWhole(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${file} cannot be read (${code}): name a CSV file that is there`, { cause: error });
  }
}

function nameColumns(header: readonly string[]): Partial<Record<Column, string>> {
  const found: Partial<Record<Column, string>> = {};
  for (const [column, names] of Object.entries(columns) as [Column, readonly string[]][]) {
    const match = header.find((name) => names.includes(name.toLowerCase().replace(/[\s_-]/g, '')));
    if (match) found[column] = match;
  }
  return found;
}

/** Names between two separators in group names, and of the columns that say what to expect. */
function workspacesIn(groupNames: readonly string[], header: readonly string[]): string[] {
  const [separator] = separators;
  const inGroups = groupNames
    .map((name) => name.split(separator))
    .flatMap((parts) => (parts.length >= 3 ? [parts.slice(1, -1).join(separator)] : []));
  const inHeader = header.flatMap((name) =>
    name.startsWith('expected:') && name !== 'expected:organization' ? [name.slice('expected:'.length)] : [],
  );
  return [...new Set(['Workspace 1', ...inHeader, ...inGroups])];
}
