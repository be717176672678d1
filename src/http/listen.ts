import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { RequestHandler } from 'express';

/** Bytes of all request headers together, the request line included: a long encoded SCIM filter must fit (RFC 7644 3.4.2). */
const maxHeaderBytes = 32_768;
/** Characters of a URL (case 30). */
export const maxUrlLength = 16_384;

/** Connections that wait until the event loop takes them. What comes beyond is not refused, but tries again for up to a minute. */
const mostUnaccepted = 4_096;

export type RunningServer = {
  /** The address as bound: with port 0, the port that the system chose. */
  readonly address: { readonly host: string; readonly port: number };
  /**
   * Ends the server without losing requests: for `noticeMs` (default 0) it goes on serving and asks every client to
   * leave (`Connection: close`), then it takes no new connections, closes idle ones and waits for the answers in
   * flight. What is not done after `deadlineMs` in all (default 25,000) is cut off. Resolves to true if nothing was.
   * A second call waits for the first.
   */
  readonly close: (options?: { deadlineMs?: number; noticeMs?: number }) => Promise<boolean>;
};

/** Where to listen; `prefix` stands before `PORT` and `HOST` in the names of the variables that say so. */
type Listening = { readonly host: string; readonly port: number; readonly prefix?: '' | 'METRICS_' };

/**
 * Serves `listener` at `host`:`port` with our limits: 32 kB of headers (431), 15 s to send them, 60 s to
 * send a whole request. Rejects with a message for the operator when the port cannot be had.
 */
export async function startServer(listener: RequestListener, listening: Listening): Promise<RunningServer> {
  const { host } = listening;
  const inFlight = new Set<ServerResponse>();
  const connections = new Set<Socket>();
  let leaving = false;
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: 15_000,
      requestTimeout: 60_000,
      // Longer than the 60 s of usual load balancers, so that they and not we end an idle connection.
      keepAliveTimeout: 65_000,
    },
    (request, response) => {
      inFlight.add(response);
      response.once('close', () => inFlight.delete(response));
      if (leaving) response.setHeader('Connection', 'close');
      listener(request, response);
    },
  );
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const isAnswering = [...inFlight].some((response) => response.socket === socket && response.headersSent);
    if (!socket.writable || isAnswering) socket.destroy(error);
    else socket.end(refusalOf(error), () => socket.destroy());
  });
  await listen(server, listening);
  const bound = server.address() as AddressInfo;

  const drain = async ({ deadlineMs = 25_000, noticeMs = 0 } = {}): Promise<boolean> => {
    const deadline = Date.now() + deadlineMs;
    let complete = true;
    leaving = true;
    for (const response of inFlight) if (!response.headersSent) response.setHeader('Connection', 'close');
    if (noticeMs > 0) await pause(Math.min(noticeMs, deadlineMs));
    // A connection whose headers went out before now turns idle when its answer ends: sweep until none is left.
    const sweep = setInterval(() => {
      // Node takes a connection for idle once it had a request; one that was opened ahead has sent nothing.
      for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
      if (Date.now() < deadline) return server.closeIdleConnections();
      complete = complete && inFlight.size === 0;
      server.closeAllConnections();
    }, 50);
    await new Promise((resolve) => server.close(resolve));
    clearInterval(sweep);
    return complete;
  };
  let closing: Promise<boolean> | undefined;
  return {
    address: { host, port: bound.port },
    close: (options) => {
      closing ??= drain(options);
      return closing;
    },
  };
}

/** What no door sees, because it is not a request that can be read: there is no path yet, so the answer is plain text. */
function refusalOf({ code }: NodeJS.ErrnoException): string {
  const said: Record<string, [string, string]> = {
    HPE_HEADER_OVERFLOW: [
      '431 Request Header Fields Too Large',
      `URL and headers are longer than ${maxHeaderBytes} bytes: send less. Long SCIM filters go into the body of a POST to .search.`,
    ],
    HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'The chunk extensions are too long: leave them out.'],
    ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time: send it again.'],
  };
  const [status, text] = said[code ?? ''] ?? ['400 Bad Request', 'This is not an HTTP request that can be read.'];
  const headers = [
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text) + 1}`,
  ];
  return `HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${text}\n`;
}

function listen(server: Server, listening: Listening): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, listening)));
    server.listen(listening.port, listening.host, mostUnaccepted, resolve);
  });
}

function explained(error: NodeJS.ErrnoException, { host, port, prefix = '' }: Listening): Error {
  const said: Record<string, string> = {
    EADDRINUSE: `port ${port} is in use: set ${prefix}PORT to a free one`,
    EACCES: `port ${port} may not be opened by this user: set ${prefix}PORT to one above 1023`,
    EADDRNOTAVAIL: `${host} is not an address of this machine: set ${prefix}HOST to one that is, or to 0.0.0.0`,
    ENOTFOUND: `the host name "${host}" is unknown: set ${prefix}HOST to an address of this machine`,
  };
  const message = said[error.code ?? ''];
  return message === undefined ? error : new Error(message, { cause: error });
}

/** Refuses URLs over 16 kB with 431, before the doors behind it look at them. The SCIM door says so in its own words. */
export function refuseLongUrls(): RequestHandler {
  return (request, response, next) => {
    if (request.originalUrl.length <= maxUrlLength) return next();
    const message = `The URL is longer than ${maxUrlLength} characters: send a shorter one.\n`;
    response.status(431).type('text/plain').send(message);
  };
}
