import { stringify } from 'csv-stringify/sync';

/** Lines of CSV (RFC 4180). What a spreadsheet would take for a formula is kept from being one (CWE-1236). */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: 'windows' },
  );
}
