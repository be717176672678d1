/** Groups that are mapped to something that is about to change or go. */
import { tenant } from '../../../storage/tenant.ts';
import { type GroupStripeDocument, groupStripes } from '../../model/group.ts';
import { type MappingDocument, mappings } from '../../model/mapping.ts';
import { loadNesting, withDescendants } from '../grants/group-grants.ts';

export type Mapped = { stripes: GroupStripeDocument[]; rows: MappingDocument[] };

/** The mappings to this workspace or role, and the stripes of their groups and of those nested in them. */
export async function loadMapped(
  orgId: string,
  target: { workspaceId: string } | { workspaceRole: string },
): Promise<Mapped> {
  const scope = tenant(orgId);
  const rows = await scope.find(mappings, target);
  const mappedIds = rows.map(({ groupId }) => groupId);
  const groupIds = mappedIds.length === 0 ? [] : withDescendants(mappedIds, await loadNesting(orgId));
  return { rows, stripes: await scope.find(groupStripes, { groupId: { $in: [...groupIds] } }) };
}
