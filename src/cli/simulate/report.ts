/** What operators read before, while and after a simulation runs. */

import type { ReadOptions } from './options.ts';
import type { PhaseRow } from './phases.ts';
import type { SimulationReport } from './simulate.ts';

export function describePlan({
  idp,
  base,
  prefix,
  domain,
  users,
  groups,
  speed,
  keep,
}: ReadOptions['simulation']): string {
  const longest = idp.retryWaitsMs.map((wait) => `${duration(wait)} as ${duration(wait / speed)}`).join(', ');
  return [
    `Plays ${idp.name} at ${base}.`,
    `Users it makes: ${users}, ${prefix}-0001@${domain} and on; groups: ${groups}${groups > 0 ? `, ${prefix} Group 1 and on` : ''}.`,
    'Changes, renames, deactivates, reactivates and deletes some of these, and touches nothing else.',
    keep
      ? 'Leaves them there at the end (--keep).'
      : 'Deletes them all at the end. Ctrl-C stops earlier, and cleans up too.',
    `Waits before another try: ${longest} (--speed ${speed}); what Retry-After says in full.`,
    ...(isOpen(base) ? ['The token goes over the network unencrypted: identity providers insist on https.'] : []),
  ].join('\n');
}

/** http to another machine. */
function isOpen(base: string): boolean {
  const { protocol, hostname } = new URL(base);
  return protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

function duration(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  if (seconds >= 3_600) return `${rounded(seconds / 3_600)} h`;
  return seconds >= 60 ? `${rounded(seconds / 60)} min` : `${rounded(seconds)} s`;
}
const rounded = (value: number) => Math.round(value * 100) / 100;

const columns = [24, 9, 9, 9, 8, 7] as const;
const line = (cells: readonly (string | number)[]) =>
  cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(columns[0]) : String(cell).padStart(columns[index] ?? 0)))
    .join('');

export const heading = line(['phase', 'requests', 'p50 ms', 'p95 ms', 'retries', 'failed']);

export const describeRow = ({ phase, requests, p50Ms, p95Ms, retries, failed }: PhaseRow): string =>
  line([phase, requests, p50Ms.toFixed(1), p95Ms.toFixed(1), retries, failed]);

const firstReasons = 10;

export function summarize({ ok, failures, notes, phases }: SimulationReport): string {
  const reasons = failures
    .slice(0, firstReasons)
    .map(({ phase, subject, request, expected, got }) =>
      [
        `  ${phase}${subject ? `, ${subject}` : ''}`,
        `    ${request}`,
        `    expected ${expected}`,
        `    got ${got}`,
      ].join('\n'),
    );
  const more = failures.length - reasons.length;
  const requests = phases.reduce((sum, row) => sum + row.requests, 0);
  return [
    ...notes,
    ...(failures.length > 0 ? [`${failures.length} failed:`, ...reasons] : []),
    ...(more > 0 ? [`  and ${more} more (--json has all)`] : []),
    ok
      ? `${requests} requests: everything is as the directory says.`
      : `${requests} requests: not everything went well.`,
  ].join('\n');
}
