import { describe, expect, it } from 'vitest';
import { type ApiTokenDocument, endOf, isOver } from '../../../src/domain/model/api-token.ts';

const day = (n: number) => new Date(n * 86_400_000);
const key: ApiTokenDocument = {
  _id: 'k',
  kind: 'personal',
  orgId: null,
  accountId: 'ada',
  connectionId: 'default',
  hash: 'of a secret',
  description: 'CI',
  scopes: ['read'],
  createdAt: day(0),
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
};

describe('the end of a key', () => {
  it.each<[string, Partial<ApiTokenDocument>, Date | null]>([
    ['of a person comes after the days of the deployment', {}, day(30)],
    ['of a person comes then also when it was ordered for longer', { expiresAt: day(31) }, day(30)],
    ['of a person comes earlier when it was ordered so', { expiresAt: day(29) }, day(29)],
    ['that was made by a key comes with the days of that key', { createdAt: day(20), countsFrom: day(0) }, day(30)],
    ['of a program comes when it was ordered', { kind: 'service', expiresAt: day(31) }, day(31)],
    ['of the operator never comes', { kind: 'deployment' }, null],
  ])('%s', (_, more, end) => {
    expect(endOf({ ...key, ...more }, 30)).toEqual(end);
  });

  it('comes with that moment, or with its revocation', () => {
    const over = (at: Date, more: Partial<ApiTokenDocument> = {}) => isOver({ ...key, ...more }, 30, at);
    expect([over(day(29)), over(day(30)), over(day(1), { revokedAt: day(1) })]).toEqual([false, true, true]);
  });
});
