/** The same asked of the server for one thing after the other, where it takes no more than one at a time. */
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { isSignedOut } from './problem.ts';

export type Outcome<Item, Answer> =
  | { readonly item: Item; readonly answer: Answer }
  | { readonly item: Item; readonly error: unknown }
  /** It was stopped before. */
  | { readonly item: Item; readonly left: true };

/**
 * What is refused for one does not keep the others from it; whoever is signed out meanwhile is told, and the rest is left.
 * @param act asks for one of them
 */
export function useOneByOne<Item, Answer>(act: (item: Item) => Promise<Answer>) {
  const [done, setDone] = useState(0);
  const stopped = useRef(false);
  const { mutate, data, isPending } = useMutation({
    mutationFn: async (items: readonly Item[]) => {
      const outcomes: Outcome<Item, Answer>[] = [];
      for (const item of items) {
        outcomes.push(stopped.current ? { item, left: true } : await tried(item));
        setDone(outcomes.length);
      }
      return outcomes;
    },
  });

  async function tried(item: Item): Promise<Outcome<Item, Answer>> {
    try {
      return { item, answer: await act(item) };
    } catch (error) {
      if (isSignedOut(error)) stopped.current = true;
      return { item, error };
    }
  }

  const stop = () => {
    stopped.current = true;
  };
  return { run: mutate, stop, done, isRunning: isPending, outcomes: data ?? null };
}
