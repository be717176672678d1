/**
 * Traces in OpenTelemetry's format, where the operator names a collector: a span for each request, and one below it for each command
 * to the database. Nothing of it is loaded elsewhere. Like the request log it shows no secret: no header, of the path its route.
 */
import type { IncomingMessage } from 'node:http';
import { mongoClient } from '../storage/connection.ts';
import { version } from '../version.ts';
import { clientAddressOf } from './client-address.ts';
import { routeOf } from './metrics.ts';
import { type PlainHandler, requestIdOf } from './request-id.ts';

declare module 'http' {
  interface IncomingMessage {
    /** Of the trace that it belongs to, for its line in the log. */
    traceId?: string;
  }
}

export type Tracing = {
  /** Begins the span of a request. */
  readonly trace: PlainHandler;
  /** Once the database is connected, with `monitorsCommands`. */
  readonly watchDatabase: () => void;
  /** Sends what waits. */
  readonly stop: () => Promise<void>;
};

/** @param endpoint the base address of a collector that takes OTLP over HTTP */
export async function startTracing(endpoint: string): Promise<Tracing> {
  const [{ context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace }, exporters, resources, sdk] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-node'),
    ]);
  const exporter = new exporters.OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new sdk.NodeTracerProvider({
    resource: resources
      .resourceFromAttributes({ 'service.name': 'usher', 'service.version': version() })
      // OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  // Also what carries the context along, and the header `traceparent`.
  provider.register();
  const tracer = provider.getTracer('usher');

  const watchDatabase = () => {
    const open = new Map<number, ReturnType<typeof tracer.startSpan>>();
    const client = mongoClient();
    client.on('commandStarted', ({ requestId, commandName, databaseName, command }) => {
      // Heartbeats and background work belong to no request.
      if (trace.getActiveSpan() === undefined) return;
      const collection = command[commandName];
      const attributes = {
        'db.system.name': 'mongodb',
        'db.namespace': databaseName,
        'db.operation.name': commandName,
        ...(typeof collection === 'string' ? { 'db.collection.name': collection } : {}),
      };
      const name = typeof collection === 'string' ? `${commandName} ${collection}` : commandName;
      open.set(requestId, tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }));
    });
    const end = (requestId: number, failed: boolean) => {
      const span = open.get(requestId);
      open.delete(requestId);
      if (failed) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    };
    client.on('commandSucceeded', ({ requestId }) => end(requestId, false));
    client.on('commandFailed', ({ requestId }) => end(requestId, true));
  };

  return {
    watchDatabase,
    stop: () => provider.shutdown().catch(() => {}),
    trace: (request, response, next) => {
      const method = request.method ?? '';
      const parent = propagation.extract(ROOT_CONTEXT, request.headers);
      const attributes = { 'http.request.method': method, 'usher.request_id': requestIdOf(request) };
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
      request.traceId = span.spanContext().traceId;
      response.once('close', () => {
        const route = routeOf(request);
        span.updateName(route === 'unmatched' ? method : `${method} ${route}`);
        span.setAttributes({
          'http.route': route,
          'http.response.status_code': response.statusCode,
          ...whoOf(request),
        });
        if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      });
      context.with(trace.setSpan(parent, span), next);
    },
  };
}

function whoOf(request: IncomingMessage): Record<string, string> {
  const { account, organization } = request;
  const address = clientAddressOf(request);
  return {
    ...(address === null ? {} : { 'client.address': address }),
    ...(account ? { 'usher.account': account } : {}),
    ...(organization ? { 'usher.organization': organization } : {}),
  };
}
