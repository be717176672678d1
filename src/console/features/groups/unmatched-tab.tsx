/** The inbox: groups that give nothing, why, and the mapping that was probably meant. */
import { getRouteApi, Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { countOf } from '../../lib/format.ts';
import { groups, unmatched as text } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Group } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Rows, RowText } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import css from './groups.module.css';
import { MapDialog } from './map-dialog.tsx';
import type { MappingDraft } from './mapping-draft.ts';
import { Suggestions, useSuggestions } from './suggestions.tsx';
import { useGroups } from './use-groups.ts';
import { useWhyNotMap } from './use-why-not-map.ts';

const route = getRouteApi('/console/$organizationId/groups');

export function UnmatchedTab() {
  const { id } = useOrganization();
  const { map } = route.useSearch();
  const navigate = route.useNavigate();
  const [begin, setBegin] = useState<MappingDraft | undefined>(undefined);
  const { rows, error, refetch, isFirstLoad, more } = useGroups(id, { state: 'unmatched', madeBy: 'directory' });
  const mapped = rows.find((group) => group.id === map);
  const open = (group: Group, draft?: MappingDraft) => {
    setBegin(draft);
    void navigate({ search: (before) => ({ ...before, map: group.id }) });
  };
  const close = () => void navigate({ search: (before) => ({ ...before, map: undefined }), replace: true });
  if (error && rows.length === 0) return <ErrorState error={error} onRetry={refetch} />;
  if (isFirstLoad) return <SkeletonLines count={6} />;
  if (rows.length === 0)
    return <EmptyState icon={<CircleCheck aria-hidden />} heading={text.empty.heading} text={text.empty.text} />;
  return (
    <>
      <Rows label={text.list}>
        {rows.map((group) => (
          <Unmatched key={group.id} group={group} onMap={(draft) => open(group, draft)} />
        ))}
      </Rows>
      {more.has ? <Button onClick={more.load}>{text.more}</Button> : null}
      {mapped ? <MapDialog key={mapped.id} group={mapped} mapping={null} begin={begin} onClose={close} /> : null}
    </>
  );
}

function Unmatched({ group, onMap }: { readonly group: Group; readonly onMap: (draft?: MappingDraft) => void }) {
  const { id: organizationId } = useOrganization();
  const whyNot = useWhyNotMap();
  const suggestions = useSuggestions(group);
  const { id, displayName, members, mapping } = group;
  const title = (
    <Link to="/console/$organizationId/groups/$groupId" params={{ organizationId, groupId: id }} className={css.name}>
      {displayName}
    </Link>
  );
  return (
    <li>
      <RowText title={title} text={`${countOf(members, groups.members)}. ${mapping.detail ?? ''}`} />
      <span className={css.buttons}>
        <Suggestions group={group} suggestions={suggestions} onMap={onMap} />
        <Button
          small
          look={suggestions.length > 0 ? 'quiet' : 'plain'}
          whyNot={whyNot}
          aria-label={text.mapLabel(displayName)}
          onClick={() => onMap()}
        >
          {text.map}
        </Button>
      </span>
    </li>
  );
}
