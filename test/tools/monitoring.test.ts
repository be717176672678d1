/** The dashboard and the alert rules speak of metrics that there are, and each alert says what to do. */
import { readFileSync } from 'node:fs';
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/load-config.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import '../../src/start.ts';
import { basicApp } from '../support/basic-app.ts';
import { testDeployment } from '../support/domain.ts';

testDeployment();

const read = (name: string) => readFileSync(`docker/monitoring/${name}`, 'utf8');
type Rule = { alert: string; expr: string; for: string; annotations: { summary: string; runbook: string } };
const rules = (parse(read('alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
const panels = (
  JSON.parse(read('grafana-dashboard.json')) as { panels: { title: string; targets: { expr: string }[] }[] }
).panels;
const runbooks = readFileSync('docs/operations.md', 'utf8');

/** Names of metrics with all their labels, as they are read. */
const shown = new Map<string, string>();
beforeAll(async () => {
  const metrics = createMetrics();
  basicApp(loadConfig({ AUTH_TYPE: 'basic' }), 'a secret of the tests', undefined, metrics);
  const { text } = await supertest(metrics.app).get('/metrics').expect(200);
  for (const [, name = '', type = ''] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) shown.set(name, type);
});

const namesIn = (expr: string) => expr.match(/\b(?:usher|nodejs|process)_[a-z0-9_]+/g) ?? [];

function exists(name: string): boolean {
  const of = name.replace(/_(?:bucket|count|sum)$/, '');
  return shown.has(name) || shown.get(of) === 'histogram';
}

describe('monitoring', () => {
  it.each(panels.map(({ title, targets }) => [title, targets.map(({ expr }) => expr).join('\n')]))(
    'the panel "%s" reads metrics that there are',
    (_, exprs) => {
      expect(namesIn(exprs ?? '').filter((name) => !exists(name))).toEqual([]);
      expect(namesIn(exprs ?? '').length).toBeGreaterThan(0);
    },
  );

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s reads metrics that there are, and has its runbook',
    (_, rule) => {
      expect(namesIn(rule.expr).filter((name) => !exists(name))).toEqual([]);
      expect(rule.annotations.runbook).toBe(`docs/operations.md#${rule.alert.toLowerCase()}`);
      const [, about = ''] =
        new RegExp(`^### ${rule.alert}\\n\\n([\\s\\S]*?)(?=\\n##|$(?![\\s\\S]))`, 'm').exec(runbooks) ?? [];
      expect(about.length).toBeGreaterThan(100);
    },
  );

  it('the guide lists every metric of ours, and no other', () => {
    const table = /## Metrics\n([\s\S]*?)\n## /.exec(runbooks)?.[1] ?? '';
    const listed = new Set(table.match(/\busher_[a-z_]+/g) ?? []);
    expect([...listed].sort()).toEqual([...shown.keys()].filter((name) => name.startsWith('usher_')).sort());
  });
});
