/**
 * Writes what a run counted and how long each file took into `test-results/`, as JSON for `.ci/run` and as a table, the
 * slowest first, for docs/testing.md. The time of a file is that of its tests and hooks; imports are in the last line.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

type FileRow = { readonly file: string; readonly tests: number; readonly seconds: number };

export function secondsReporter(): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      if (modules.length === 0) return;
      const tiers = [...new Set(modules.map(({ project }) => project.name))].sort();
      const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
      for (const module of modules) count(module, counts);
      const rows = modules.map(rowOf).sort((one, other) => other.seconds - one.seconds);
      mkdirSync('test-results', { recursive: true });
      const name = `test-results/${tiers.join('-')}`;
      writeFileSync(`${name}.json`, JSON.stringify({ ...counts, files: rows }, null, 1));
      writeFileSync(`${name}.md`, tableOf(rows, modules));
    },
  };
}

/** A file that fails before its first test counts as one failure. */
function count(module: TestModule, counts: { passed: number; failed: number; skipped: number }): void {
  let failed = 0;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state === 'passed') counts.passed += 1;
    else if (state === 'failed') failed += 1;
    else counts.skipped += 1;
  }
  counts.failed += module.state() === 'failed' ? Math.max(failed, 1) : failed;
}

function rowOf(module: TestModule): FileRow {
  const tests = [...module.children.allTests()].length;
  return { file: module.relativeModuleId, tests, seconds: seconds(module.diagnostic().duration) };
}

function tableOf(rows: readonly FileRow[], modules: readonly TestModule[]): string {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const imports = sum(modules.map((module) => module.diagnostic().collectDuration));
  const lines = rows.map(({ file, tests, seconds: taken }) => `| ${taken.toFixed(1)} | ${tests} | \`${file}\` |`);
  const total = `${rows.length} files, ${sum(rows.map(({ tests }) => tests))} tests, ${Math.round(sum(rows.map((row) => row.seconds)))} s, imports ${seconds(imports)} s`;
  return ['| seconds | tests | file |', '| ---: | ---: | --- |', ...lines, '', total, ''].join('\n');
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
