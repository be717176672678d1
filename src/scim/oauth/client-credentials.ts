/** What a request to the token endpoint shows of its client: exactly one way of RFC 6749 section 2.3 or RFC 7523. */
import { decodeJwt, errors } from 'jose';
import { OAuthError } from './oauth-error.ts';

/** The parameters of the form; one that is given twice is refused before. */
export type Form = Readonly<Record<string, string>>;

export type ClientCredentials =
  | { readonly by: 'secret'; readonly clientId: string; readonly secret: string }
  | { readonly by: 'assertion'; readonly clientId: string; readonly assertion: string };

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** @throws OAuthError invalid_request for more than one way, invalid_client for none */
export function credentialsIn(authorization: string | undefined, form: Form): ClientCredentials {
  const basic = authorization === undefined ? null : basicIn(authorization);
  const { client_id: clientId, client_secret: secret, client_assertion: assertion } = form;
  const ways = [basic, secret, assertion].filter((way) => way !== null && way !== undefined);
  if (ways.length > 1)
    throw new OAuthError('invalid_request', 'Authenticate the client in one way only, not in several at once.');
  if (basic !== null) {
    if (clientId !== undefined && clientId !== basic.clientId) throw differs();
    return basic;
  }
  if (assertion !== undefined) {
    if (form.client_assertion_type !== jwtBearer)
      throw new OAuthError('invalid_request', `With client_assertion, client_assertion_type must be ${jwtBearer}.`);
    const subject = subjectOf(assertion);
    if (clientId !== undefined && clientId !== subject) throw differs();
    return { by: 'assertion', clientId: subject, assertion };
  }
  if (clientId === undefined || secret === undefined)
    throw new OAuthError(
      'invalid_client',
      'Authenticate the client: by HTTP Basic, by client_id and client_secret, or by client_assertion.',
    );
  return { by: 'secret', clientId, secret };
}

const differs = () => new OAuthError('invalid_request', 'The client_id is another one than that which authenticates.');

/** Both parts are form-encoded before they are joined (RFC 6749 section 2.3.1). */
function basicIn(authorization: string): Extract<ClientCredentials, { by: 'secret' }> {
  const encoded = /^basic +([A-Za-z0-9+/]{1,8000}={0,2})$/i.exec(authorization.trim())?.[1];
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined)
    throw new OAuthError(
      'invalid_client',
      'The Authorization header must be Basic, with the client id and its secret.',
    );
  return { by: 'secret', clientId: formDecoded(id), secret: formDecoded(secret) };
}

const formDecoded = (text: string) => new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? '';

/** Whose it says it is; whether it is so is looked at afterwards. */
function subjectOf(assertion: string): string {
  try {
    const { sub } = decodeJwt(assertion);
    if (typeof sub === 'string' && sub !== '') return sub;
  } catch (error) {
    if (!(error instanceof errors.JOSEError || error instanceof TypeError)) throw error;
  }
  throw new OAuthError('invalid_client', 'The client_assertion is no JWT with a "sub".');
}
