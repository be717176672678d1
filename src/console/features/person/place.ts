import type { Explained } from '../../lib/types.ts';

/** Where a person has a role: in a workspace or, with a null id, in the organization. */
export type Place = { readonly workspaceId: string | null; readonly name: string; readonly explained: Explained };
