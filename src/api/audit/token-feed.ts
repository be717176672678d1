/** The feed of events in SCIM's own words. */
import { readFeed } from '../../domain/audit/list-events.ts';
import { feedAudience, tokenWriter } from '../../domain/webhooks/security-event-token.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { organizationParams } from '../http/shared-schemas.ts';
import { feedQuery, tokenFeedSchema } from './event-schemas.ts';

export function tokenFeedRoutes({ secretBox, publicUrl }: Pick<ApiConfig, 'secretBox' | 'publicUrl'>): Route[] {
  return [
    route({
      method: 'get',
      path: '/organizations/{org}/events/scim-sets',
      needs: 'audit:read',
      tag: 'Audit',
      summary: 'Follow what happens to users and groups of SCIM in its own words: security event tokens (RFC 9967)',
      params: organizationParams,
      query: feedQuery,
      responses: { 200: tokenFeedSchema },
      refusals: [409],
      handle: async ({ params: { org }, query: { after, limit } }) => {
        const { eventToken } = tokenWriter(org, secretBox, publicUrl);
        const audience = feedAudience(publicUrl, org);
        const found = await readFeed(org, after, limit + 1);
        const rows = found.slice(0, limit);
        const written = rows.map(async (event) => {
          const set = await eventToken(event, { jti: event._id, audience, issuedAt: event.at });
          return set === null ? [] : [{ seq: event.seq, set }];
        });
        const items = (await Promise.all(written)).flat();
        return { status: 200, body: { items, after: rows.at(-1)?.seq ?? after, more: found.length > limit } };
      },
    }),
  ];
}
