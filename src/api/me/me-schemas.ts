/** The shapes of what a caller asks about itself. */
import { z } from 'zod';
import { id, organizationSchema, time } from '../http/shared-schemas.ts';

export const meSchema = z
  .object({
    account: z.object({
      id,
      email: z.string().nullable(),
      emailVerified: z.boolean().meta({ description: 'false: the address is only claimed' }),
      name: z.string(),
    }),
    csrfToken: z.string().nullable().meta({ description: 'null for API keys, which need none' }),
    organizations: z.array(organizationSchema),
    defaultOrganizationId: id,
    flags: z.object({
      workspaceScopeOrgInvitesEnabled: z.boolean(),
      userOrgCreationDisabled: z.boolean(),
      personalOrgsDisabled: z.boolean(),
    }),
  })
  .meta({ id: 'Me' });

export const sessionSchema = z
  .object({
    id: id.meta({ description: 'Not what the cookie holds' }),
    current: z.boolean().meta({ description: 'The one in which this request was made' }),
    createdAt: time,
    lastSeenAt: time.meta({ description: 'To the minute' }),
    expiresAt: time.meta({ description: 'When it ends if nobody uses it before' }),
    connectionId: id,
    userAgent: z.string().nullable().meta({ description: 'What the browser calls itself, shortened' }),
    address: z.string().nullable().meta({ description: 'The IP address that the person signed in from' }),
  })
  .meta({ id: 'Session' });
