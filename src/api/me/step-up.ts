/** Somebody who signed in with a password shows once more who they are. Who came by a provider does so there: `/auth/confirm`. */
import { z } from 'zod';
import { passwordAddressOf, verifyPassword } from '../../domain/entry/password/password.ts';
import { recordRefusedStepUp, recordStepUp } from '../../domain/entry/sign-in/step-up.ts';
import { now } from '../../domain/kernel/clock.ts';
import { attemptPasswordChange } from '../../http/attempts.ts';
import { rowIdOf, startSession } from '../../http/session.ts';
import { ApiError } from '../http/api-error.ts';
import { type Route, route } from '../http/route-declaration.ts';

export const stepUpRoutes: Route[] = [
  route({
    method: 'post',
    path: '/me/step-up',
    summary: 'Confirm by the password that it is still the person of this session, which goes on under a new id',
    needs: 'to be in a session, where there are passwords',
    tag: 'Me',
    body: z.strictObject({
      password: z
        .string()
        .min(1)
        .max(200)
        .meta({ description: 'The password of the person', examples: ['correct horse battery staple'] }),
    }),
    responses: {
      200: z.object({
        csrfToken: z
          .string()
          .meta({ description: 'To be sent as X-CSRF-Token from now on', examples: ['Yk3vQ0c1T2m4'] }),
      }),
    },
    handle: async ({ caller: { accountId, connectionId, sessionId, confirmsBy }, context, request, body }) => {
      if (confirmsBy === 'provider')
        throw new ApiError(
          403,
          'confirm_at_provider',
          'You signed in by an identity provider: confirm there that it is you (/auth/confirm).',
        );
      const address = await passwordAddressOf(accountId);
      const judge = async () => (address === null ? null : verifyPassword(address, body.password));
      if ((await attemptPasswordChange(rowIdOf(sessionId), judge)) !== accountId) {
        await recordRefusedStepUp(context, { accountId, connectionId }, 'wrong_password');
        throw new ApiError(403, 'wrong_password', 'The password is wrong.');
      }
      await recordStepUp(context, { accountId, connectionId }, 'password');
      await startSession(request, { accountId, connectionId, signedInAt: now(), provider: null });
      return { status: 200, body: { csrfToken: request.session.csrfToken ?? '' } };
    },
  }),
];
