/** A person is let in, or signs out: events of every organization that knows them and is reached by it. */
import type { Context } from '../../kernel/context.ts';
import { deploymentConnectionId, findOpenConnection } from '../../model/connection.ts';
import { operate } from '../../operation/operate.ts';
import { tell, whereTold } from '../reach/where-told.ts';

/** @param by what they showed */
export async function recordSignIn(
  context: Context,
  { accountId, connectionId }: { readonly accountId: string; readonly connectionId: string },
  by: 'provider' | 'password',
): Promise<void> {
  await operate(null, context, {
    load: async () => {
      const own = connectionId === deploymentConnectionId ? null : await findOpenConnection(connectionId);
      // Of one that was switched off in this moment, no organization.
      return own === null && connectionId !== deploymentConnectionId
        ? []
        : whereTold(accountId, { only: own?.orgId ?? null });
    },
    decide: (told, draft) =>
      tell(draft, told, accountId, { type: 'sign_in.succeeded', subject: { connectionId }, after: { by } }),
  });
}
