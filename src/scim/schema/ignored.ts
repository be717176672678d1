/**
 * Collects what a request says that no schema knows. It is left out and logged, since directories send much that is
 * theirs (S7); a reader who would rather refuse it does so here.
 */
export type Ignored = {
  /** For the log: each once, at most fifty. */
  readonly names: () => string[];
  readonly add: (name: string) => void;
};

const maxNames = 50;
const maxNameLength = 200;

export function ignoredNames(): Ignored {
  const names = new Set<string>();
  return {
    names: () => [...names],
    add: (name) => {
      if (names.size < maxNames) names.add(name.slice(0, maxNameLength));
    },
  };
}
