/** The caller's own password, where people sign in with one. */
import { z } from 'zod';
import { passwordAddressOf, setPassword, verifyPassword } from '../../domain/entry/password/password.ts';
import { attemptPasswordChange } from '../../http/attempts.ts';
import { rowIdOf } from '../../http/session.ts';
import { ApiError } from '../http/api-error.ts';
import { type Route, route } from '../http/route-declaration.ts';

const currentPassword = z
  .string()
  .min(1)
  .max(200)
  .meta({ description: 'The password of now', examples: ['correct horse battery staple'] });

export const passwordRoutes: Route[] = [
  route({
    method: 'post',
    path: '/me/password',
    summary: 'Change the password with which the caller signs in; all its other sessions and personal keys end',
    needs: 'to be in a session, where there are passwords',
    tag: 'Me',
    body: z.strictObject({
      currentPassword,
      newPassword: z
        .string()
        .min(12)
        .max(200)
        .meta({
          description: 'The password from now on, 12 to 200 characters',
          examples: ['seven green ducks on a pond'],
        }),
    }),
    responses: { 204: null },
    handle: async ({ caller: { accountId, sessionId }, context, body }) => {
      const address = await passwordAddressOf(accountId);
      const judge = async () => (address === null ? null : verifyPassword(address, body.currentPassword));
      if ((await attemptPasswordChange(rowIdOf(sessionId), judge)) !== accountId)
        throw new ApiError(403, 'wrong_password', 'The current password is wrong.');
      await setPassword(context, accountId, body.newPassword, rowIdOf(sessionId));
      return { status: 204 };
    },
  }),
];
