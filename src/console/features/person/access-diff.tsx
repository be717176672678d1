import { person as text } from '../../lib/messages/person.ts';
import { roleNamesOf } from '../../lib/reasons.ts';
import type { Member } from '../../lib/types.ts';
import { type Change, Diff } from '../../ui/diff.tsx';
import css from './person.module.css';

type Access = Pick<Member, 'organizationRole' | 'workspaces'>;

export const noAccess: Access = { organizationRole: null, workspaces: [] };

type Props = { readonly label: string; readonly before: Access; readonly after: Access };

const shown = 8;

/** What a person has before and after a change, where the two differ. */
export function AccessDiff({ label, before, after }: Props) {
  const places = new Map([...before.workspaces, ...after.workspaces].map((one) => [one.workspaceId, one.name]));
  const rolesIn = ({ workspaces }: Access, id: string) => {
    const there = workspaces.find(({ workspaceId }) => workspaceId === id);
    return there ? roleNamesOf(there.roles) : null;
  };
  const changes: Change[] = [
    {
      key: 'organization',
      what: text.access.organization,
      before: before.organizationRole,
      after: after.organizationRole,
    },
    ...[...places].map(([id, what]) => ({ key: id, what, before: rolesIn(before, id), after: rolesIn(after, id) })),
  ].filter((change) => change.before !== change.after);
  return (
    <div className={css.effect}>
      <h3>{label}</h3>
      <Diff label={label} changes={changes.slice(0, shown)} total={changes.length} />
    </div>
  );
}
