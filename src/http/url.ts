/** The URL of a request as the client sent it, wherever it is read. */
import type { IncomingMessage } from 'node:http';

/** Express shortens `url` inside a mounted router, and keeps the whole. */
export function originalUrl(request: IncomingMessage & { readonly originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? '';
}

/** Its path as it was sent, also of the form with scheme and host that proxies use (RFC 9112 section 3.2.2). */
export function pathOf(url: string): string {
  const start = url.startsWith('/') ? 0 : url.indexOf('/', url.indexOf('://') + 3);
  const end = url.indexOf('?');
  return url.slice(Math.max(0, start), end < 0 ? undefined : end);
}
