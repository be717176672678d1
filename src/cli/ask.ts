/** A question to whoever sits at the terminal. */
import { confirm, isCancel } from '@clack/prompts';

/**
 * @param unasked what to say where nobody can be asked
 * @throws Error with that
 */
export async function agreed(question: string, unasked: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw new Error(unasked);
  const answer = await confirm({ message: question, initialValue: false });
  return !isCancel(answer) && answer;
}
