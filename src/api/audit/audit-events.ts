/** The audit log, its export and verification, and the feed of events for programs. */
import { z } from 'zod';
import { viewEvent } from '../../domain/audit/event-view.ts';
import { eventOrders, exportEvents, listEvents, readFeed } from '../../domain/audit/list-events.ts';
import { nameSubjects } from '../../domain/audit/name-subjects.ts';
import { type NamedEvent, toOcsf } from '../../domain/audit/ocsf.ts';
import { verifyChain } from '../../domain/audit/verify.ts';
import type { SealedEvent } from '../../domain/model/event.ts';
import { csvOf } from '../http/csv.ts';
import { pageOf, pageQuery, readCursor, toPage } from '../http/page.ts';
import { type Route, route, textStream } from '../http/route-declaration.ts';
import { idParam, idParamOf, instant, organizationParams } from '../http/shared-schemas.ts';
import {
  auditEventSchema,
  exampleAuditEvent,
  feedQuery,
  feedSchema,
  typesParam,
  verificationSchema,
} from './event-schemas.ts';

const shared = { method: 'get', needs: 'audit:read', tag: 'Audit', params: organizationParams } as const;

const filters = z.object({
  types: typesParam.optional(),
  actor: idParam.optional().meta({ description: 'Only what the account, key or token with this id did' }),
  member: idParamOf('member').optional().meta({ description: 'Only what is about the member with this id' }),
  workspace: idParamOf('workspace').optional().meta({ description: 'Only what is about the workspace with this id' }),
  group: idParamOf('group').optional().meta({ description: 'Only what is about the group with this id' }),
  from: instant.optional().meta({ description: 'Only from this time on (ISO 8601)' }),
  to: instant.optional().meta({ description: 'Only before this time (ISO 8601)' }),
});

const columns = [
  'seq',
  'id',
  'at',
  'type',
  'source',
  'actorType',
  'actorId',
  'actorName',
  'memberId',
  'workspaceId',
  'groupId',
  'subject',
  'before',
  'after',
  'address',
  'requestId',
  'memberName',
  'workspaceName',
  'groupName',
  'roleName',
];

const exampleLines = `${JSON.stringify(exampleAuditEvent)}\n`;

export const auditEventRoutes: Route[] = [
  route({
    ...shared,
    path: '/organizations/{org}/audit-events',
    summary: 'List what happened, newest first; an event appears within about a second',
    query: pageQuery.extend({
      ...filters.shape,
      order: z.enum(eventOrders).default('newest').meta({ description: 'Which come first' }),
    }),
    responses: { 200: pageOf(auditEventSchema) },
    handle: async ({ params: { org }, query: { limit, cursor, order, ...filter } }) => {
      const list = `audit-events/${org}/${order}`;
      const key = readCursor(list, cursor);
      const after = key === null ? null : Number(key[0]);
      const rows = await listEvents(org, filter, { order, after, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ seq }) => [seq]);
      return { status: 200, body: { items: await viewsOf(org, items), nextCursor } };
    },
  }),
  route({
    ...shared,
    path: '/organizations/{org}/audit-events/export',
    summary:
      'Export what happened, oldest first, as JSON lines, CSV or OCSF; `after` goes on where the last export ended',
    query: filters.extend({
      format: z.enum(['jsonl', 'csv', 'ocsf']).default('jsonl').meta({
        description:
          '`jsonl`: one JSON object a line; `csv`: with a line of headings; `ocsf`: one event of the Open Cybersecurity Schema Framework a line',
      }),
      after: z.coerce.number().int().min(0).default(0).meta({
        description: 'Only events after this number: `seq`, in OCSF `metadata.sequence`, of the last one that you have',
      }),
    }),
    responses: { 200: textStream },
    media: { 'application/jsonl': exampleLines, 'text/csv': csvOf([columns, cellsOf(exampleAuditEvent)]) },
    handle: async ({ params: { org }, query: { format, after, ...filter } }) => {
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8';
      const headers = {
        'Content-Type': type,
        'Content-Disposition': `attachment; filename="audit-events.${format === 'ocsf' ? 'ocsf.jsonl' : format}"`,
      };
      return { status: 200, headers, body: written(org, filter, after, format) };
    },
  }),
  route({
    ...shared,
    path: '/organizations/{org}/audit-events/verification',
    summary: 'Verify that no event was altered, removed or inserted since it was sealed; reads the whole log',
    responses: { 200: verificationSchema },
    handle: async ({ params: { org } }) => {
      const { orgId: organizationId, ...verification } = await verifyChain(org);
      return { status: 200, body: { organizationId, ...verification } };
    },
  }),
  route({
    ...shared,
    path: '/organizations/{org}/events',
    summary: 'Follow what changes: the events after a number, oldest first',
    query: feedQuery,
    responses: { 200: feedSchema },
    refusals: [409],
    handle: async ({ params: { org }, query: { after, limit } }) => {
      const rows = await readFeed(org, after, limit + 1);
      const items = rows.slice(0, limit).map(viewEvent);
      return { status: 200, body: { items, after: items.at(-1)?.seq ?? after, more: rows.length > limit } };
    },
  }),
];

async function viewsOf(org: string, events: readonly SealedEvent[]): Promise<NamedEvent[]> {
  const namesOf = await nameSubjects(org, events);
  return events.map((event) => ({ ...viewEvent(event), names: namesOf(event) }));
}

async function* written(
  org: string,
  filter: z.output<typeof filters>,
  after: number,
  format: 'jsonl' | 'csv' | 'ocsf',
) {
  if (format === 'csv') yield csvOf([columns]);
  for await (const page of exportEvents(org, filter, after)) {
    const views = await viewsOf(org, page);
    const lines = format === 'ocsf' ? views.map((view) => toOcsf(view, org)) : views;
    yield format === 'csv' ? csvOf(views.map(cellsOf)) : lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  }
}

function cellsOf({
  seq,
  id,
  at,
  type,
  source,
  actor,
  subject,
  before,
  after,
  requestId,
  address,
  names,
}: NamedEvent): string[] {
  const name = ('name' in actor ? actor.name : undefined) ?? names.actor ?? '';
  const { memberId = '', workspaceId = '', groupId = '' } = subject;
  const [whole, was, is] = [subject, before, after].map((part) => (part === null ? '' : JSON.stringify(part)));
  return [
    String(seq),
    id,
    at,
    type,
    source,
    actor.type,
    actor.id ?? '',
    name,
    memberId,
    workspaceId,
    groupId,
    whole ?? '',
    was ?? '',
    is ?? '',
    address ?? '',
    requestId ?? '',
    names.member ?? '',
    names.workspace ?? '',
    names.group ?? '',
    names.role ?? '',
  ];
}
