/**
 * Requests to addresses that admins of organizations have chosen: issuers, webhooks. None of them may reach into the
 * operator's own network (case 81). What the operator has set in the environment does not come through here.
 */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as undiciFetch } from 'undici';
import { timeLeft } from '../storage/patience.ts';

/** The address may not be asked, as anybody can see in it. `message` says why and what to do, for the admin who chose it. */
export class OutboundRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OutboundRefused';
  }
}

/**
 * Nothing came back. `message`, for the admin, is the same for a name that nobody knows, one of the operator's own network and
 * a port where nothing listens, so that nobody learns by it what there is inside (case 100). `cause` is what
 * happened, for the operator's log.
 */
export class OutboundFailed extends Error {
  constructor(cause: unknown) {
    super(isAboutTls(cause) ? `TLS with it fails (${codeOf(cause)}): look at its certificate.` : noAnswer, { cause });
    this.name = 'OutboundFailed';
  }

  /** What happened, in words for the log. */
  get reason(): string {
    const causes: string[] = [];
    for (let cause = this.cause; cause instanceof Error; cause = cause.cause) causes.push(cause.message);
    return causes.join(': ');
  }
}

const noAnswer =
  'It does not answer: its name is unknown, nothing listens there, or it lies in a private network whose hosts the operator has to list in OUTBOUND_ALLOWED_HOSTS. The log of the server says which.';

/** Only a server that was allowed to be asked gets as far as TLS. */
const isAboutTls = (error: unknown) =>
  /^(?:ERR_TLS_|ERR_SSL_|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(codeOf(error));

function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return '';
}

export type Outbound = {
  /** Why this address is refused whatever its name resolves to; null: it may be tried. For checks of input. */
  readonly faultOf: (url: string) => string | null;
  /**
   * `fetch` without redirects. Every address that the name has at this moment is checked, and it is one of those that is
   * connected to, so a name cannot change its mind in between. The caller limits time and size.
   * @throws OutboundRefused, OutboundFailed, and the reason of the caller's signal
   */
  readonly fetch: typeof fetch;
};

/**
 * @param allowedHosts names and addresses that the operator lets through (`OUTBOUND_ALLOWED_HOSTS`), lower case: they may
 *   lie in a private network and be asked over plain http
 */
export function outbound(allowedHosts: readonly string[], lookup: LookupFunction = systemLookup): Outbound {
  const isAllowed = (hostname: string) => allowedHosts.includes(hostname.replace(/^\[|\]$/g, '').toLowerCase());
  const agent = new Agent({
    connect: {
      // Before any caller's own limit: one that passes after this is that of a server that was reached.
      timeout: 3_000,
      lookup: (hostname, options, done) => checkedLookup(lookup, isAllowed(hostname), hostname, options, done),
    },
    connections: 20,
    headersTimeout: 30_000,
    bodyTimeout: 30_000,
  });

  const faultOf = (address: string): string | null => {
    if (!URL.canParse(address)) return 'This is not an address.';
    const { protocol, hostname, username, password } = new URL(address);
    if (username !== '' || password !== '') return 'Remove the user and the password from the address.';
    if (isAllowed(hostname)) return protocol === 'https:' || protocol === 'http:' ? null : 'Use https.';
    if (protocol !== 'https:') return 'Use https.';
    const bare = hostname.replace(/^\[|\]$/g, '');
    return isIP(bare) !== 0 && !isPublic(bare) ? refusal(bare) : null;
  };

  return {
    faultOf,
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      const fault = faultOf(url);
      if (fault !== null) throw new OutboundRefused(fault);
      try {
        const sent = { ...init, redirect: 'manual', dispatcher: agent } as Parameters<typeof undiciFetch>[1];
        return (await undiciFetch(url, sent)) as unknown as Response;
      } catch (error) {
        if (init?.signal?.aborted) throw error;
        throw new OutboundFailed(error);
      }
    },
  };
}

/** What it takes to keep what another server said. */
const afterwardsMs = 2_000;

/** Ends a question to another server after `most` milliseconds, and early enough for the request that it is asked for. */
export function endOfAnswer(most: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, timeLeft(most + afterwardsMs) - afterwardsMs));
}

/** Clouds serve credentials of the machine here, at addresses that are not marked as special. */
const metadataAddresses = ['168.63.129.16'];

/** All of the open internet that is in use (RFC 4291 section 2.4). What only carries an IPv4 address is outside of it. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * An address of the open internet: not private, loopback, link-local, shared, multicast or reserved. Of IPv6, only what the
 * internet routes to machines: nothing that stands for an IPv4 address (compatible, mapped, translated, NAT64, 6to4, Teredo).
 */
function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv6 && !address.match(globalUnicast)) return false;
  return address.range() === 'unicast' && !metadataAddresses.includes(address.toString());
}

function refusal(hostname: string): string {
  return `${hostname} lies in a private network or on this machine. Use a public address, or let the operator list the host in OUTBOUND_ALLOWED_HOSTS.`;
}

/** A name is refused when any of its addresses is: one that is half private has no honest use. */
function checkedLookup(
  lookup: LookupFunction,
  allowed: boolean,
  hostname: string,
  options: Parameters<LookupFunction>[1],
  done: Parameters<LookupFunction>[2],
): void {
  lookup(hostname, options, (error, found, family) => {
    if (error) return done(error, found, family);
    const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found];
    if (!allowed && !addresses.every(isPublic)) return done(new OutboundRefused(refusal(hostname)), found, family);
    done(null, found, family);
  });
}
