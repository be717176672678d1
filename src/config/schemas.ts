/**
 * The kinds of value that an environment variable may hold. Each schema takes the text of the variable, trimmed and
 * not empty; each message is an instruction to the operator and never repeats the value.
 */
import { isIP } from 'node:net';
import { z } from 'zod';

/** True for a host name that only this machine can reach: `localhost`, `*.localhost`, 127.0.0.0/8 and `[::1]`. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '::1' ||
    hostname === '[::1]' ||
    (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}

export const boolean = z.stringbool({
  truthy: ['true', '1', 'yes'],
  falsy: ['false', '0', 'no'],
  error: 'set true or false',
});

/** A whole number from `min` to `max`; `0` too where it `mayBeOff`. */
export function wholeNumber(min: number, max: number, instruction: string, mayBeOff = false) {
  return z
    .string()
    .regex(/^\d{1,15}$/, instruction)
    .transform(Number)
    .refine((value) => (mayBeOff && value === 0) || (value >= min && value <= max), instruction);
}

/** A port number; null for the word `off`. */
export const portOrOff = z
  .string()
  .toLowerCase()
  .transform((value) => (value === 'off' ? null : /^\d{1,5}$/.test(value) ? Number(value) : 0))
  .refine((value) => value === null || (value >= 1 && value <= 65_535), 'set a port number from 1 to 65535, or off');

/** How many processes; `auto`: one for each processor. */
export const processCount = z
  .string()
  .toLowerCase()
  .transform((value) => (value === 'auto' ? ('auto' as const) : /^\d{1,2}$/.test(value) ? Number(value) : 0))
  .refine((value) => value === 'auto' || (value >= 1 && value <= 64), 'set a number from 1 to 64, or auto');

/** One of a few words, in any case. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  return z
    .string()
    .toLowerCase()
    .pipe(z.enum(words, `set one of ${words.join(', ')}`));
}

/** A name that people read: one line of 1 to 255 characters. */
export const displayName = z
  .string()
  .max(255, 'shorten it to 255 characters or fewer')
  .regex(/^\P{Cc}*$/u, 'remove the control characters');

export const email = z.email({
  pattern: z.regexes.unicodeEmail,
  error: 'set one email address, such as ada@example.com',
});

/** `smtp://` (STARTTLS where the server offers it) or `smtps://` (TLS from the start), with user and password where needed. */
export const smtpUrl = z.url({
  protocol: /^smtps?$/,
  hostname: /./,
  error:
    'write it as smtp://user:password@host:587 or smtps://user:password@host:465, and percent-encode special characters',
});

/** Where traces go. Often in the same network, so plain http will do. */
export const collector = z.url({
  protocol: /^https?$/,
  hostname: /./,
  error: 'set the base address of a collector that takes OTLP over HTTP, such as http://localhost:4318',
});

/** An address, or a name and an address: `Usher <usher@example.com>`. */
export const mailFrom = z
  .string()
  .regex(/^\P{Cc}*$/u, 'remove the control characters')
  .refine(
    (value) => email.safeParse(/^[^<>"]*<([^<>]+)>$/.exec(value)?.[1] ?? value).success,
    'set an address such as usher@example.com, or Usher <usher@example.com>',
  );

/** A secret that is sent as a bearer token (RFC 6750 section 2.1 names the characters). */
export const bearerSecret = z
  .string()
  .min(32, 'set at least 32 characters, for example the output of: openssl rand -hex 32')
  .regex(/^[A-Za-z0-9\-._~+/]+=*$/, 'use only letters, digits and - . _ ~ + / (with = at the end)');

/** A person's password. */
export const password = z
  .string()
  .min(12, 'set at least 12 characters')
  .max(200, 'shorten it to 200 characters or fewer');

export const host = z
  .string()
  .refine(
    (value) => isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,252})$/i.test(value),
    'set the address to listen on, such as 127.0.0.1 or 0.0.0.0, without scheme or port',
  );

/** Host names and addresses, separated by commas; comes out in lower case. */
export const hostList = z
  .string()
  .transform((value) =>
    value
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((name) => name !== ''),
  )
  .refine(
    (names) => names.every((name) => isIP(name) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,252})$/.test(name)),
    'set host names or addresses separated by commas, without scheme or port, such as idp.corp.example,10.0.0.7',
  );

const proxiesInstruction =
  'set addresses, networks or the words loopback, linklocal and uniquelocal, separated by commas, such as 10.0.0.7,10.42.0.0/16; all addresses (/0) cannot be trusted';

/** IP addresses, networks in CIDR notation and Express's words for them, separated by commas. */
export const proxyList = z
  .string()
  .transform((value) =>
    value
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((entry) => entry !== ''),
  )
  .refine((entries) => entries.every(isProxy), proxiesInstruction);

function isProxy(entry: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(entry)) return true;
  const [, address = '', bits] = /^([\d.:a-f]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const family = isIP(address);
  return family !== 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128)));
}

/** Scheme, hosts and options of a MongoDB connection string, with user and password percent-encoded. */
export const mongodbUri = z
  .string()
  .regex(/^mongodb(\+srv)?:\/\//, 'begin with mongodb:// or mongodb+srv://')
  .regex(
    /^[^:]+:\/\/([^@/?#\s]*@)?[^@/?#\s]+(\/[^@?#\s]*)?(\?[^@#\s]*)?$/,
    'write it as mongodb://user:password@host:27017/database?replicaSet=name, and percent-encode special characters in user and password',
  );

/** An address with https, or with http on this machine only. */
function secureAddress(instruction: string) {
  return z
    .url({ protocol: /^https?$/, error: instruction })
    .transform((value) => ({ value, url: new URL(value) }))
    .refine(
      ({ url }) => url.protocol === 'https:' || isLoopback(url.hostname),
      'use https: plain http is allowed on loopback addresses only',
    )
    .refine(({ url }) => url.username === '' && url.password === '', 'remove the user and password from it')
    .refine(({ value }) => !/[?#]/.test(value), 'remove everything from the first ? or #');
}

/** The origin that browsers and identity providers reach. Comes out without a trailing slash. */
export const publicUrl = secureAddress('set an address such as https://usher.example.com')
  .refine(({ url }) => url.pathname === '/', 'remove the path: the product answers at the root of its own host')
  .transform(({ url }) => url.origin);

/** An issuer identifier, kept to the letter: a trailing slash is part of it (OpenID Connect Discovery section 3). */
export const issuer = secureAddress('set the address of the issuer, such as https://login.example.com/realms/main')
  .refine(
    ({ url }) => !url.pathname.includes('/.well-known/'),
    'set the issuer itself, without /.well-known/openid-configuration',
  )
  .transform(({ value }) => value);

/** Space separated scopes with `openid` among them (OpenID Connect Core section 3.1.2.1). */
export const scopes = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter((scope) => scope !== ''))
  .refine((list) => list.includes('openid'), 'add openid, for example: openid profile email')
  .transform((list) => list.join(' '));

/** Classes of a sign-in, separated by spaces or commas; at most 10. */
export const acrValues = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter((word) => word !== ''))
  .refine(
    (words) => words.length <= 10 && words.every((word) => /^[\x21-\x7e]{1,200}$/.test(word)),
    'set up to 10 values of acr as your provider names them, separated by spaces, such as phr phrh',
  );

const claimOverridesInstruction =
  'set a JSON object from issuer prefix to claim name, such as {"https://login.microsoftonline.com/": "oid"}';

/** JSON object: issuer prefix -> the claim that is the subject there. */
export const claimOverrides = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: claimOverridesInstruction });
      return z.NEVER;
    }
  })
  .pipe(
    z.record(
      z.string().regex(/^https?:\/\/[^/]/, claimOverridesInstruction),
      z.string({ error: claimOverridesInstruction }).min(1, claimOverridesInstruction),
      { error: claimOverridesInstruction },
    ),
  );
