/** The sets of values in docker/helm/usher/ci: what Helm makes of each, and what Kubernetes' own schemas say to it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canRender, chart, helm } from '../support/helm.ts';
import { operatorTool } from '../support/operator-tool.ts';

const folder = join(chart, 'ci');
const sets = readdirSync(folder).map((name) => name.replace('-values.yaml', ''));
const valuesOf = (set: string) => ['-f', join(folder, `${set}-values.yaml`)];
/** A release changes no snapshot; the checksums are of texts with the version in them. */
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const withoutVersion = (text: string) =>
  text.replaceAll(version, 'VERSION').replaceAll(/\b[0-9a-f]{64}\b/g, 'CHECKSUM');
const { program, canRun } = operatorTool('kubernetes-validate');

describe.skipIf(!canRender)('a set of values', () => {
  it.each(sets)('%s is clean for helm lint, and becomes what it became before', async (set) => {
    const lint = helm(['lint', '--strict', chart, ...valuesOf(set)]);
    expect([lint.status, lint.stdout]).toEqual([0, expect.not.stringMatching(/\[(WARNING|ERROR)\]/)]);
    const { status, stdout, stderr } = helm(['template', 'rel', chart, ...valuesOf(set)]);
    expect([status, stderr]).toEqual([0, '']);
    await expect(withoutVersion(stdout)).toMatchFileSnapshot(`helm-sets/${set}.yaml`);
  });

  // The oldest one that the chart takes, and a new one. ServiceMonitor is not Kubernetes' own and has no schema there.
  it.skipIf(!canRun).each(['1.27', '1.37'])('is what Kubernetes %s takes, without an unknown field', (version) => {
    const work = mkdtempSync(join(tmpdir(), 'usher-helm-'));
    try {
      const files = sets.map((set) => {
        const file = join(work, `${set}.yaml`);
        writeFileSync(file, helm(['template', 'rel', chart, ...valuesOf(set)]).stdout);
        return file;
      });
      const { status, stdout, stderr } = spawnSync(program, ['--strict', '-k', version, ...files], {
        encoding: 'utf8',
      });
      const said = `${stdout}${stderr}`.trim().split('\n');
      expect([status, said.filter((line) => !/^INFO .* passed|^WARN .*ServiceMonitor/.test(line))]).toEqual([0, []]);
      expect(said.length).toBeGreaterThan(sets.length * 7);
    } finally {
      rmSync(work, { recursive: true });
    }
  });
});
