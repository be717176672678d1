/** What hurts careless code: values, texts and keys, and trees in which one of them takes the place of something. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/json.ts';

export const hostileTexts = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      '$where',
      '$gt',
      'a.b',
      '.',
      '..',
      '*',
    ],
    ...[
      '\0',
      '\n',
      '\r\nX-Injected: 1',
      '\u2028',
      '\ufeff',
      '\ud800',
      '😀',
      '﷽',
      'İ',
      'ß',
      '%',
      '%00',
      '%2e%2e%2f',
      '%ff',
      '\\',
      '"',
      "'",
    ],
    ...[
      'null',
      'true',
      '-0',
      '1e400',
      'NaN',
      '2024-02-30T25:61:61Z',
      '0000-00-00',
      'urn:',
      'urn:ietf:params:scim',
      '(a+)+$',
    ],
    ...['<script>alert(1)</script>', '{{7*7}}', 'javascript:alert(1)', 'http://127.0.0.1:9/', 'https://localhost/'],
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc
    .tuple(fc.constantFrom('a', '(', '[', '"', 'é', '%41', ' and '), fc.constantFrom(50, 700, 5_000))
    .map(([part, times]) => part.repeat(times)),
);

export const hostileValues: fc.Arbitrary<Json> = fc.oneof(
  hostileTexts,
  fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e308, -1e308, [], {}, [[]], [null], [{}]),
  fc.constantFrom<Json>(
    { $gt: '' },
    { $where: '1' },
    { 'a.b': 1 },
    { $set: {} },
    { constructor: { prototype: { polluted: 1 } } },
  ),
  fc.constant(null).map(() => JSON.parse('{"__proto__":{"polluted":1},"value":"x"}') as Json),
  fc.constantFrom(30, 300, 1_000).map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as Json),
  fc.constantFrom(100, 1_100).map((length) => Array.from({ length }, (_, at): Json => ({ value: String(at) }))),
);

/** As a part of a path; a half of a pair of surrogates cannot be in one. */
export const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString());

type Change = {
  readonly kind: 'replace' | 'remove' | 'add' | 'twice' | 'rename';
  readonly at: number;
  readonly value: Json;
  readonly key: string;
};

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'remove', 'add', 'twice', 'rename'),
  at: fc.nat(),
  value: hostileValues,
  key: hostileTexts,
});

/** The tree as it is, or with up to three changes in it. */
export function mutated(tree: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  const changes = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(change, { minLength: 1, maxLength: 3 }));
  return fc.tuple(tree, changes).map(([whole, all]) => all.reduce<Json>(changed, structuredClone(whole)));
}

function changed(tree: Json, { kind, at, value: given, key }: Change): Json {
  // The next change may be inside of it.
  const value = structuredClone(given);
  const places: { readonly of: Json[] | JsonObject; readonly key: string }[] = [];
  const walk = (node: Json | undefined) => {
    if (typeof node !== 'object' || node === null || places.length > 500) return;
    for (const [name, inner] of Object.entries(node)) {
      places.push({ of: node as JsonObject, key: name });
      walk(inner);
    }
  };
  walk(tree);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return value;
  const parent = place.of as JsonObject;
  if (kind === 'replace') parent[place.key] = value;
  if (kind === 'remove') delete parent[place.key];
  if (kind === 'add')
    Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
  if (kind === 'twice' && Array.isArray(place.of)) place.of.push(structuredClone(place.of[Number(place.key)] ?? null));
  if (kind === 'rename') {
    const moved = parent[place.key] ?? null;
    delete parent[place.key];
    Object.defineProperty(parent, key, { value: moved, enumerable: true, configurable: true, writable: true });
  }
  return tree;
}

/** A text, or one with some of its characters gone, doubled or replaced. */
export function garbled(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const spoils = fc.array(fc.tuple(fc.constantFrom('cut', 'double', 'insert'), fc.nat(), hostileTexts), {
    maxLength: 2,
  });
  return fc.tuple(text, fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, spoils)).map(([whole, all]) =>
    all.reduce((now, [kind, at, more]) => {
      const here = at % (now.length + 1);
      const [before, after] = [now.slice(0, here), now.slice(here)];
      return kind === 'cut'
        ? before + after.slice(1 + (at % 5))
        : before + (kind === 'double' ? after.slice(0, 4) : more) + after;
    }, whole),
  );
}
