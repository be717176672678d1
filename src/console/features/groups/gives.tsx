import { groups as text } from '../../lib/messages/groups.ts';
import type { GroupTarget } from '../../lib/types.ts';
import { More } from '../../ui/hint.tsx';
import css from './groups.module.css';

/** "Workspace Editor in Research". */
export function wordsOf({ workspaceId, workspaceName, workspaceRole, organizationRole }: GroupTarget): string {
  if (workspaceId === null || workspaceRole === null) return organizationRole ?? text.nothing;
  return text.gives(workspaceName ?? text.gone, workspaceRole);
}

/** The first of what a group gives; of the others, how many, and which by hover and focus. */
export function Gives({ targets }: { readonly targets: readonly GroupTarget[] }) {
  const [first, ...others] = targets;
  if (!first) return <span className={css.soft}>{text.nothing}</span>;
  return (
    <span className={css.gives}>
      <span className={css.text}>{wordsOf(first)}</span>
      {others.length > 0 ? <More count={text.more(others.length)} names={others.map(wordsOf)} /> : null}
    </span>
  );
}
