/** A person is let in, or signs out: events of every organization that knows them and is reached by it. */
import type { Context } from '../../kernel/context.ts';
import { operate } from '../../operation/operate.ts';
import { findSignedIn } from '../reach/reach.ts';
import { maxTold, tell } from '../reach/where-told.ts';

/** @param by what they showed */
export async function recordSignIn(
  context: Context,
  { accountId, connectionId }: { readonly accountId: string; readonly connectionId: string },
  by: 'provider' | 'password',
): Promise<void> {
  await operate(null, context, {
    // Only what the sign-in reaches hears of it (P5).
    load: async () => (await findSignedIn({ accountId, connectionId, since: null }))?.members.slice(0, maxTold) ?? [],
    decide: (told, draft) =>
      tell(draft, told, accountId, { type: 'sign_in.succeeded', subject: { connectionId }, after: { by } }),
  });
}
