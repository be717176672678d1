/** Whether what Usher talks to answers, and whether Usher itself can be reached. */
import type { Config } from '../../config/config.ts';
import { isLoopback } from '../../config/schemas.ts';
import { verifyMailServer } from '../../domain/entry/mail/smtp.ts';
import { type Finding, findingsOf, reasonOf } from './finding.ts';

/** A request that ends in time. */
const ask = (url: string) => fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });

/** More than a token of a provider may be off. */
const toleratedSeconds = 30;

export async function checkProvider({ oidc, mode, basicAuth, publicUrl }: Config): Promise<Finding[]> {
  const { ok, warning, fault } = findingsOf('sign-in');
  if (mode === 'evaluation') return [ok('by the demo people of evaluation mode, which are for trying it only')];
  if (oidc === null) return basicAuth ? [ok('by passwords')] : [];
  const address = `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const redirect = ok(`the redirect address to register at the provider is ${publicUrl}/auth/callback/default`);
  try {
    const response = await ask(address);
    const found = response.ok ? ((await response.json().catch(() => null)) as { issuer?: unknown } | null) : null;
    if (found === null)
      return [
        fault(`${address} was answered ${response.status}, without a discovery document: check OAUTH_ISSUER_URL`),
        redirect,
      ];
    const off = Math.round((Date.now() - Date.parse(response.headers.get('date') ?? '')) / 1_000);
    return [
      found.issuer === oidc.issuer
        ? ok(`the provider answers at ${oidc.issuer}`)
        : fault(`the provider calls itself ${found.issuer}: set OAUTH_ISSUER_URL to exactly that`),
      ...(Math.abs(off) > toleratedSeconds
        ? [
            warning(
              `the clock of this machine is ${off} seconds off the provider's: tokens may be refused, so set it by NTP`,
            ),
          ]
        : []),
      redirect,
    ];
  } catch (error) {
    return [
      fault(`the provider does not answer at ${address} (${reasonOf(error)}): check OAUTH_ISSUER_URL and the network`),
      redirect,
    ];
  }
}

export async function checkMail({ mail }: Config): Promise<Finding[]> {
  const { ok, fault } = findingsOf('mail');
  if (mail === null) return [ok('is not sent: who invites gets the link')];
  try {
    await verifyMailServer(mail.smtpUrl);
    return [ok('the mail server answers and takes the user of SMTP_URL')];
  } catch (error) {
    return [fault(`the mail server cannot be used (${reasonOf(error)}): check SMTP_URL`)];
  }
}

export async function checkPublicUrl({ publicUrl, production }: Config): Promise<Finding[]> {
  const { ok, warning, fault } = findingsOf('PUBLIC_URL');
  const { hostname } = new URL(publicUrl);
  const local =
    production && isLoopback(hostname)
      ? [warning(`${publicUrl} is this machine only: set it to the https address that people use`)]
      : [];
  try {
    const response = await ask(`${publicUrl}/livez`);
    const body = (await response.json().catch(() => null)) as { status?: unknown } | null;
    return [
      ...local,
      response.status === 200 && body?.status === 'live'
        ? ok(`${publicUrl} answers`)
        : response.status === 403 || response.status === 404
          ? ok(`${publicUrl} keeps /livez to itself, which is well`)
          : fault(`${publicUrl}/livez was answered ${response.status}, not by Usher: check PUBLIC_URL and the proxy`),
    ];
  } catch (error) {
    return [
      ...local,
      warning(`${publicUrl} does not answer from here (${reasonOf(error)}): is Usher started, and the proxy?`),
    ];
  }
}

export function checkProxies({ publicUrl, trustedProxies }: Config): Finding[] {
  const { ok, warning } = findingsOf('TRUSTED_PROXIES');
  if (trustedProxies.length > 0) return [ok(`trusts ${trustedProxies.join(', ')}`)];
  // Usher speaks no https itself.
  if (publicUrl.startsWith('https:'))
    return [
      warning(
        'is not set, but PUBLIC_URL has https, so a proxy is in front: name its address, or all people count as one',
      ),
    ];
  return [ok('is not needed: no proxy is in front')];
}
