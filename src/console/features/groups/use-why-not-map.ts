import { words } from '../../lib/messages/general.ts';
import { useMay, useWhoMay } from '../../lib/session.ts';

/** Why the reader cannot map groups; null: they can. */
export function useWhyNotMap(): string | null {
  const may = useMay();
  const who = useWhoMay('access:manage');
  return may('access:manage') ? null : words.onlyWho(who);
}
