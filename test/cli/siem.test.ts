/** The loop of docs/siem.md as it stands there, and what the operator reads beside it, against a running server. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { emptyFolder } from '../support/usher.ts';
import { runCommand, testServer } from './set-up.ts';

vi.setConfig({ testTimeout: 60_000 });

const { usher, uri } = testServer();
const api: ReturnType<typeof usher>['api'] = (path, init) => usher().api(path, init);

const guide = readFileSync(resolve(import.meta.dirname, '../../docs/siem.md'), 'utf8');
const script = /```sh\n(#!\/bin\/sh[\s\S]*?)```/.exec(guide)?.[1] ?? '';
const hasJq = spawnSync('jq', ['--version']).status === 0;

type Line = { metadata: { sequence: number; event_code: string }; type_name: string };

describe.runIf(hasJq)('the loop that pulls the audit log', () => {
  it('brings every event once, in order, and goes on where it was', async () => {
    const [{ id: org } = { id: '' }] = (await api<{ items: { id: string }[] }>('/organizations')).items;
    const folder = emptyFolder();
    const log = join(folder, 'audit.jsonl');
    const file = join(folder, 'usher-pull.sh');
    writeFileSync(file, script);
    const pull = () => {
      const env = { ...process.env, USHER_URL: usher().url, ORG: org, API_KEY: usher().apiKey, LOG: log, ONCE: '1' };
      const { status, stderr } = spawnSync('sh', [file], { env, encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(status).toBe(0);
      const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean);
      return lines.map((line) => JSON.parse(line) as Line);
    };
    const sealed = async (count: number) => {
      const path = `/organizations/${org}/audit-events?limit=500`;
      await vi.waitFor(
        async () => expect((await api<{ items: unknown[] }>(path)).items.length).toBeGreaterThanOrEqual(count),
        { timeout: 20_000, interval: 200 },
      );
    };

    await sealed(1);
    const before = pull();
    await api(`/organizations/${org}/workspaces`, { method: 'POST', body: { name: 'Pulled' } });
    await sealed(before.length + 1);
    const after = pull();
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.map(({ metadata }) => metadata.sequence)).toEqual(after.map((_, index) => index + 1));
    expect(
      after.find(({ metadata }) => metadata.event_code === 'workspace.created' && metadata.sequence > before.length),
    ).toMatchObject({
      type_name: 'Entity Management: Create',
      entity: { name: 'Pulled' },
    });
    expect(pull()).toEqual(after);
  });
});

describe('usher audit export', () => {
  it('prints what the API exports, and refuses what is typed wrongly', async () => {
    const [{ id: org } = { id: '' }] = (await api<{ items: { id: string }[] }>('/organizations')).items;
    const environment = { MONGODB_URI: uri };
    const { code, output } = await runCommand(
      ['audit', 'export', '--organization', org, '--format', 'ocsf'],
      environment,
    );
    expect(code).toBe(0);
    const lines = output.split('\n').filter((line) => line.startsWith('{'));
    expect((JSON.parse(lines[0] ?? '') as Line).metadata.sequence).toBe(1);
    expect((await runCommand(['audit', 'export'], environment)).code).toBe(0);
    expect((await runCommand(['audit', 'export', '--format', 'xml'], environment)).code).toBe(2);
    expect((await runCommand(['audit', 'export', '--organization', 'nobody'], environment)).code).toBe(1);
  });
});
