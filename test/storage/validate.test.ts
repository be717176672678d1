import { expect, it } from 'vitest';
import type { Write } from '../../src/storage/change-set.ts';
import { type DocumentOf, defineCollection, newId } from '../../src/storage/collection.ts';
import { commit } from '../../src/storage/commit.ts';
import { boolean, date, listOf, nullable, number, object, oneOf, optional, text } from '../../src/storage/fields.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { checkChanges, checkDocuments, checkFilter } from '../../src/storage/validate.ts';
import { testDeployment } from '../support/domain.ts';

const parcels = defineCollection('testParcels', 'tenant', {
  label: text,
  kind: oneOf('letter', 'box'),
  grams: number,
  sent: boolean,
  sentAt: nullable(date),
  stops: listOf(text),
  from: nullable(object({ name: text, street: optional(text) })),
  trips: listOf(object({ km: number })),
  remark: optional(text),
});
type Parcel = DocumentOf<typeof parcels>;

const good: Parcel = {
  _id: 'p1',
  orgId: 'acme',
  label: '',
  kind: 'box',
  grams: 0,
  sent: false,
  sentAt: null,
  stops: [],
  from: { name: 'Ada' },
  trips: [{ km: 3 }],
};
const { label: _, ...withoutLabel } = good;

testDeployment();

it('a document of the declared fields is as it should be', async () => {
  await checkDocuments(parcels, [good]);
  await checkDocuments(parcels, [{ ...good, from: null, sentAt: new Date(), stops: ['Kiel'], remark: 'x' }]);
});

it.each<[string, Record<string, unknown>, RegExp]>([
  ['an unknown field', { ...good, lable: 'x' }, /lable/],
  ['a missing field', withoutLabel, /label.*required/],
  ['a null that is not declared', { ...good, label: null }, /label.*required/],
  ['a number that is a text', { ...good, grams: '3' }, /grams/],
  ['a text that is a number', { ...good, label: 3 }, /label/],
  ['a date that is a text', { ...good, sentAt: '2026-01-01' }, /sentAt/],
  ['a date that is a number', { ...good, sentAt: 3 }, /sentAt/],
  ['a boolean that is a text', { ...good, sent: 'true' }, /sent/],
  ['another value than the declared ones', { ...good, kind: 'barrel' }, /kind/],
  ['a list that is a text', { ...good, stops: 'Kiel' }, /stops/],
  ['an element of another type', { ...good, stops: [3] }, /stops/],
  ['an unknown field of an object', { ...good, from: { name: 'Ada', nmae: 'x' } }, /from/],
  ['a missing field of an object', { ...good, from: {} }, /from\.name/],
  ['a wrong field of an element', { ...good, trips: [{ km: '3' }] }, /trips/],
])('%s is refused by the names of collection and field', async (_title, document, field) => {
  await expect(checkDocuments(parcels, [document])).rejects.toThrow(/^testParcels: /);
  await expect(checkDocuments(parcels, [document])).rejects.toThrow(field);
});

it.each<[string, Record<string, unknown>, RegExp]>([
  ['an unknown field', { lable: 'x' }, /lable/],
  ['a wrong type', { grams: '3' }, /grams/],
  ['an unknown path', { 'from.nmae': 'x' }, /nmae/],
  ['a wrong type at a path', { 'from.name': 3 }, /from/],
  ['a null that is not declared', { label: null }, /label/],
])('new values are looked at by themselves: %s', async (_title, changes, field) => {
  await checkChanges(parcels, { label: 'x' });
  await checkChanges(parcels, { 'from.name': 'Grace', sentAt: null });
  await expect(checkChanges(parcels, changes)).rejects.toThrow(/^testParcels: /);
  await expect(checkChanges(parcels, changes)).rejects.toThrow(field);
});

it.each<[string, object]>([
  ['an unknown field', { lable: 'x' }],
  ['an unknown field of an object', { 'from.nmae': 'x' }],
  ['an unknown field of elements', { 'trips.mk': 3 }],
  ['an unknown field in an alternative', { $or: [{ label: 'x' }, { lable: 'x' }] }],
  ['undefined', { label: undefined }],
])('a filter that names %s is refused', (_title, filter) => {
  checkFilter(parcels, {
    label: 'x',
    'from.name': 'Ada',
    'trips.km': 3,
    'stops.0': 'Kiel',
    $nor: [{ _id: 'p1', orgId: 'acme' }],
  });
  expect(() => checkFilter(parcels, filter)).toThrow(/^testParcels: /);
});

it('nothing of a change set is written when one row of it is not as declared', async () => {
  const orgId = newId();
  const insert = (document: { _id: string } & Record<string, unknown>): Write => ({
    kind: 'insert',
    collection: parcels,
    document,
  });
  const writes = [insert({ ...good, orgId }), insert({ ...good, _id: 'p2', orgId, grams: 'heavy' })];
  await expect(commit({ operationId: newId(), orgId, writes })).rejects.toThrow(/testParcels.*grams/);
  expect(await tenant(orgId).count(parcels, {})).toBe(0);
});
