/** What a group gives, why, and the mapping that an admin makes, changes or deletes. */
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { group as text } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Schemas } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { Rows, RowText, Section } from '../../ui/page.tsx';
import { wordsOf } from './gives.tsx';
import css from './groups.module.css';
import { MapDialog } from './map-dialog.tsx';
import { draftOf, draftOfTargets, type MappingDraft } from './mapping-draft.ts';
import { Suggestions, useSuggestions } from './suggestions.tsx';
import { UnmapDialog } from './unmap-dialog.tsx';
import { useWhyNotMap } from './use-why-not-map.ts';

const route = getRouteApi('/console/$organizationId/groups/$groupId');

type Props = { readonly group: Schemas['MappedGroupWithNesting'] };

export function GroupGives({ group }: Props) {
  const { targets, mapping, within } = group;
  const explicit = mapping.state === 'explicit';
  const whyNot = useWhyNotMap();
  const navigate = route.useNavigate();
  const suggestions = useSuggestions(group);
  const [suggested, setSuggested] = useState<MappingDraft | null>(null);
  const map = (draft: MappingDraft | null) => {
    setSuggested(draft);
    void navigate({ search: { map: true } });
  };
  const why = explicit ? text.givesExplicitly : mapping.detail ? text.givesNothing(mapping.detail) : text.givesByName;
  return (
    <Section
      title={text.gives}
      text={within.length > 0 ? `${why} ${text.nested}` : why}
      actions={
        <span className={css.buttons}>
          <Button small whyNot={whyNot} onClick={() => map(null)}>
            {explicit ? text.change : text.map}
          </Button>
          {explicit ? (
            <Button small look="danger" whyNot={whyNot} onClick={() => void navigate({ search: { unmap: true } })}>
              {text.unmap}
            </Button>
          ) : null}
        </span>
      }
    >
      <Rows label={text.gives}>
        {targets.map((target) => (
          <li key={target.workspaceId ?? 'organization'}>
            <RowText title={wordsOf(target)} text={target.workspaceId === null ? null : target.organizationRole} />
          </li>
        ))}
      </Rows>
      {suggestions.length === 0 ? null : (
        <div className={css.suggestions}>
          <p>{text.meant}</p>
          <span className={css.buttons}>
            <Suggestions group={group} suggestions={suggestions} onMap={map} />
          </span>
        </div>
      )}
      {whyNot === null ? <Dialogs group={group} suggested={suggested} /> : null}
    </Section>
  );
}

function Dialogs({ group, suggested }: Props & { readonly suggested: MappingDraft | null }) {
  const { id: org } = useOrganization();
  const { map, unmap } = route.useSearch();
  const navigate = route.useNavigate();
  const explicit = group.mapping.state === 'explicit';
  const { data } = api.useQuery(
    'get',
    '/organizations/{org}/scim/mappings',
    { params: { path: { org }, query: { group: group.id } } },
    { enabled: explicit },
  );
  const mapping = data?.items[0] ?? null;
  const close = () => void navigate({ search: {}, replace: true });
  if (explicit && mapping === null) return null;
  if (unmap && mapping) return <UnmapDialog mapping={mapping} onClose={close} />;
  if (!map) return null;
  const begin = mapping ? draftOf(mapping) : (suggested ?? draftOfTargets(group.targets));
  return <MapDialog group={group} mapping={mapping} begin={begin} onClose={close} />;
}
