/**
 * `POST /oauth/token`: SCIM clients get access tokens here by client credentials (RFC 6749 section 4.4), and
 * `GET /.well-known/oauth-authorization-server` says so (RFC 8414). Part of the SCIM door: nothing else takes these tokens.
 */
import { type ErrorRequestHandler, type RequestHandler, Router, urlencoded } from 'express';
import { issueScimAccess } from '../../domain/entry/reach/scim-access.ts';
import { asDomainError, retryAfterOf } from '../../domain/kernel/domain-error.ts';
import { clientAuthentications } from '../../domain/model/scim-client.ts';
import type { ScimScope } from '../../domain/model/scim-token.ts';
import { attemptClient, countAccessToken } from '../../http/attempts.ts';
import { withoutSecrets } from '../../http/loggable.ts';
import type { Outbound } from '../../http/outbound.ts';
import { asymmetricAlgorithms, KeysUnavailable, remoteKeys } from '../../http/remote-keys.ts';
import { TooManyAttempts } from '../../http/throttle.ts';
import { authenticateClient } from './authenticate-client.ts';
import { credentialsIn, type Form } from './client-credentials.ts';
import { OAuthError, type OAuthErrorCode } from './oauth-error.ts';

const tokenPath = '/oauth/token';

/** What a scope of OAuth allows at `/scim/v2`. */
const scopes: Readonly<Record<string, readonly ScimScope[]>> = { scim: ['read', 'write'], 'scim:read': ['read'] };

/** @param publicUrl without trailing slash: the issuer */
export function oauthRouter({
  publicUrl,
  outbound,
}: {
  readonly publicUrl: string;
  readonly outbound: Outbound;
}): Router {
  const router = Router();
  const audiences = [`${publicUrl}${tokenPath}`, publicUrl];
  const keysAt = remoteKeys(outbound);
  const give: RequestHandler = async (request, response) => {
    const form = formOf(request.body);
    const credentials = credentialsIn(request.headers.authorization, form);
    const tell = (reason: string) =>
      request.log?.warn({ clientId: withoutSecrets(credentials.clientId), reason }, 'a SCIM client was refused');
    const client = await attemptClient(request, () => authenticateClient(credentials, { audiences, keysAt, tell }));
    if (client === null)
      throw new OAuthError(
        'invalid_client',
        'The client is unknown, revoked or ended, or this is not its secret or key.',
      );
    if (form.grant_type === undefined) throw new OAuthError('invalid_request', 'grant_type is missing.');
    if (form.grant_type !== 'client_credentials')
      throw new OAuthError('unsupported_grant_type', 'Only the grant type client_credentials is known here.');
    const granted = grantedTo(client.scopes, form.scope);
    await countAccessToken(client._id);
    const { token, expiresInSeconds } = await issueScimAccess(client, granted);
    response.json({
      access_token: token,
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      scope: granted.includes('write') ? 'scim' : 'scim:read',
    });
  };
  router.use([tokenPath, '/.well-known/oauth-authorization-server'], (_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
    next();
  });
  router.get('/.well-known/oauth-authorization-server', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=3600').removeHeader('Pragma');
    response.json(metadata(publicUrl));
  });
  router.post(tokenPath, urlencoded({ extended: false, limit: '64kb', parameterLimit: 50 }), give);
  router.all(tokenPath, (_request, response) => {
    response.set('Allow', 'POST');
    refuse(response.status(405), 'invalid_request', 'Ask by POST.');
  });
  router.use(tokenPath, answerRefusals);
  return router;
}

function metadata(publicUrl: string) {
  return {
    issuer: publicUrl,
    token_endpoint: `${publicUrl}${tokenPath}`,
    // There is no authorization endpoint.
    response_types_supported: [],
    grant_types_supported: ['client_credentials'],
    scopes_supported: Object.keys(scopes),
    token_endpoint_auth_methods_supported: clientAuthentications.flatMap((name) =>
      name === 'client_secret' ? ['client_secret_basic', 'client_secret_post'] : [name],
    ),
    token_endpoint_auth_signing_alg_values_supported: asymmetricAlgorithms,
  };
}

/** @throws OAuthError invalid_request for what is no form, and for a parameter that is given twice (RFC 6749 section 3.2) */
function formOf(body: unknown): Form {
  if (typeof body !== 'object' || body === null)
    throw new OAuthError('invalid_request', 'Send a form: application/x-www-form-urlencoded.');
  const twice = Object.entries(body).find(([, value]) => typeof value !== 'string');
  if (twice) throw new OAuthError('invalid_request', 'A parameter is given twice.');
  // What has no value counts as left out (section 3.2).
  return Object.fromEntries(Object.entries(body as Form).filter(([, value]) => value !== ''));
}

/** @throws OAuthError invalid_scope for what this client may not have */
function grantedTo(own: readonly ScimScope[], asked: string | undefined): ScimScope[] {
  const names = (asked ?? '').split(' ').filter((name) => name !== '');
  if (names.length === 0) return [...own];
  const known = names.filter((name) => Object.hasOwn(scopes, name));
  const wanted = [...new Set(known.flatMap((name) => scopes[name] ?? []))];
  if (known.length < names.length || wanted.some((scope) => !own.includes(scope)))
    throw new OAuthError(
      'invalid_scope',
      `This client may have: ${own.includes('write') ? 'scim, scim:read' : 'scim:read'}.`,
    );
  return wanted;
}

type Answer = Parameters<ErrorRequestHandler>[2];

function refuse(response: Answer, error: OAuthErrorCode, error_description: string): void {
  response.json({ error, error_description });
}

const answerRefusals: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (error instanceof OAuthError) {
    const isClient = error.code === 'invalid_client';
    if (isClient) response.set('WWW-Authenticate', 'Basic realm="usher"');
    return refuse(response.status(isClient ? 401 : 400), error.code, error.message);
  }
  if (error instanceof TooManyAttempts) {
    response.set('Retry-After', String(error.retryAfterSeconds));
    return refuse(response.status(429), 'temporarily_unavailable', error.message);
  }
  if (error instanceof KeysUnavailable) {
    request.log?.warn({ reason: withoutSecrets(error.message) }, 'the keys of a SCIM client cannot be read');
    response.set('Retry-After', '60');
    const detail = 'The keys at the jwks_uri of this client cannot be read. Try again in a moment.';
    return refuse(response.status(503), 'temporarily_unavailable', detail);
  }
  const refusal = asDomainError(error);
  if (refusal?.code === 'unavailable') {
    response.set('Retry-After', String(retryAfterOf(refusal)));
    return refuse(
      response.status(503),
      'temporarily_unavailable',
      'The database does not answer. Try again in a moment.',
    );
  }
  // What the parser of the form refused: too long, too many fields, another encoding.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500)
    return refuse(response.status(status), 'invalid_request', 'This is no form, or too long.');
  next(error);
};
