/** Mappings for groups that are not there yet. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/client.ts';
import { waiting as text } from '../../lib/messages/groups.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Mapping } from '../../lib/types.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Rows, RowText, Section } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { wordsOf } from './gives.tsx';
import css from './groups.module.css';
import { MapDialog } from './map-dialog.tsx';
import { draftOf } from './mapping-draft.ts';
import { UnmapDialog } from './unmap-dialog.tsx';
import { useWhyNotMap } from './use-why-not-map.ts';

type Asking = { readonly what: 'add' } | { readonly what: 'change' | 'delete'; readonly mapping: Mapping };

const noGroup = { id: null, displayName: '' };

export function WaitingTab() {
  const { id: org } = useOrganization();
  const whyNot = useWhyNotMap();
  const [asking, setAsking] = useState<Asking | null>(null);
  const { data, error, refetch } = api.useQuery('get', '/organizations/{org}/scim/mappings', {
    params: { path: { org }, query: { limit: 500 } },
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonLines count={4} />;
  const waiting = data.items.filter((mapping) => mapping.waiting);
  const close = () => setAsking(null);
  return (
    <Section
      title={text.list}
      text={text.text}
      actions={
        <Button whyNot={whyNot} onClick={() => setAsking({ what: 'add' })}>
          <Plus aria-hidden /> {text.add}
        </Button>
      }
    >
      {waiting.length === 0 ? <p className={css.soft}>{text.empty}</p> : null}
      <Rows label={text.list}>
        {waiting.map((mapping) => {
          const { displayName } = mapping.group;
          return (
            <li key={mapping.id}>
              <RowText title={<span className={css.name}>{displayName}</span>} text={givesOf(mapping)} />
              <Button
                small
                whyNot={whyNot}
                aria-label={text.changeLabel(displayName)}
                onClick={() => setAsking({ what: 'change', mapping })}
              >
                {text.change}
              </Button>
              <Button
                small
                look="danger"
                whyNot={whyNot}
                aria-label={text.removeLabel(displayName)}
                onClick={() => setAsking({ what: 'delete', mapping })}
              >
                {text.remove}
              </Button>
            </li>
          );
        })}
      </Rows>
      {asking?.what === 'add' ? <MapDialog group={noGroup} mapping={null} onClose={close} /> : null}
      {asking?.what === 'change' ? (
        <MapDialog
          group={asking.mapping.group}
          mapping={asking.mapping}
          begin={draftOf(asking.mapping)}
          onClose={close}
        />
      ) : null}
      {asking?.what === 'delete' ? <UnmapDialog mapping={asking.mapping} onClose={close} /> : null}
    </Section>
  );
}

function givesOf({ targets, organizationRole }: Mapping): string {
  return [...targets.map((target) => wordsOf({ ...target, organizationRole: null })), organizationRole]
    .filter(Boolean)
    .join(', ');
}
