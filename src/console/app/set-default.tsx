import { api } from '../lib/client.ts';
import { organizations, setDefault as text } from '../lib/messages/shell.ts';
import { useMay, useMe } from '../lib/session.ts';
import type { Organization } from '../lib/types.ts';
import { Confirm, closing } from '../ui/confirm.tsx';

/** Why this organization cannot be made the default one by the reader; null: it can. */
export function useWhyNotDefault(organization: Organization): string | null {
  const may = useMay();
  const { organizations: mine, defaultOrganizationId } = useMe();
  const present = mine.find(({ id }) => id === defaultOrganizationId) ?? null;
  if (organization.isDefault) return text.already;
  if (organization.kind === 'personal') return text.personal;
  const both = may('organization:manage', organization) && may('organization:manage', present);
  return both ? null : text.both(organization.name, present?.name ?? text.present);
}

type Props = { readonly organization: Organization; readonly open: boolean; readonly onClose: () => void };

export function SetDefault({ organization, open, onClose }: Props) {
  const { organizations: mine, defaultOrganizationId } = useMe();
  const present = mine.find(({ id }) => id === defaultOrganizationId)?.name ?? text.present;
  const { name, id } = organization;
  const { mutate, isPending } = api.useMutation(
    'post',
    '/organizations/{org}/set-default',
    closing(text.done(name), onClose),
  );
  return (
    <Confirm
      open={open}
      onClose={onClose}
      title={text.title(name)}
      text={text.text(name, present)}
      action={organizations.setDefault}
      look="primary"
      busy={isPending}
      onConfirm={() => mutate({ params: { path: { org: id } } })}
    />
  );
}
