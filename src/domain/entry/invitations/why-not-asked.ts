import type { Resolution } from '../../access/grants/effective.ts';
import type { GrantDocument } from '../../model/grant.ts';

/**
 * Why the role that is in force in a workspace is not the one that was asked for, and what would change it.
 * @param winner the grant that decides there
 * @param workspace its name
 * @returns null where it is the one
 */
export function whyNotAsked(
  { role, source, asked }: Standing,
  winner: Pick<GrantDocument, 'heldBy'> | null,
  workspace: string,
): string | null {
  if (asked === undefined) return null;
  const has = role ?? 'no access';
  switch (source) {
    case 'override':
      return `An override decides in ${workspace}, ${has}: change or clear it to give ${asked}.`;
    case 'organization-admin':
      return `An Organization Admin is Workspace Admin in ${workspace} as everywhere, and no override changes that: set another organization role first.`;
    case 'scim-role':
      return `The directory names ${has} for ${workspace}: to give ${asked}, set an override or change the roles there.`;
    case 'scim-group':
    case 'admin-group':
    case 'sso-group':
      if (winner?.heldBy)
        return `A held change keeps ${has} in ${workspace}: to give ${asked}, decide held change ${winner.heldBy}, or set an override.`;
      return `A group ${whose[source]} decides in ${workspace}, ${has}: to give ${asked}, set an override or change the group.`;
    default:
      return `The role in ${workspace} is ${has} already: to give ${asked}, set an override.`;
  }
}

const whose = { 'scim-group': 'of the directory', 'admin-group': 'that admins made', 'sso-group': 'of the sign-in' };

/** A role in force; of a pending person, from the acceptance on. */
export type Standing = {
  /** Its name; null: there is none. */
  readonly role: string | null;
  /** The names of all roles that count, the highest first, where there are several. */
  readonly roles?: string[];
  readonly source: Resolution['source'];
  /** What was asked for, where that is none of these. */
  readonly asked?: string;
};
