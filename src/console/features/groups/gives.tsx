import { groups as text } from '../../lib/messages/groups.ts';
import type { GroupTarget } from '../../lib/types.ts';
import { More } from '../../ui/hint.tsx';
import css from './groups.module.css';
import { everyWorkspace } from './mapping-draft.ts';

/** "Workspace Editor in Research". */
export function wordsOf({ workspaceId, workspaceName, workspaceRole, organizationRole }: GroupTarget): string {
  if (workspaceId === null || workspaceRole === null) return organizationRole ?? text.nothing;
  return text.gives(workspaceId === everyWorkspace ? text.allWorkspaces : (workspaceName ?? text.gone), workspaceRole);
}

/** Everybody is that at least, so it is the last thing to tell of a group. */
const isLast = ({ workspaceId, organizationRole }: GroupTarget) =>
  workspaceId === null && organizationRole === 'Organization User';

/** The first of what a group gives; of the others, how many, and which by hover and focus. */
export function Gives({ targets }: { readonly targets: readonly GroupTarget[] }) {
  const [first, ...others] = targets.toSorted((a, b) => Number(isLast(a)) - Number(isLast(b)));
  if (!first) return <span className={css.soft}>{text.nothing}</span>;
  return (
    <span className={css.gives}>
      <span className={css.text}>{wordsOf(first)}</span>
      {others.length > 0 ? <More count={text.more(others.length)} names={others.map(wordsOf)} /> : null}
    </span>
  );
}
