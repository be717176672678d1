import type { Request } from 'express';
import { cookiesOf } from './cookies.ts';

/** What somebody has chosen in the console (`console/lib/theme.ts`), for pages that no script has drawn yet; null: as the system has it. */
export function themeOf(request: Request): 'light' | 'dark' | null {
  const { 'usher-theme': chosen } = cookiesOf(request);
  return chosen === 'light' || chosen === 'dark' ? chosen : null;
}
