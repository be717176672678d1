/** What a group was called before, from the audit log. Nothing where it always had this name. */
import { api } from '../../lib/client.ts';
import { actorNames, happened } from '../../lib/messages/events.ts';
import { group as text } from '../../lib/messages/groups.ts';
import { useMay, useOrganization } from '../../lib/session.ts';
import type { AuditEvent } from '../../lib/types.ts';
import { Rows, RowText, Section } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';

export function RenameHistory({ groupId }: { readonly groupId: string }) {
  const { id: org } = useOrganization();
  const may = useMay()('audit:read');
  const { data } = api.useQuery(
    'get',
    '/organizations/{org}/audit-events',
    { params: { path: { org }, query: { group: groupId, types: 'group.updated', limit: 100 } } },
    { enabled: may },
  );
  const renamed = (data?.items ?? []).flatMap((event) => {
    const [before, after] = [nameIn(event.before), nameIn(event.after)];
    return before !== null && after !== null && before !== after ? [{ event, before, after }] : [];
  });
  if (renamed.length === 0) return null;
  return (
    <Section title={text.names} text={text.namesText}>
      <Rows label={text.names}>
        {renamed.map(({ event: { id, at, actor }, before, after }) => (
          <li key={id}>
            <RowText
              title={text.renamed(before, after)}
              text={happened.by(actor.name ?? actorNames[actor.type] ?? actor.type)}
            />
            <Time at={at} />
          </li>
        ))}
      </Rows>
    </Section>
  );
}

function nameIn(content: AuditEvent['before']): string | null {
  const name = content?.displayName;
  return typeof name === 'string' ? name : null;
}
