/** Whom a change would give or take what, as the server works it out before anything is done. */
import { api } from '../lib/client.ts';
import { counted, countOf } from '../lib/format.ts';
import { effects as text } from '../lib/messages/effects.ts';
import { messageOf } from '../lib/problem.ts';
import { roleNamesOf } from '../lib/reasons.ts';
import { useOrganization } from '../lib/session.ts';
import { useSettled } from '../lib/settled.ts';
import type { Effect, Preview, ProposedChange } from '../lib/types.ts';
import { type Change, Diff } from './diff.tsx';
import css from './effects.module.css';
import { ErrorState } from './error-state.tsx';
import { SkeletonLines } from './skeleton.tsx';

const shown = 20;

/** null: what is chosen so far is no change. */
export function usePreview(change: ProposedChange | null) {
  const { id: org } = useOrganization();
  const wanted = JSON.stringify(change);
  const settled = useSettled(wanted, 250);
  const asked = JSON.parse(settled) as ProposedChange | null;
  const { data, error, refetch, isFetching } = api.useQuery(
    'post',
    '/organizations/{org}/preview',
    {
      params: { path: { org }, query: { limit: shown } },
      body: { change: asked ?? { kind: 'scim-settings', settings: {} } },
    },
    { enabled: asked !== null, staleTime: 0, placeholderData: (before) => before },
  );
  const isBehind = wanted !== settled || isFetching;
  const preview = change === null || error ? null : (data ?? null);
  return { change, preview, error: change === null ? null : error, refetch, isBehind };
}

export type Previewed = ReturnType<typeof usePreview>;

/** Why the change cannot be made now; null: it can. */
export function whyNotYet({ preview, isBehind, error }: Previewed): string | null {
  if (error) return messageOf(error);
  if (preview?.refusal === 'last_admin') return text.lastAdmin;
  return preview === null || isBehind ? text.wait : null;
}

/** "Save mapping for 14 people": the button says the number. */
export function actionFor(action: string, { preview }: Previewed): string {
  const people = preview?.counts?.members ?? 0;
  return people === 0 ? action : text.for(action, countOf(people, text.people));
}

/** In a dialog, below what is chosen. */
export function Effects({ change, preview, error, refetch, isBehind }: Previewed) {
  if (change === null) return null;
  return (
    <div className={css.effects} aria-busy={isBehind}>
      <h3>{text.heading}</h3>
      {error ? <ErrorState error={error} onRetry={refetch} compact /> : null}
      {preview === null && !error ? <SkeletonLines count={2} /> : null}
      {preview ? <Shown preview={preview} /> : null}
    </div>
  );
}

function Shown({ preview: { items, counts, refusal } }: { readonly preview: Preview }) {
  const changes = items.flatMap(changesOf);
  const total = counts ? partsOf(counts).reduce((sum, [, count]) => sum + count, 0) : changes.length;
  if (total === 0) return <p className={css.summary}>{text.nobody}</p>;
  const parts = counts ? partsOf(counts).flatMap(([say, count]) => (count > 0 ? [say(counted(count))] : [])) : [];
  return (
    <>
      {refusal === 'last_admin' ? <p className={css.refusal}>{text.lastAdmin}</p> : null}
      <output className={css.summary}>{text.summary(countOf(counts?.members ?? 0, text.people), parts)}</output>
      <Diff label={text.heading} changes={changes.slice(0, shown)} total={total} />
    </>
  );
}

const inWords = (roles: readonly string[]) => (roles.length === 0 ? null : roleNamesOf(roles));

type Counts = NonNullable<Preview['counts']>;

function partsOf({ gained, lost, changed, permissions, organizationRoles }: Counts) {
  return [
    [text.gained, gained],
    [text.lost, lost],
    [text.changed, changed],
    [text.permissions, permissions],
    [text.organizationRoles, organizationRoles],
  ] as const;
}

function changesOf({ memberId, name, email, organizationRole, workspaces }: Effect): Change[] {
  const person = name || email || memberId;
  const key = (place: string) => `${memberId} ${place}`;
  return [
    ...(organizationRole
      ? [{ key: key('organization'), what: text.where(person, text.organization), ...organizationRole }]
      : []),
    ...workspaces.map(({ workspaceId, name: workspace, roles, permissions, ...highest }) => {
      const before = roles ? inWords(roles.before) : highest.before;
      const after = roles ? inWords(roles.after) : highest.after;
      return {
        key: key(workspaceId),
        what: text.where(person, workspace),
        before,
        after: permissions && after !== null ? text.may(after, permissions.added, permissions.removed) : after,
      };
    }),
  ];
}
