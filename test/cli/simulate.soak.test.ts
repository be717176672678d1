/** Directories that need several pages, several chunks of members and several rounds. */
import { vi } from 'vitest';
import { playAtUsher } from './simulate-at-usher.ts';

vi.setConfig({ testTimeout: 240_000 });

playAtUsher([
  ['okta', '', 200, 8],
  ['okta --put', '', 40, 3],
  ['entra', '', 120, 6],
  ['entra', '?aadOptscim062020', 40, 3],
]);
