/** Faults that are no matter of one value's shape. Looks at what the file says as it is, so that all faults come at once. */
import type { Path } from './source.ts';

export type Faulty = { readonly path: Path; readonly message: string };

/** What tells the items of a list apart. */
const keys = [
  ['workspaces', 'workspace', null],
  ['applicationPermissions', 'application permission', 'name'],
  ['roles', 'role', 'name'],
  ['mappings', 'mapping of the group', 'group'],
  ['ssoConnections', 'SSO connection', 'name'],
  ['domains', 'domain', null],
] as const;

export function faultsBeside(content: unknown): Faulty[] {
  const organizations = field(content, 'organizations');
  const entries = Array.isArray(organizations) ? organizations : [];
  const twice = entries.flatMap((entry, index) =>
    keys.flatMap(([section, noun, key]) =>
      duplicates(field(entry, section), noun, key, ['organizations', index, section]),
    ),
  );
  return [...twice, ...references(content, [])];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function duplicates(list: unknown, noun: string, key: string | null, path: Path): Faulty[] {
  if (!Array.isArray(list)) return [];
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const name = key === null ? item : field(item, key);
    if (typeof name !== 'string') return [];
    const same = name.trim();
    if (!seen.has(same)) {
      seen.add(same);
      return [];
    }
    const at = key === null ? [...path, index] : [...path, index, key];
    return [{ path: at, message: `The ${noun} "${same}" is declared twice.` }];
  });
}

/** A `${NAME}` where it would be taken word for word. */
function references(value: unknown, path: Path): Faulty[] {
  if (typeof value === 'string')
    return /^\$\{\w*\}$/.test(value.trim()) && path.at(-1) !== 'clientSecret'
      ? [
          {
            path,
            message: `Only clientSecret is read from the environment: write the value itself instead of ${value}.`,
          },
        ]
      : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    references(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
