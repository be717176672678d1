/** What happens in an organization, as it happens, for pages that stay open (server-sent events). */
import { mayInOrganization } from '../../domain/access/authority/authority.ts';
import { viewEvent } from '../../domain/audit/event-view.ts';
import type { LiveEntry, LiveFeed, Position } from '../../domain/audit/live.ts';
import { ApiError } from '../http/api-error.ts';
import { actorOf } from '../http/principal.ts';
import { type Route, route, textStream } from '../http/route-declaration.ts';
import { organizationParams } from '../http/shared-schemas.ts';
import { scimRequestSchema, toScimRequest } from '../provisioning/scim-requests.ts';
import { eventSchema, exampleEvent } from './event-schemas.ts';

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Proxies that collect answers before they pass them on are asked not to.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

const exampleStream = `event: audit-event\nid: 42-67a1b2c3d4e5f60718293a4b\ndata: ${JSON.stringify(exampleEvent)}\n\n`;

export const liveRoutes = ({ live }: { readonly live: LiveFeed }): Route[] => [
  route({
    method: 'get',
    path: '/organizations/{org}/live',
    summary:
      'Stream audit events (`audit-event`) and the provisioning log (`scim-request`) as they happen; `Last-Event-ID` resumes',
    needs: 'audit:read',
    tag: 'Audit',
    params: organizationParams,
    responses: { 200: textStream },
    refusals: [400],
    media: { 'text/event-stream': exampleStream },
    handle: async ({ caller, params: { org }, request, admitAgain }) => {
      const from = positionOf(request.headers['last-event-id']);
      const rights = async () => {
        const authority = (await admitAgain())?.authority;
        return authority ? { scimRequests: mayInOrganization(authority, 'provisioning:manage') } : null;
      };
      const { type, id } = actorOf(caller);
      const follower = { orgId: org, who: `${type}/${id}`, rights, render };
      return { status: 200, headers, body: await live.follow(follower, from) };
    },
  }),
];

function render(entry: LiveEntry): string {
  const { seq, requestId } = entry.position;
  const id = `id: ${seq}-${requestId}\n`;
  switch (entry.kind) {
    case 'opened':
      return `retry: 2000\n${id}\n`;
    case 'heartbeat':
      return `: heartbeat\n${id}\n`;
    case 'event':
      return `event: audit-event\n${id}data: ${JSON.stringify(eventSchema.parse(viewEvent(entry.event)))}\n\n`;
    case 'scim-request':
      return `event: scim-request\n${id}data: ${JSON.stringify(scimRequestSchema.parse(toScimRequest(entry.logged)))}\n\n`;
  }
}

/** @throws ApiError 400 for one that was not given out here */
function positionOf(lastEventId: string | string[] | undefined): Position | null {
  if (lastEventId === undefined || lastEventId === '') return null;
  const [, seq, requestId] = /^(\d{1,15})-([0-9a-f]{24})$/.exec(String(lastEventId)) ?? [];
  if (seq !== undefined && requestId !== undefined) return { seq: Number(seq), requestId };
  throw new ApiError(400, 'invalid_input', 'Last-Event-ID is none of this stream: connect without it.');
}
