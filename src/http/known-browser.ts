/**
 * Browsers in which somebody has signed in with a password before. A cookie says for which addresses, sealed with the
 * deployment's secret and useless for anything but this: wrong passwords from it are counted apart from those of strangers,
 * who so cannot keep the owner out (the "device cookie" of OWASP).
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { now } from '../domain/kernel/clock.ts';
import { cookiesOf } from './cookies.ts';
import { equalSecret } from './equal-secret.ts';
import { hostCookie } from './session.ts';

export type KnownBrowsers = {
  /** What names this browser for whoever signs in with `emailKey`; null: they have not signed in here. */
  readonly find: (request: Request, emailKey: string) => string | null;
  /** Gives the browser of this request a cookie for `emailKey`. */
  readonly remember: (request: Request, emailKey: string) => void;
};

/** Of so many people one browser is remembered, those that signed in last. */
const maxPeople = 5;
const lifeMs = 180 * 86_400_000;

/** @param secret of the deployment */
export function knownBrowsers({ publicUrl, secret }: { publicUrl: string; secret: string }): KnownBrowsers {
  const { name, options } = hostCookie(publicUrl, 'usher-known');
  const key = createHmac('sha256', secret).update('known browsers').digest();
  const sealOf = (emailKey: string, label: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([emailKey, label]))
      .digest('base64url');
  /** `seconds.nonce`, and the seal over these and the address. */
  const labelFor = (emailKey: string, entry: string): string | null => {
    const [seconds = '', nonce = '', seal = ''] = entry.split('.');
    const label = `${seconds}.${nonce}`;
    const isFresh = Number(seconds) * 1_000 + lifeMs > now().getTime();
    return isFresh && equalSecret(seal, sealOf(emailKey, label)) ? label : null;
  };
  const entriesOf = (request: Request) => (cookiesOf(request)[name] ?? '').split('~').slice(0, maxPeople);

  return {
    find: (request, emailKey) =>
      entriesOf(request)
        .map((entry) => labelFor(emailKey, entry))
        .find((label) => label !== null) ?? null,
    remember: (request, emailKey) => {
      const others = entriesOf(request).filter((entry) => entry !== '' && labelFor(emailKey, entry) === null);
      const label = `${Math.floor(now().getTime() / 1_000)}.${randomBytes(16).toString('base64url')}`;
      const entries = [`${label}.${sealOf(emailKey, label)}`, ...others].slice(0, maxPeople);
      request.res?.cookie(name, entries.join('~'), { ...options, maxAge: lifeMs });
    },
  };
}
