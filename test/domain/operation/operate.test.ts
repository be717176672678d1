import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/domain/kernel/domain-error.ts';
import { events } from '../../../src/domain/model/event.ts';
import { type WorkspaceDocument, workspaces } from '../../../src/domain/model/workspace.ts';
import { newDraft, operate } from '../../../src/domain/operation/operate.ts';
import { newId } from '../../../src/storage/collection.ts';
import { CommitStale } from '../../../src/storage/database-errors.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, newOrganization, testDeployment } from '../../support/domain.ts';

testDeployment();

const workspace = (orgId: string, name: string): WorkspaceDocument => ({
  _id: newId(),
  orgId,
  name,
  createdAt: new Date(),
  version: 1,
});

describe('an operation', () => {
  it('[85] leaves no row and no event when a later write fails', async () => {
    const { orgId } = await newOrganization();
    const before = await tenant(orgId).count(events, {});
    const attempt = operate(orgId, context, {
      load: async () => null,
      decide: (_, draft) => {
        draft.insert(workspaces, workspace(orgId, 'Research'));
        draft.event({ type: 'workspace.created', subject: {} });
        draft.insert(workspaces, workspace(orgId, 'Workspace 1'));
      },
    });
    await expect(attempt).rejects.toMatchObject({ code: 'conflict', reason: 'uniqueness' });
    expect(await tenant(orgId).count(workspaces, {})).toBe(1);
    expect(await tenant(orgId).count(events, {})).toBe(before);
  });

  it('is loaded and decided again when something changed meanwhile', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const rename = (name: string, whileDeciding: () => Promise<unknown>) => {
      let loads = 0;
      return operate(orgId, context, {
        load: async () => {
          const found = await tenant(orgId).findOne(workspaces, { _id: workspaceId });
          loads += 1;
          if (loads === 1) await whileDeciding();
          return found?.version ?? 0;
        },
        decide: (version, draft) => {
          draft.update(workspaces, workspaceId, { name, version: version + 1 }, { version });
          return loads;
        },
      });
    };
    expect(await rename('Outer', () => rename('Inner', async () => null))).toBe(2);
    expect(await tenant(orgId).findOne(workspaces, { _id: workspaceId })).toMatchObject({ name: 'Outer', version: 3 });
  });

  it('gets through beside a hundred others that change the same record at once, each loaded again hardly more than once', async () => {
    const { orgId, workspaceId } = await newOrganization();
    let loads = 0;
    const change = () =>
      operate(orgId, context, {
        load: async () => {
          loads += 1;
          return (await tenant(orgId).findOne(workspaces, { _id: workspaceId }))?.version ?? 0;
        },
        decide: (version, draft) => draft.update(workspaces, workspaceId, { version: version + 1 }, { version }),
      });
    await Promise.all(Array.from({ length: 100 }, change));
    expect(await tenant(orgId).findOne(workspaces, { _id: workspaceId })).toMatchObject({ version: 101 });
    expect(loads).toBeLessThan(300);
  });

  it('writes nothing when it is refused or decides nothing', async () => {
    const { orgId } = await newOrganization();
    const refusal = new DomainError('conflict', 'because', 'No.');
    const load = async () => null;
    await expect(
      operate(orgId, context, {
        load,
        decide: (_, draft) => {
          draft.insert(workspaces, workspace(orgId, 'Research'));
          throw refusal;
        },
      }),
    ).rejects.toBe(refusal);
    expect(await operate(orgId, context, { load, decide: () => 'nothing to do' })).toBe('nothing to do');
    expect(await tenant(orgId).count(workspaces, {})).toBe(1);
  });
});

describe('a draft', () => {
  const writesOf = (draw: (draft: ReturnType<typeof newDraft>) => void) => {
    const draft = newDraft();
    draw(draft);
    return draft.changes('o', context).writes;
  };

  it('makes one guarded update of several changes of one document', () => {
    const writes = writesOf((draft) => {
      draft.update(workspaces, 'w', { name: 'A' }, { version: 1 });
      draft.update(workspaces, 'w', { version: 2 }, { version: 1, name: 'B' });
    });
    expect(writes).toMatchObject([
      { kind: 'update', expect: { version: 1, name: 'B' }, update: { $set: { name: 'A', version: 2 } } },
    ]);
  });

  it('is stale when it expects two values of one field', () => {
    expect(() =>
      writesOf((draft) => {
        draft.update(workspaces, 'w', { name: 'A' }, { version: 1 });
        draft.update(workspaces, 'w', { version: 3 }, { version: 2 });
      }),
    ).toThrow(CommitStale);
  });

  it('changes what it inserts in place, and forgets what it deletes again', () => {
    const document = workspace('o', 'A');
    expect(
      writesOf((draft) => {
        draft.insert(workspaces, document);
        draft.update(workspaces, document._id, { name: 'B' });
      }),
    ).toMatchObject([{ kind: 'insert', document: { name: 'B' } }]);
    expect(
      writesOf((draft) => {
        draft.insert(workspaces, document);
        draft.delete(workspaces, document._id);
      }),
    ).toEqual([]);
    expect(document.name).toBe('A');
  });

  it('keeps what an update expected when it deletes the document after all', () => {
    const writes = writesOf((draft) => {
      draft.update(workspaces, 'w', { name: 'A' }, { version: 1 });
      draft.delete(workspaces, 'w', { name: 'B' });
    });
    expect(writes).toMatchObject([{ kind: 'delete', expect: { version: 1, name: 'B' } }]);
  });
});
