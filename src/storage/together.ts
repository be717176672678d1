/**
 * Reads of one kind by several requests at once, put to the database as one: a command costs more than a row. Who asks while
 * nobody is being answered is answered at once; who asks meanwhile goes with the next read, which begins after they asked.
 * So what they get is never older than their question, and one request alone waits for nobody.
 */
import { setImmediate as immediate } from 'node:timers/promises';
import { patiently, withoutPatience } from './patience.ts';

/** More than so many questions are several reads. */
const most = 100;

/** Nobody waits for a read that takes longer than this: its connection may be lost, and another one's good. */
const slowMs = 250;

type Question<A, V> = {
  readonly asked: A;
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
};

/** `since` when its present read is out. */
type Queue<A, V> = { readonly waiting: Question<A, V>[]; since: number };

/**
 * @param load answers all of these questions by one read, in their order. Rows may be shared between answers: nobody changes them
 * @returns a reader whose first argument says what may be read together: the organization
 */
export function together<A, V>(
  load: (under: string, asked: readonly A[]) => Promise<readonly V[]>,
): (under: string, asked: A) => Promise<V> {
  const queues = new Map<string, Queue<A, V>>();
  const answer = async (under: string, queue: Queue<A, V>): Promise<void> => {
    for (;;) {
      // What has come in with the same look at the network goes along.
      await immediate();
      const next = queue.waiting.splice(0, most);
      if (next.length === 0) break;
      queue.since = performance.now();
      try {
        const values = await load(
          under,
          next.map(({ asked }) => asked),
        );
        next.forEach(({ resolve }, at) => void resolve(values[at] as V));
      } catch (error) {
        for (const { reject } of next) reject(error);
      }
    }
    if (queues.get(under) === queue) queues.delete(under);
  };
  return (under, asked) =>
    patiently(
      new Promise((resolve, reject) => {
        const present = queues.get(under);
        const question = { asked, resolve, reject };
        const since = performance.now();
        if (present && since - present.since < slowMs) return void present.waiting.push(question);
        const queue = { waiting: [...(present?.waiting.splice(0) ?? []), question], since };
        queues.set(under, queue);
        // Each waits as long as its own request may; the read is of all of them.
        withoutPatience(() => void answer(under, queue));
      }),
    );
}
