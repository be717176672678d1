/** The mappings that an unmatched group was probably meant to have, each one click away. */
import { unmatched as text } from '../../lib/messages/groups.ts';
import type { Group } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { wordsOf } from './gives.tsx';
import { draftOfSuggestion, type MappingDraft } from './mapping-draft.ts';
import { type Suggestion, suggestionsFor } from './suggest.ts';
import { useNames } from './use-names.ts';
import { useWhyNotMap } from './use-why-not-map.ts';

export function useSuggestions(group: Pick<Group, 'displayName' | 'mapping'>): readonly Suggestion[] {
  const { workspaces, roles } = useNames();
  return group.mapping.state === 'unmatched' ? suggestionsFor(group, workspaces, roles) : [];
}

type Props = {
  readonly group: Pick<Group, 'displayName'>;
  readonly suggestions: readonly Suggestion[];
  readonly onMap: (draft: MappingDraft) => void;
};

export function Suggestions({ group: { displayName }, suggestions, onMap }: Props) {
  const whyNot = useWhyNotMap();
  return suggestions.map((suggestion) => {
    const gives = givesOf(suggestion);
    return (
      <Button
        key={gives}
        small
        whyNot={whyNot}
        aria-label={text.suggestLabel(displayName, gives)}
        onClick={() => onMap(draftOfSuggestion(suggestion))}
      >
        {text.suggest(gives)}
      </Button>
    );
  });
}

function givesOf({ workspace, role }: Suggestion): string {
  return wordsOf({
    workspaceId: workspace.id,
    workspaceName: workspace.name,
    workspaceRole: role,
    organizationRole: null,
  });
}
