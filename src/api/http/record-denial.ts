/** What the API refuses to a caller whom it knows goes into the audit log (R6). */
import type { Request } from 'express';
import { protectingRule, recordDenied } from '../../domain/audit/record-denied.ts';
import { traceOf } from '../../http/client-address.ts';
import { ApiError } from './api-error.ts';
import type { Caller, SetupCaller } from './caller.ts';
import { actorOf } from './principal.ts';
import type { Route } from './route-declaration.ts';

/** Counts the refusal where `error` is one. The answer is the same whether that succeeds or not. */
export async function recordDenial(
  error: unknown,
  known: Caller | SetupCaller | null,
  route: Route,
  request: Request,
): Promise<void> {
  const early = error instanceof ApiError && error.status === 403 ? error : null;
  const caller = known ?? early?.caller ?? null;
  const rule = early?.code ?? protectingRule(error);
  if (caller === null || rule === null) return;
  const ids: Readonly<Record<string, unknown>> = request.params;
  // A refusal of the domain comes after the caller was let into the organization. Before that, the path may name one that the caller has nothing to do with.
  const org = early === null && typeof ids.org === 'string' ? ids.org : (ownOf(caller) ?? '');
  const subject = early ? {} : { ...of('memberId', ids.member), ...of('workspaceId', ids.ws) };
  const target = `${request.method} ${route.path}`;
  const context = { actor: actorOf(caller), ...traceOf(request) };
  await recordDenied(org, context, { rule, target, subject }).catch((err: unknown) => {
    request.log?.error({ err }, 'a refusal could not be recorded');
  });
}

/** The one organization that the caller is of; null: none, or several. */
function ownOf(caller: Caller | SetupCaller): string | null {
  if (caller.kind === 'setup-link') return caller.organization._id;
  return caller.kind === 'api-key' ? caller.organizationId : null;
}

function of(name: string, id: unknown): Record<string, string> {
  return typeof id === 'string' ? { [name]: id } : {};
}
