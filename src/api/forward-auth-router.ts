/**
 * Forward-auth, `GET /auth/verify`: a reverse proxy asks before it lets a request through to an application. 200 with
 * who it is in headers, 401 or 403, and never a body (docs/forward-auth.md). Whatever needs care with a visitor's text
 * is done here, so that no proxy's configuration has to encode an address or take cookies apart.
 */

import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { type CheckAnswer, judge } from '../domain/access/explain/check.ts';
import { admits, ownWays } from '../domain/entry/reach/admits.ts';
import { limits } from '../domain/model/limits.ts';
import { emailOf } from '../domain/model/member.ts';
import { getHeldOrganization, heldDeployment } from '../domain/operation/held-organization.ts';
import { loggablePath, withoutSecrets } from '../http/loggable.ts';
import { safeReturnTo } from '../http/return-to.ts';
import { dataHeaders } from '../http/security-headers.ts';
import { withoutOwnCookies } from '../http/session.ts';
import { apiErrorOf, invalidInput } from './http/answer-errors.ts';
import { ApiError } from './http/api-error.ts';
import type { PersonCaller } from './http/caller.ts';
import { queryOf } from './http/declared-router.ts';
import { type AuthenticationConfig, authenticator } from './http/find-caller.ts';
import { requirePerson } from './http/principal.ts';
import { idParam } from './http/shared-schemas.ts';

/** Only the query counts: it is the proxy's own, while headers may come from whoever sends the request. */
const questionSchema = z.strictObject({
  organization: idParam.optional(),
  workspace: idParam.optional(),
  permission: z.string().min(1).max(limits.permissionName).optional(),
  signIn: z.literal('redirect').optional(),
});

/** Mount it at `/auth/verify`, with `assignRequestId` and `sessions` before it. */
export function forwardAuthRouter({ config }: { readonly config: AuthenticationConfig }): Router {
  const { caller: authenticate } = authenticator(config);
  const router = Router().use(onlyThisPath, dataHeaders(config.publicUrl));
  router.get('/', async (request, response) => {
    const who = requirePerson(await authenticate(request));
    const { organization, workspace, permission } = questionOf(request);
    const org = organization ?? (await heldDeployment(null)).defaultOrgId;
    request.organization = loggablePath(org);
    const question = { permission: permission ?? null, workspaceId: workspace ?? null };
    // Past its reach a sign-in is nobody (P5).
    const { allowed, standing } =
      who.reach === null || who.reach === org
        ? await judge(org, { accountId: who.accountId }, question)
        : { allowed: false, standing: null };
    if (standing && !(await admits(await getHeldOrganization(org), who))) await refuseWay(org, who, response);
    if (!standing) throw new ApiError(403, 'not_a_member', 'No active member of this organization.');
    if (!allowed) throw new ApiError(403, 'forbidden', 'The role does not include this.');
    response.status(200).set(identityHeaders(who.accountId, standing)).set(cookiesOfOthers(request)).end();
  });
  router.all('/', (_request, response) => void response.status(405).set('Allow', 'GET, HEAD').end());
  router.use(askToSignIn(config.publicUrl), answerWithoutBody);
  return router;
}

/**
 * A member whose way in does not count here (`ssoOnly`): a visitor is sent to sign in by one that does. A program cannot
 * follow, and is told no.
 */
async function refuseWay(org: string, who: PersonCaller, response: Response): Promise<never> {
  response.locals.connectionId = (await ownWays(org))[0]?.connectionId;
  const status = who.kind === 'session' ? 401 : 403;
  throw new ApiError(status, 'sso_only', 'This organization lets people in by its own identity provider only.');
}

/**
 * Express also takes other spellings of the path (`/Auth/verify/`). A proxy that hides this one from visitors must have
 * hidden all there are.
 */
const onlyThisPath: RequestHandler = (request, _response, next) =>
  next(request.originalUrl.split('?', 1)[0] === '/auth/verify' ? undefined : 'router');

function questionOf(request: Request): z.output<typeof questionSchema> {
  const parsed = questionSchema.safeParse(queryOf(request));
  if (!parsed.success) throw invalidInput('query', parsed.error);
  return parsed.data;
}

function identityHeaders(
  accountId: string,
  { member, organizationRole, workspaceRoles }: NonNullable<CheckAnswer['standing']>,
): Record<string, string> {
  const address = emailOf(member) ?? '';
  const email = address.length > maxHeaderBytes ? '' : address;
  return {
    'X-Usher-Account': accountId,
    'X-Usher-Email': headerText(email),
    'X-Usher-Email-Verified': String(email !== ''),
    'X-Usher-Name': headerText(member.name),
    'X-Usher-Organization-Role': organizationRole,
    'X-Usher-Workspace-Role': headerText(workspaceRoles[0] ?? ''),
    'X-Usher-Workspace-Roles': headerList(workspaceRoles),
  };
}

/**
 * What the application may have of the visitor's cookies: those that are not ours. Always there, as the identity is: a
 * proxy that finds no header in the answer may leave the visitor's, or put the name of a placeholder in its place.
 */
const cookiesOfOthers = ({ headers: { cookie = '' } }: Request) => ({ Cookie: withoutOwnCookies(cookie) });

/**
 * Tells where to sign in, with the way back to what the visitor asked for, which the proxy names in `X-Forwarded-Uri`. A
 * visitor who forges it comes back to some path of our own host. Programs, which send an `Authorization` header, have no
 * use for it.
 */
const askToSignIn =
  (publicUrl: string): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const { authorization, 'x-forwarded-uri': askedFor } = request.headers;
    if (apiErrorOf(error).status !== 401 || authorization !== undefined) return next(error);
    const { connectionId } = response.locals;
    const by = connectionId === undefined ? '' : `connection=${encodeURIComponent(connectionId)}&`;
    const address = `${publicUrl}/auth/login?${by}returnTo=${encodeURIComponent(safeReturnTo(askedFor))}`;
    if (request.query.signIn === 'redirect') return void response.status(302).set('Location', address).end();
    response.set('X-Usher-Sign-In', address);
    next(error);
  };

/** Proxies refuse answers whose headers do not fit into a few kB. */
const maxHeaderBytes = 320;

/**
 * Text as a header value: printable ASCII as it is, all other bytes of its UTF-8, and `%` itself, percent-encoded. What
 * `decodeURIComponent` makes of it is the text again, and no name can end the header. Cut at whole characters.
 */
function headerText(text: string): string {
  let value = '';
  let length = 0;
  for (const character of text) {
    const bytes = Buffer.from(character);
    length += bytes.length;
    if (length > maxHeaderBytes) break;
    for (const byte of bytes)
      value +=
        byte >= 0x20 && byte < 0x7f && byte !== 0x25
          ? String.fromCharCode(byte)
          : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return value;
}

/** Whole names, as many as fit, with commas between them; a comma in a name is percent-encoded. */
function headerList(names: readonly string[]): string {
  let list = '';
  for (const name of names) {
    const longer = [...(list === '' ? [] : [list]), headerText(name).replaceAll(',', '%2C')].join(', ');
    if (longer.length > 3 * maxHeaderBytes) break;
    list = longer;
  }
  return list;
}

/** Whatever was thrown, in status and headers. What is not visible is 403 here; a question that makes no sense is the operator's mistake, 400. */
export const answerWithoutBody: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const { status, code, headers } = apiErrorOf(error);
  if (response.headersSent || status === 500) return next(error);
  if (status === 400)
    request.log?.warn({ reason: withoutSecrets((error as Error).message) }, 'forward-auth was asked nonsense');
  response
    .status(status === 404 ? 403 : status)
    .set({ ...headers, 'X-Usher-Reason': code })
    .end();
};
