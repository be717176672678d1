/**
 * Where a request comes from. Express answers `request.ip` by its setting `trust proxy`, which is `TRUSTED_PROXIES`: the
 * last address in `X-Forwarded-For` that no trusted proxy has, so that what a stranger writes there means nothing.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import { type PlainHandler, requestIdOf } from './request-id.ts';

type MaybeExpress = IncomingMessage & { readonly ip?: string | undefined };
type Addressed = Pick<MaybeExpress, 'ip' | 'socket'>;

/** Whether the proxy at this address, so many hops away, is trusted; Express makes it of its setting `trust proxy`. */
export type Trust = (address: string, hop: number) => boolean;

/** What Express answers as `request.ip`, for doors that are asked without it; undefined: the address of the socket. */
export function forwardedAddress({ socket, headers }: IncomingMessage, trust: Trust): string | undefined {
  const forwarded = headers['x-forwarded-for'];
  if (forwarded === undefined) return undefined;
  const named = String(forwarded)
    .split(',')
    .map((hop) => hop.trim());
  const hops = [socket.remoteAddress ?? '', ...named.filter(Boolean).reverse()];
  const stranger = hops.findIndex((address, hop) => hop === hops.length - 1 || !trust(address, hop));
  return hops[stranger];
}

/**
 * The address of the client in its usual form, IPv4 also where the socket speaks IPv6; null when the connection is gone. A
 * proxy that sends what is no address counts itself.
 */
export function clientAddressOf(request: Addressed): string | null {
  return addressIn(request.ip) ?? addressIn(request.socket.remoteAddress);
}

/** What events keep of a request: for the context of what is done in it. */
export function traceOf(request: MaybeExpress): { readonly requestId: string | null; readonly address: string | null } {
  return { requestId: requestIdOf(request) || null, address: clientAddressOf(request) };
}

/** Some proxies send the port too: `192.0.2.1:5000`, `[2001:db8::1]:5000`. */
function addressIn(text: string | undefined): string | null {
  if (text !== undefined && isIP(text) === 4) return text;
  const bare = text?.replace(/^(?:\[([\da-f:.]+)\]|(\d[\d.]+))(?::\d+)?$/i, '$1$2') ?? '';
  // A link-local address may name the interface: `fe80::1%eth0`.
  return isIP(bare) === 0 ? null : ipaddr.process(bare.replace(/%.*/, '')).toString();
}

/**
 * Whoever has this address has this network: an IPv4 address is one line, of IPv6 everybody gets 64 bits to choose from.
 * `site` is what a provider gives one customer of IPv6 at most, 48 bits; null for IPv4.
 */
export function networksOf(address: string): { readonly network: string; readonly site: string | null } {
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return { network: parsed.toString(), site: null };
  const prefix = (bits: number) => `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${bits}`)}/${bits}`;
  return { network: prefix(64), site: prefix(48) };
}

/** Warns once when a proxy, as it seems, is not trusted: then all people behind it have its address. */
export function tellUnknownProxy(logger: Logger, trust: Trust): PlainHandler {
  let told = false;
  return ({ headers, socket }, _response, next) => {
    if (told || headers['x-forwarded-for'] === undefined) return next();
    const peer = addressIn(socket.remoteAddress);
    // One from the open internet is somebody who tries.
    if (peer !== null && !trust(peer, 0) && ipaddr.process(peer).range() !== 'unicast') {
      told = true;
      const advice = `${peer} sends X-Forwarded-For, but TRUSTED_PROXIES does not name it: all people behind it count as one address.`;
      logger.warn({ peer }, `${advice} If it is your proxy, add it.`);
    }
    next();
  };
}
