/**
 * What a vendor's directory sends, as data: each row is one request in the vendor's own spelling with the answer that it
 * gets and the resource afterwards. It is sent over HTTP, and then once more, as after a lost answer: the same answer, and
 * nothing changes. The shapes are those that the vendor's public documentation or published source shows.
 */
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/json.ts';
import { created, groupBody, newTenant, patchOp, type ScimClient, userBody } from '../support/scim-door.ts';

export type Row = {
  readonly does: string;
  readonly method?: 'put' | 'patch';
  /** Whose resource. Ann and Bob are in the group, Cyd is not. */
  readonly on: 'ann' | 'group';
  /** `{ann}`, `{bob}`, `{cyd}` and `{group}` stand for their ids. */
  readonly body: JsonObject;
  /** 200 for users and 204 for a PATCH of a group, unless given. */
  readonly status?: number;
  readonly scimType?: string;
  /** What Ann has besides what she had; undefined for what is gone. */
  readonly ann?: Readonly<Record<string, Json | undefined>>;
  readonly group?: {
    readonly displayName?: string;
    readonly externalId?: string;
    readonly members?: readonly string[];
  };
};

/** A row that patches the group. */
export function groupRow(does: string, changes: NonNullable<Row['group']>, ...operations: JsonObject[]): Row {
  return { does, on: 'group', body: patchOp(...operations), group: changes };
}

const before = {
  userName: 'ann@acme.test',
  externalId: 'ann-1',
  active: true,
  displayName: 'Ann',
  name: { givenName: 'Ann', familyName: 'Lee' },
  emails: [{ value: 'ann@acme.test', type: 'work', primary: true }],
};

/** Runs the rows of one vendor, each in an organization of its own. Call `testDeployment()` before. */
export function vendorRows(vendor: string, rows: readonly Row[]): void {
  describe(vendor, () => {
    it.each(rows)('$does', async (row) => {
      const { scim } = await newTenant();
      const { active: _, ...attributes } = before;
      const ids = new Map<string, string>();
      ids.set('ann', (await created(scim.post('/Users', userBody('ann@acme.test', attributes)))).id);
      for (const name of ['bob', 'cyd']) ids.set(name, (await created(scim.post('/Users', userBody(name)))).id);
      const members = ['ann', 'bob'].map((name) => ids.get(name) as string);
      ids.set('group', (await created(scim.post('/Groups', groupBody('Team', members)))).id);
      const named = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_whole, name) => ids.get(name) ?? name);
      const body = named(JSON.stringify(row.body));
      const path = row.on === 'group' ? `/Groups/${ids.get('group')}` : `/Users/${ids.get('ann')}`;
      const status = row.status ?? (row.on === 'group' && row.method !== 'put' ? 204 : 200);
      const states: unknown[] = [];
      for (const _time of ['first', 'again']) {
        const answer = await scim[row.method ?? 'patch'](path, body);
        expect([answer.status, answer.body.scimType], answer.text).toEqual([status, row.scimType]);
        if (status === 200) expect(answer.body).toEqual((await scim.get(path)).body);
        if (status === 204) expect([answer.text, answer.headers.etag]).toEqual(['', expect.stringMatching(/^W\//)]);
        expect(await shown(scim, ids)).toEqual({
          ann: given({ ...before, ...row.ann }),
          group: given({
            displayName: 'Team',
            ...row.group,
            members: (row.group?.members ?? ['ann', 'bob']).map((name) => ids.get(name)).sort(),
          }),
        });
        states.push((await scim.get(path)).body);
      }
      expect(states[1]).toEqual(states[0]);
    });
  });
}

async function shown(scim: ScimClient, ids: ReadonlyMap<string, string>) {
  const [user, group] = [await scim.get(`/Users/${ids.get('ann')}`), await scim.get(`/Groups/${ids.get('group')}`)];
  const { id: _id, meta: _meta, schemas: _schemas, groups: _groups, ...ann } = user.body;
  const { displayName, externalId, members = [] } = group.body;
  return {
    ann,
    group: given({ displayName, externalId, members: members.map(({ value }: { value: string }) => value).sort() }),
  };
}

function given<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
