/** Traces: sent to the collector that is named, and nothing of them loaded where none is. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ownDatabase } from '../support/mongod.ts';
import { runUsher } from '../support/usher.ts';

vi.setConfig({ testTimeout: 60_000 });

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } };
type Span = { traceId: string; spanId: string; parentSpanId?: string; name: string; attributes: Attribute[] };
type Export = { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[] };

const database = ownDatabase();

it('each request is a span below its caller, with the commands to the database below it and no secret', async () => {
  const bodies: string[] = [];
  const collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url === '/v1/traces') bodies.push(Buffer.concat(chunks).toString());
    response.end('{}');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void collector.close());
  await once(collector, 'listening');
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const usher = await runUsher({ env: { MONGODB_URI: database.uri, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } });
  const [traceId, parent] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  const answer = await fetch(`${usher.scimUrl}/Users?filter=userName eq "canary"`, {
    headers: { authorization: `Bearer ${usher.token}`, traceparent: `00-${traceId}-${parent}-01` },
  });
  expect(answer.status).toBe(200);
  await answer.text();
  // What waits is sent at the end.
  expect(await usher.stop()).toBe(0);

  const resources = bodies.flatMap((body) => (JSON.parse(body) as Export).resourceSpans);
  expect(resources[0]?.resource.attributes).toContainEqual({ key: 'service.name', value: { stringValue: 'usher' } });
  const spans = resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const request = spans.find(({ name }) => name === 'GET /scim/v2/Users') as Span;
  expect(request).toMatchObject({ traceId, parentSpanId: parent });
  const keys = request.attributes.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining(['http.response.status_code', 'usher.organization', 'usher.request_id']));
  const below = spans.filter(({ parentSpanId }) => parentSpanId === request.spanId);
  expect(below.map(({ name }) => name).join()).toMatch(/\bmembers\b/);
  expect(bodies.join()).not.toContain('canary');
  expect(bodies.join()).not.toContain(usher.token);
});

it('nothing of it is loaded where no collector is named', async () => {
  const look =
    "await import('./dist/start.js'); const { createRequire } = await import('node:module'); console.log(Object.keys(createRequire(import.meta.url).cache).filter((file) => /opentelemetry.(sdk|exporter|resources)/.test(file)).length)";
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', look]);
  expect(stdout.trim()).toBe('0');
});
