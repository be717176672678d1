/** People of the realm, and what they do at Keycloak's own pages. */
import { createHmac } from 'node:crypto';
import type { Answer, Browser } from '../../support/oidc-browser.ts';
import { type Keycloak, realm } from './keycloak.ts';

export const password = 'a password of the tests';
const ofPhone = 'a secret of the tests';

/** @returns the id, which is the subject */
export function addPerson({ shell }: Keycloak, name: string, { hasPhone = false } = {}): Promise<string> {
  const phone = {
    type: 'otp',
    secretData: JSON.stringify({ value: ofPhone }),
    credentialData: JSON.stringify({ subType: 'totp', digits: 6, counter: 0, period: 30, algorithm: 'HmacSHA1' }),
  };
  const person = {
    ...{ username: name, enabled: true, email: `${name}@acme.test`, emailVerified: true },
    ...{ firstName: name, lastName: 'Test' },
    credentials: [{ type: 'password', value: password, temporary: false }, ...(hasPhone ? [phone] : [])],
  };
  return shell(`kcadm.sh create users -r ${realm} -i -b '${JSON.stringify(person)}'`);
}

/** What the phone shows now (RFC 6238). */
export function codeOfPhone(): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', ofPhone).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Fills in the form of a page of Keycloak. */
export function fillIn(browser: Browser, page: Answer, fields: Record<string, string>): Promise<Answer> {
  if (!/id="kc-[a-z-]*form"/.test(page.text)) throw new Error(`no page of Keycloak at ${page.url} (${page.status})`);
  return browser.submit({ ...page, text: page.text.replaceAll('&amp;', '&') }, fields);
}
