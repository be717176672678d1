/** Who relies on a role of the organization's own. */
import { Link } from '@tanstack/react-router';
import { api } from '../../lib/client.ts';
import { counted, countOf } from '../../lib/format.ts';
import { words } from '../../lib/messages/general.ts';
import { sourceNames } from '../../lib/messages/reasons.ts';
import { roleUsage as text } from '../../lib/messages/roles.ts';
import { useOrganization } from '../../lib/session.ts';
import type { Role, Schemas } from '../../lib/types.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Rows, RowText } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import css from './roles.module.css';

type Usage = NonNullable<Schemas['RoleWithUsage']['usage']>;

export function UsageDialog({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  return (
    <Dialog open wide onClose={onClose} title={text.title(role.name)} text={text.text} dismiss={words.close}>
      <RoleUsage role={role} />
    </Dialog>
  );
}

/** Asked anew, as what was true when the page was opened does not say whether the role can go now. */
export function useUsage({ id }: Role) {
  const { id: org } = useOrganization();
  return api.useQuery('get', '/organizations/{org}/roles/{role}', { params: { path: { org, role: id } } });
}

export function isUsed({ grants, mappings, ssoSettings }: Usage): boolean {
  return grants.length > 0 || mappings.count > 0 || ssoSettings;
}

export function RoleUsage({ role }: { readonly role: Role }) {
  const { id: organizationId } = useOrganization();
  const { data, error, refetch } = useUsage(role);
  if (error) return <ErrorState error={error} onRetry={refetch} compact />;
  if (!data?.usage) return <SkeletonLines count={3} />;
  if (!isUsed(data.usage)) return <p className={css.soft}>{text.nobody}</p>;
  const { grants, mappings, ssoSettings } = data.usage;
  return (
    <Rows label={text.list}>
      {grants.map(({ source, count, members }) => (
        <li key={source}>
          <RowText
            title={text.by(sourceNames[source] ?? source, countOf(count, text.grants))}
            text={
              <Names names={members} of={count}>
                {({ id, name }) => (
                  <Link to="/console/$organizationId/people/$memberId" params={{ organizationId, memberId: id }}>
                    {name || id}
                  </Link>
                )}
              </Names>
            }
          />
        </li>
      ))}
      {mappings.count > 0 ? (
        <li>
          <RowText
            title={text.by(text.mappings, counted(mappings.count))}
            text={
              <Names names={mappings.groups} of={mappings.count}>
                {({ id, name }) => (
                  <Link to="/console/$organizationId/groups/$groupId" params={{ organizationId, groupId: id }}>
                    {name}
                  </Link>
                )}
              </Names>
            }
          />
        </li>
      ) : null}
      {ssoSettings ? (
        <li>
          <RowText title={text.newcomers} />
        </li>
      ) : null}
    </Rows>
  );
}

type Named = { readonly id: string; readonly name: string };
type NamesProps = {
  readonly names: readonly Named[];
  readonly of: number;
  readonly children: (named: Named) => React.ReactNode;
};

function Names({ names, of, children }: NamesProps) {
  return (
    <>
      {names.map((named, at) => (
        <span key={named.id}>
          {at > 0 ? ', ' : ''}
          {children(named)}
        </span>
      ))}
      {of > names.length ? ` ${text.more(counted(of - names.length))}` : ''}
    </>
  );
}
