/** A person is let in: an event of every organization that knows them and is reached by it. */
import type { Context } from '../../kernel/context.ts';
import { passwordConnectionId } from '../../model/connection.ts';
import { operate } from '../../operation/operate.ts';
import { findSignedIn } from '../reach/reach.ts';
import { maxTold, tell } from '../reach/where-told.ts';

export async function recordSignIn(
  context: Context,
  { accountId, connectionId }: { readonly accountId: string; readonly connectionId: string },
): Promise<void> {
  const by = connectionId === passwordConnectionId ? 'password' : 'provider';
  await operate(null, context, {
    // Only what the sign-in reaches hears of it (P5).
    load: async () => (await findSignedIn({ accountId, connectionId, since: null }))?.members.slice(0, maxTold) ?? [],
    decide: (told, draft) =>
      tell(draft, told, accountId, { type: 'sign_in.succeeded', subject: { connectionId }, after: { by } }),
  });
}
