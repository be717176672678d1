import { noAccess } from './general.ts';

export const diffWords = {
  gained: 'gains',
  lost: 'loses',
  changed: 'changes',
  nothing: 'Nothing changes.',
  roles: (before: string | null, after: string | null) => {
    if (before === null) return after ?? noAccess;
    return after === null ? before : `${before} → ${after}`;
  },
  more: (count: string) => `and ${count} more`,
};
