/** The caller's own password, where people sign in with one. */
import { z } from 'zod';
import { recordRefusedPassword } from '../../domain/entry/password/notices.ts';
import { passwordAddressOf, setPassword, verifyPassword } from '../../domain/entry/password/password.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
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
          description:
            'The password from now on: 12 to 200 characters, none of those that everybody tries first, and without names, address or organization of the caller',
          examples: ['seven green ducks on a pond'],
        }),
    }),
    responses: { 204: null },
    handle: async ({ caller: { accountId, sessionId }, context, body }) => {
      const address = await passwordAddressOf(accountId);
      const judge = async () => (address === null ? null : verifyPassword(address, body.currentPassword));
      if ((await attemptPasswordChange(rowIdOf(sessionId), judge)) !== accountId) {
        await recordRefusedPassword(context, accountId, 'wrong_password');
        throw new ApiError(403, 'wrong_password', 'The current password is wrong.');
      }
      try {
        await setPassword(context, accountId, body.newPassword, rowIdOf(sessionId));
      } catch (error) {
        if (error instanceof DomainError && error.code === 'invalid')
          await recordRefusedPassword(context, accountId, error.reason);
        throw error;
      }
      return { status: 204 };
    },
  }),
];
