/** A plan for the eye, and its steps one after the other. */
import { shown } from './describe.ts';
import type { Mark } from './kind.ts';
import type { Plan } from './plan.ts';

/** Lines to print; of an organization without changes there are none. */
export function describePlan({ organizations }: Plan): string {
  const changed = organizations.filter(({ changes }) => changes.length > 0);
  if (changed.length === 0) return '= nothing to do';
  const blocks = changed.map(({ name, changes }) =>
    [`Organization ${shown(name)}`, ...changes.map(({ mark, what }) => `  ${mark} ${what}`)].join('\n'),
  );
  const count = (mark: Mark) =>
    changed.flatMap(({ changes }) => changes).filter((change) => change.mark === mark).length;
  return [...blocks, `${count('+')} to add, ${count('~')} to change, ${count('-')} to delete`].join('\n\n');
}

export function countChanges({ organizations }: Plan): number {
  return organizations.reduce((sum, { changes }) => sum + changes.length, 0);
}

/**
 * Makes the changes, and stops at the first that does not work. A plan that was cut short is completed by a new one.
 * @param onChange told before each change
 * @throws Error that says how much was done, and what stopped it
 */
export async function carryOut(plan: Plan, onChange: (line: string) => void): Promise<void> {
  const total = countChanges(plan);
  let done = 0;
  for (const { name, changes } of plan.organizations)
    for (const { mark, what, make } of changes) {
      onChange(`${mark} ${what}`);
      try {
        await make();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(
          `Stopped after ${done} of ${total} changes, in organization ${shown(name)} at\n  ${mark} ${what}\n${reason}\n` +
            'What was done stays. Run the command again to go on.',
          { cause: error },
        );
      }
      done += 1;
    }
}
