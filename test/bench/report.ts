/** The table, its JSON in `test-results/`, and the change against the baseline that is kept beside this file. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quick, type Row } from './compare.ts';

const baselineFile = join(import.meta.dirname, 'baseline.json');
type Baseline = Record<string, number>;

const keyOf = ({ scenario, concurrency }: Row) => `${scenario} @ ${concurrency}`;

/** Prints and writes what has no limit to compare with. */
export function reportTable(name: string, table: Readonly<Record<string, object>>): void {
  if (Object.keys(table).length === 0) return;
  console.table(table);
  mkdirSync('test-results', { recursive: true });
  writeFileSync(`test-results/bench-${name}.json`, JSON.stringify(table, null, 1));
}

/** Prints and writes the rows. With `BENCH=baseline` their fractions become the new baseline. */
export function report(name: string, rows: readonly Row[]): void {
  const baseline: Baseline = existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, 'utf8')) : {};
  console.table(
    Object.fromEntries(
      rows.map((row) => {
        const before = baseline[keyOf(row)];
        return [
          keyOf(row),
          {
            'ops/s': Math.round(row.opsPerSecond),
            limit: Math.round(row.limitOpsPerSecond),
            fraction: row.fraction.toFixed(2),
            goal: row.goal === null ? '' : `${row.goal.toFixed(2)} ${row.fraction >= row.goal ? 'met' : 'missed'}`,
            change: before === undefined ? '' : `${(row.fraction / before).toFixed(2)}x`,
            'p50 ms': row.p50.toFixed(2),
            'p99 ms': row.p99.toFixed(1),
            'CPU ms': row.cpuMs.toFixed(2),
            commands: row.commands.toFixed(1),
            'peak MB': row.rssMb,
            'lag ms': Math.round(row.lagMs),
          },
        ];
      }),
    ),
  );
  if (quick) console.log('A quick run: it shows that everything works, not how fast it is.');
  mkdirSync('test-results', { recursive: true });
  writeFileSync(`test-results/bench-${name}.json`, JSON.stringify(rows, null, 1));
  if (process.env.BENCH !== 'baseline') return;
  const fractions = Object.fromEntries(rows.map((row) => [keyOf(row), Math.round(row.fraction * 1_000) / 1_000]));
  writeFileSync(baselineFile, `${JSON.stringify({ ...baseline, ...fractions }, null, 1)}\n`);
}
