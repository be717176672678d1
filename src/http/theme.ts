import type { IncomingMessage } from 'node:http';
import { cookiesOf } from './cookies.ts';

/** What somebody has chosen in the console (`console/lib/theme.ts`), for pages that no script has drawn yet; null: as the system has it. */
export function themeOf(request: IncomingMessage): 'light' | 'dark' | null {
  const { 'usher-theme': chosen } = cookiesOf(request);
  return chosen === 'light' || chosen === 'dark' ? chosen : null;
}
