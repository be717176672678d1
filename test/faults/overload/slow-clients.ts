/** Clients that mean no harm, or all the more: they open connections and take their time. */
import { connect, type Socket } from 'node:net';

/**
 * Half of them sends a header now and then, half a byte of a body, and one in twenty asks for more than fits into its
 * buffers and reads nothing.
 * @returns how to end them, and how many of them are still connected
 */
export function slowClients(port: number, howMany: number, token: string, largePath: string) {
  const head = (line: string, more = '') =>
    `${line} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n${more}`;
  const sockets = Array.from({ length: howMany }, (_, n): Socket => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    if (n % 20 === 0) socket.pause().write(head(`GET ${largePath}`, '\r\n'));
    else if (n % 2 === 0) socket.write(head('GET /scim/v2/Users'));
    else socket.write(head('POST /scim/v2/Users', 'Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{'));
    return socket;
  });
  const drip = setInterval(() => {
    for (const [n, socket] of sockets.entries())
      if (socket.writable && n % 20 > 0) socket.write(n % 2 === 0 ? `X-${Date.now()}: 1\r\n` : ' ');
  }, 1_000);
  return {
    connected: () => sockets.filter(({ destroyed }) => !destroyed).length,
    end: () => {
      clearInterval(drip);
      for (const socket of sockets) socket.destroy();
    },
  };
}
