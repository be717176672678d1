import mongoose from 'mongoose';
import { describe, expect, it, vi } from 'vitest';
import { createServiceKey, listServiceKeys } from '../../../src/domain/administration/keys/service-key.ts';
import {
  createWorkspace,
  renameWorkspace,
} from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { createOrganization } from '../../../src/domain/entry/arrival/create-organization.ts';
import type { Actor, Context } from '../../../src/domain/kernel/context.ts';
import { DomainError } from '../../../src/domain/kernel/domain-error.ts';
import { newSecret } from '../../../src/domain/kernel/secret.ts';
import { events } from '../../../src/domain/model/event.ts';
import { organizations } from '../../../src/domain/model/organization.ts';
import { workspaces } from '../../../src/domain/model/workspace.ts';
import { idempotencyKeys, idempotentRequest, partOf } from '../../../src/domain/operation/idempotency.ts';
import { type Draft, operate } from '../../../src/domain/operation/operate.ts';
import { newId } from '../../../src/storage/collection.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { newOrganization, testDeployment } from '../../support/domain.ts';

testDeployment();

const ada: Actor = { type: 'account', id: 'ada', name: 'Ada' };

/** The context of one request; call it again for the replay of that request. */
function asked(key: string, { by = ada, request = 'POST /workspaces {"name":"Research"}' } = {}): Context {
  return { actor: by, requestId: newId(), idempotency: idempotentRequest(by, key, request) };
}

const count = (orgId: string, name: string) => tenant(orgId).count(workspaces, { name });
const pass = <R>(decide: (draft: Draft) => R) => ({
  load: async () => null,
  decide: (_: null, draft: Draft) => decide(draft),
});

describe('a request with an idempotency key', () => {
  it('is done once, however often it is sent', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    const made = await createWorkspace(asked(key), orgId, 'Research');
    const replay = asked(key);
    expect(await createWorkspace(replay, orgId, 'Research')).toEqual(made);
    expect(replay.idempotency?.answer.replayed).toBe(true);
    expect(await count(orgId, 'Research')).toBe(1);
    expect(await tenant(orgId).count(events, { type: 'workspace.created', 'after.name': 'Research' })).toBe(1);
  });

  it('is answered as it was then, also when things have changed since', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    const made = await createWorkspace(asked(key), orgId, 'Research');
    await renameWorkspace({ actor: ada, requestId: null }, orgId, made._id, 'Lab');
    expect(await createWorkspace(asked(key), orgId, 'Research')).toEqual(made);
    expect(await count(orgId, 'Research')).toBe(0);
  });

  it('sent many times at once is done by one, and all get its result', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    const answers = await Promise.all(Array.from({ length: 12 }, () => createWorkspace(asked(key), orgId, 'Research')));
    expect(new Set(answers.map(({ _id }) => _id)).size).toBe(1);
    expect(await count(orgId, 'Research')).toBe(1);
  });

  it('that does not meet itself in one queue of the committer is still done once', async () => {
    const key = newId();
    const order = { kind: 'shared' as const, name: `Once ${key}`, workspaceName: 'Workspace 1' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => createOrganization(asked(key), order, null)));
    expect(new Set(answers.map(({ _id }) => _id)).size).toBe(1);
    expect(await system('deployment').count(organizations, { name: order.name })).toBe(1);
  });

  it('is not done again when the answer of the database was lost after it had committed', async () => {
    const { orgId } = await newOrganization();
    const { prototype } = mongoose.mongo.ClientSession;
    const commit = prototype.commitTransaction;
    const lost = vi.spyOn(prototype, 'commitTransaction').mockImplementation(async function (
      this: mongoose.mongo.ClientSession,
    ) {
      await commit.call(this);
      const error = new mongoose.mongo.MongoError('the connection was cut');
      error.addErrorLabel('UnknownTransactionCommitResult');
      throw error;
    });
    const key = newId();
    const rename = (context: Context) =>
      operate(
        orgId,
        context,
        pass((draft) => {
          const row = { _id: newId(), orgId, name: 'Research', createdAt: draft.now, version: 1 };
          draft.insert(workspaces, row);
          return row;
        }),
      );
    const made = await rename(asked(key)).finally(() => lost.mockRestore());
    expect(await rename(asked(key))).toEqual(made);
    expect(await count(orgId, 'Research')).toBe(1);
  });

  it('that was refused is judged anew: refusals are not kept', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    const attempt = () => createWorkspace(asked(key, { request: 'POST Workspace 1' }), orgId, 'Workspace 1');
    await expect(attempt()).rejects.toMatchObject({ reason: 'uniqueness' });
    const [present] = await tenant(orgId).find(workspaces, {});
    await renameWorkspace({ actor: ada, requestId: null }, orgId, present?._id ?? '', 'Lab');
    expect(await attempt()).toMatchObject({ name: 'Workspace 1' });
  });

  it('leaves no key behind when its change is not written', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    const half = operate(
      orgId,
      asked(key),
      pass((draft) => {
        draft.insert(workspaces, { _id: newId(), orgId, name: 'Research', createdAt: draft.now, version: 1 });
        draft.insert(workspaces, { _id: newId(), orgId, name: 'Workspace 1', createdAt: draft.now, version: 1 });
      }),
    );
    await expect(half).rejects.toMatchObject({ reason: 'uniqueness' });
    expect(await system('idempotency').findOne(idempotencyKeys, { _id: asked(key).idempotency?.id ?? '' })).toBeNull();
  });

  it('with another content is refused, and changes nothing', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    await createWorkspace(asked(key), orgId, 'Research');
    const other = createWorkspace(asked(key, { request: 'POST /workspaces {"name":"Lab"}' }), orgId, 'Lab');
    await expect(other).rejects.toMatchObject({ code: 'unprocessable', reason: 'idempotency_key_reused' });
    expect(await count(orgId, 'Lab')).toBe(0);
  });

  it('with two contents at once is done with one of them', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    const answers = await Promise.allSettled(
      ['Research', 'Lab'].map((name) => createWorkspace(asked(key, { request: name }), orgId, name)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { reason: 'idempotency_key_reused' },
    });
    expect((await count(orgId, 'Research')) + (await count(orgId, 'Lab'))).toBe(1);
  });

  it('means nothing for another caller with the same key', async () => {
    const [one, other] = [await newOrganization(), await newOrganization()];
    const key = newId();
    const made = await createWorkspace(asked(key), one.orgId, 'Research');
    for (const by of [
      { type: 'account', id: 'grace' },
      { type: 'service-key', id: 'ada' },
      { type: 'deployment-key', id: 'ada' },
    ] as const) {
      const theirs = asked(key, { by });
      const { orgId } = by.type === 'account' ? other : await newOrganization();
      expect((await createWorkspace(theirs, orgId, 'Research'))._id).not.toBe(made._id);
      expect(theirs.idempotency?.answer.replayed).toBe(false);
    }
  });

  it('keeps the result of its first operation; the later ones run again', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    let runs = 0;
    const request = async (context: Context) => {
      const first = await operate(
        orgId,
        context,
        pass(() => (runs += 1)),
      );
      const second = await operate(
        orgId,
        context,
        pass(() => (runs += 1)),
      );
      return [first, second];
    };
    expect(await request(asked(key))).toEqual([1, 2]);
    expect(await request(asked(key))).toEqual([1, 3]);
  });

  it('keeps the results of all its parts, and does those that a crash kept it from', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    let runs = 0;
    const parts = async (context: Context, until: number) => {
      const results: number[] = [];
      for (let part = 0; part < until; part += 1) {
        const done = await operate(
          orgId,
          partOf(context, part),
          pass(() => (runs += 1)),
        );
        results.push(done);
      }
      return results;
    };
    expect(await parts(asked(key), 2)).toEqual([1, 2]);
    const replay = asked(key);
    expect(await parts(replay, 3)).toEqual([1, 2, 3]);
    expect(replay.idempotency?.answer.replayed).toBe(true);
    expect(await parts({ actor: ada, requestId: null }, 1)).toEqual([4]);
  });

  it('keeps no secret: a replay says what to do, and nothing is made again', async () => {
    const { orgId } = await newOrganization();
    const key = newId();
    const order = { description: 'CI', scopes: ['read' as const], expiresAt: null };
    const { secret } = await createServiceKey(asked(key), orgId, order);
    await expect(createServiceKey(asked(key), orgId, order)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'secret_shown_once',
    });
    expect(await listServiceKeys(orgId)).toHaveLength(1);
    const row = await system('idempotency').findOne(idempotencyKeys, { _id: asked(key).idempotency?.id ?? '' });
    expect(row).toMatchObject({ isSecret: true });
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it('does not lie in the database in plain, and is forgotten a day later', async () => {
    const { orgId } = await newOrganization();
    const key = `key-${newId()}`;
    await createWorkspace(asked(key), orgId, 'Research');
    const rows = await system('idempotency').find(idempotencyKeys, { orgId });
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(key);
    const indexes = await mongoClient().db().collection('idempotencyKeys').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { createdAt: 1 }, expireAfterSeconds: 86_400 }));
  });
});

describe('a kept result', () => {
  const twice = async (result: unknown, secretResult?: true) => {
    const key = newId();
    const run = () =>
      operate(null, asked(key), {
        load: async () => null,
        decide: () => result,
        ...(secretResult && { secretResult }),
      });
    return [await run(), await run()];
  };

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a word', 'added'],
    ['large and broken numbers', [2 ** 40, 0.1, -1]],
    ['dates in depth', { outcomes: [{ at: new Date(12_345), until: null }] }],
    ['names with dots and dollars', { 'urn:ietf:params:scim:2.0:User': { $ref: 'x', 'a.b': [[]] } }],
  ])('is the same when it is read again: %s', async (_, result) => {
    const [first, again] = await twice(result);
    expect(again).toEqual(first);
    expect(again).toStrictEqual(result);
  });

  it('has no member that was undefined, rather than null', async () => {
    expect((await twice({ name: 'Ada', reason: undefined }))[1]).toStrictEqual({ name: 'Ada' });
  });

  it.each([
    ['a Map', { roles: new Map() }, 'result.roles of an operation cannot be stored'],
    ['a function', [() => 1], 'result[0] of an operation cannot be stored'],
    ['an error', new DomainError('invalid', 'x', 'x'), 'result of an operation cannot be stored'],
    ['undefined in a list', [undefined], 'result[0] of an operation cannot be stored'],
    ['a secret', { token: newSecret('usher_key') }, 'result.token of an operation is a secret'],
    ['a link with a secret', { link: `https://x.test/i/${newSecret('usher_scim')}` }, 'is a secret'],
  ])('cannot be %s: the operation fails before it writes', async (_, result, message) => {
    await expect(twice(result)).rejects.toThrow(message);
  });

  it('may be anything when it is declared secret', async () => {
    await expect(twice({ roles: new Map() }, true)).rejects.toMatchObject({ reason: 'secret_shown_once' });
  });
});
