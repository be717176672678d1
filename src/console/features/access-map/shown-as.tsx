import { getRouteApi } from '@tanstack/react-router';
import { accessMap as text } from '../../lib/messages/access-map.ts';
import { useIsNarrow } from '../../lib/screen.ts';
import { shownAs } from '../../lib/searches.ts';
import { Segments } from '../../ui/segments.tsx';

const route = getRouteApi('/console/$organizationId/access-map');

/** As the address says, else as there is room. */
export function useShownAs(): 'picture' | 'table' {
  const narrow = useIsNarrow();
  return route.useSearch().as ?? (narrow ? 'table' : 'picture');
}

/** A picture, or a table with the same figures. */
export function ShownAs({ forms }: { readonly forms: Readonly<Record<'picture' | 'table', string>> }) {
  const navigate = route.useNavigate();
  return (
    <Segments
      label={text.as}
      value={useShownAs()}
      choices={shownAs.map((value) => ({ value, label: forms[value] }))}
      onChange={(as) => void navigate({ search: (before) => ({ ...before, as }), replace: true })}
    />
  );
}
