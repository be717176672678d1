import { useEffect, useState } from 'react';

/** A value as soon as it has stayed the same for a moment: what is typed asks the server once. */
export function useSettled<T>(value: T, waitMs = 200): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), waitMs);
    return () => clearTimeout(timer);
  }, [value, waitMs]);
  return settled;
}
