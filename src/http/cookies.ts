import type { IncomingMessage } from 'node:http';

/** The cookies of a request, in the order in which the browser sent them. Our values are base64url: there is nothing to decode. */
export function cookiesOf(request: IncomingMessage): Record<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [name.trim(), value.join('=').trim()] as const;
  });
  return Object.fromEntries(pairs);
}
