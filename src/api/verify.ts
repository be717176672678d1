/**
 * Forward-auth, `GET /auth/verify`: a reverse proxy asks before it lets a request through to an application. 200 with
 * who it is in headers, 401 or 403, and never a body (docs/forward-auth.md).
 */
import { type ErrorRequestHandler, type Request, Router } from 'express';
import { z } from 'zod';
import { judge, type Verdict } from '../domain/access/check.ts';
import { emailOf } from '../domain/directory/member.ts';
import { getDeployment } from '../domain/organizations/organization.ts';
import { withoutSecrets } from '../http/loggable.ts';
import { dataHeaders } from '../http/security-headers.ts';
import { accountOf } from './caller.ts';
import { authenticator } from './door.ts';
import { apiErrorOf, invalidInput } from './errors.ts';
import { ApiError } from './problem.ts';
import type { ApiConfig } from './route.ts';
import { queryOf } from './router.ts';
import { idParam } from './schemas.ts';

/** Only the query counts: it is the proxy's own, while headers may come from whoever sends the request. */
const questionSchema = z.strictObject({
  organization: idParam.optional(),
  workspace: idParam.optional(),
  permission: z.string().min(1).max(100).optional(),
});

/** Mount it at `/auth/verify`, with `assignRequestId` and `sessions` before it. */
export function verifyDoor({ config }: { readonly config: Pick<ApiConfig, 'publicUrl'> }): Router {
  const authenticate = authenticator(config);
  const router = Router().use(dataHeaders(config.publicUrl));
  router.get('/', async (request, response) => {
    const accountId = accountOf(await authenticate(request));
    const { organization, workspace, permission } = questionOf(request);
    const org = organization ?? (await getDeployment()).defaultOrgId;
    const question = { permission: permission ?? null, workspaceId: workspace ?? null };
    const { allowed, standing } = await judge(org, { accountId }, question);
    if (!standing) throw new ApiError(403, 'not_a_member', 'No active member of this organization.');
    if (!allowed) throw new ApiError(403, 'forbidden', 'The role does not include this.');
    response.status(200).set(identityHeaders(accountId, standing)).end();
  });
  router.all('/', (_request, response) => void response.status(405).set('Allow', 'GET, HEAD').end());
  router.use(answerWithoutBody);
  return router;
}

function questionOf(request: Request): z.output<typeof questionSchema> {
  const parsed = questionSchema.safeParse(queryOf(request));
  if (!parsed.success) throw invalidInput('query', parsed.error);
  return parsed.data;
}

function identityHeaders(
  accountId: string,
  { member, organizationRole, workspaceRole }: NonNullable<Verdict['standing']>,
): Record<string, string> {
  const email = emailOf(member) ?? '';
  return {
    'X-Usher-Account': accountId,
    'X-Usher-Email': email.length > maxHeaderBytes ? '' : headerText(email),
    'X-Usher-Name': headerText(member.name),
    'X-Usher-Organization-Role': organizationRole,
    'X-Usher-Workspace-Role': headerText(workspaceRole ?? ''),
  };
}

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
