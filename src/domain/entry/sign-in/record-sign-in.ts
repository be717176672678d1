/** A person is let in, or signs out: events of every organization that knows them and is reached by it. */
import type { Context } from '../../kernel/context.ts';
import { passwordConnectionId } from '../../model/connection.ts';
import { operate } from '../../operation/operate.ts';
import { reachOf } from '../reach/reach.ts';
import { tell, whereTold } from '../reach/where-told.ts';

export async function recordSignIn(
  context: Context,
  { accountId, connectionId }: { readonly accountId: string; readonly connectionId: string },
): Promise<void> {
  const by = connectionId === passwordConnectionId ? 'password' : 'provider';
  await operate(null, context, {
    load: async () => {
      const reach = await reachOf(connectionId);
      // Of a connection that was switched off in this moment, no organization.
      return reach === 'nowhere' ? [] : whereTold(accountId, { only: reach.only });
    },
    decide: (told, draft) =>
      tell(draft, told, accountId, { type: 'sign_in.succeeded', subject: { connectionId }, after: { by } }),
  });
}
