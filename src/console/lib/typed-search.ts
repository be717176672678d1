import { useEffect, useState } from 'react';
import { useSettled } from './settled.ts';

/**
 * What is typed shows at once, and is in the address, and so asked of the server, when it has settled.
 * @param q as the address has it
 */
export function useTypedSearch(
  q: string,
  change: (q: string | undefined) => void,
): readonly [typed: string, type: (next: string) => void] {
  const [typed, setTyped] = useState(q);
  const settled = useSettled(typed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed changes the address
  useEffect(() => {
    if (settled.trim() !== q) change(settled.trim() || undefined);
  }, [settled]);
  // Back, and links to this page, change what stands in the field.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the address changes the field
  useEffect(() => {
    if (q !== typed.trim() && settled === typed) setTyped(q);
  }, [q]);
  return [typed, setTyped];
}
