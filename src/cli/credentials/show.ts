/** Tokens and keys for the eye. */
import { shown } from '../declarative/describe.ts';

/** As the API tells of it. */
export type Credential = {
  readonly id: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  /** Of SCIM tokens only. */
  readonly strict?: boolean;
};

export function describeCreated(what: string, { id, description, scopes, expiresAt }: Credential): string {
  const until = expiresAt === null ? 'until it is revoked' : `until ${minuteOf(expiresAt)}`;
  return `${what}: ${shown(description)} (${id}), for ${scopes.join(' and ')}, ${until}.\nIts secret is shown this once:`;
}

/** A line for each, below a line of headings. */
export function tableOf(items: readonly Credential[], at: Date): string {
  const rows = items.map((item) => [
    item.id,
    item.scopes.join(','),
    item.expiresAt === null ? 'never' : minuteOf(item.expiresAt) + (new Date(item.expiresAt) <= at ? ' (over)' : ''),
    item.lastUsedAt === null ? 'never' : minuteOf(item.lastUsedAt),
    minuteOf(item.createdAt),
    shown(item.description) + (item.strict ? ' (strict)' : ''),
  ]);
  const lines = [['ID', 'SCOPES', 'ENDS', 'LAST USED', 'CREATED', 'DESCRIPTION'], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `2027-01-31 12:00Z` */
const minuteOf = (time: string) => `${time.slice(0, 16).replace('T', ' ')}Z`;
