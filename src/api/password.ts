/** The caller's own password, where people sign in with one. */
import { z } from 'zod';
import { passwordAddressOf, setPassword, verifyPassword } from '../domain/entry/password/password.ts';
import { attemptPasswordChange } from '../http/attempts.ts';
import { rowIdOf } from '../http/session.ts';
import { ApiError } from './problem.ts';
import { type ApiConfig, type Route, route } from './route.ts';

const currentPassword = z.string().min(1).max(200);

export function passwordRoutes({ basicAuth }: ApiConfig): Route[] {
  return [
    route({
      method: 'post',
      path: '/me/password',
      summary: 'Change the password with which the caller signs in; all its other sessions and personal keys end',
      who: 'signed in by session',
      tag: 'Me',
      body: z.strictObject({ currentPassword, newPassword: z.string().min(12).max(200) }),
      responses: { 204: null },
      handle: async ({ caller, context, body }) => {
        if (!basicAuth)
          throw new ApiError(
            403,
            'basic_auth_disabled',
            'People do not sign in with passwords here (BASIC_AUTH_ENABLED).',
          );
        if (caller.kind !== 'session')
          throw new ApiError(403, 'forbidden', 'An API key cannot change a password: sign in.');
        const { accountId, sessionId } = caller;
        const address = await passwordAddressOf(accountId);
        const judge = async () => (address === null ? null : verifyPassword(address, body.currentPassword));
        if ((await attemptPasswordChange(rowIdOf(sessionId), judge)) !== accountId)
          throw new ApiError(403, 'wrong_password', 'The current password is wrong.');
        await setPassword(context, accountId, body.newPassword, rowIdOf(sessionId));
        return { status: 204 };
      },
    }),
  ];
}
