/** What this door refuses to a token that it knows goes into the audit log (R6). */
import { protectingRule, recordDenied } from '../domain/audit/record-denied.ts';
import type { ScimCaller } from './scim-caller.ts';
import { ScimError } from './scim-error.ts';

/** Counts the refusal where `error` is one. @param path of the route, `/Users/:id`; `id` is empty at a collection */
export async function recordDenial(
  error: unknown,
  { orgId, context }: ScimCaller,
  { method, path, id }: { readonly method: string; readonly path: string; readonly id: string },
): Promise<void> {
  const early = error instanceof ScimError && error.status === 403;
  const rule = early ? 'insufficient_scope' : protectingRule(error);
  if (rule === null) return;
  const known = id.slice(0, 64);
  const subject = early || id === '' ? {} : path.startsWith('/Groups') ? { groupId: known } : { memberId: known };
  await recordDenied(orgId, context, { rule, target: `${method} /scim/v2${path}`, subject });
}
