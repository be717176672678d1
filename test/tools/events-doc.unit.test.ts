import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventTypes } from '../../src/domain/model/event.ts';

it('docs/events.md explains every type of event, and no other', () => {
  const text = readFileSync('docs/events.md', 'utf8');
  const [, table = ''] = text.split('## Types');
  const rows = [...table.matchAll(/^\| `([\w.]+)` \| \S.* \|$/gm)].map(([, type]) => type);
  expect(rows).toEqual([...eventTypes]);
});
