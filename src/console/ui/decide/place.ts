import type { Explained, Member } from '../../lib/types.ts';

/** Where a person has a role: in a workspace or, with a null id, in the organization. */
export type Place = { readonly workspaceId: string | null; readonly name: string; readonly explained: Explained };

/** Whom an admin decides about. */
export type Decided = {
  readonly id: string;
  readonly name: string;
  readonly status: Member['status'];
  /** An Organization Admin, who has every workspace whatever is decided there. */
  readonly isAdmin: boolean;
};
