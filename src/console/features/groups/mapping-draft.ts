/** What an admin has chosen in the mapping editor so far. Pure. */
import type { GroupTarget, Mapping, OrganizationRole, ProposedChange } from '../../lib/types.ts';
import type { Suggestion } from './suggest.ts';

/** In place of a workspace's id: all of them. */
export const everyWorkspace = '*';

/** `''`: not chosen. */
export type DraftRow = { readonly key: number; readonly workspaceId: string; readonly role: string };

export type MappingDraft = {
  readonly name: string;
  readonly rows: readonly DraftRow[];
  readonly organizationRole: OrganizationRole | '';
  readonly priority: string;
};

/** A group by its id, or (null) the name that the directory will push. */
export type MappedName = { readonly id: string | null; readonly displayName: string };

export const emptyDraft: MappingDraft = { name: '', rows: [], organizationRole: '', priority: '' };

export function draftOf({
  targets,
  organizationRole,
  priority,
}: Pick<Mapping, 'targets' | 'organizationRole' | 'priority'>): MappingDraft {
  return {
    name: '',
    rows: targets.map(({ workspaceId, workspaceRole }, key) => ({ key, workspaceId, role: workspaceRole })),
    organizationRole: organizationRole ?? '',
    priority: priority === null ? '' : String(priority),
  };
}

/** What a group gives by its name, to begin with when it is mapped explicitly. */
export function draftOfTargets(targets: readonly GroupTarget[]): MappingDraft {
  const rows = targets.flatMap(({ workspaceId, workspaceRole }, key) =>
    workspaceId === null || workspaceRole === null ? [] : [{ key, workspaceId, role: workspaceRole }],
  );
  return { ...emptyDraft, rows, organizationRole: targets[0]?.organizationRole ?? '' };
}

export function draftOfSuggestion({ workspace, role, organizationRole }: Suggestion): MappingDraft {
  return {
    ...emptyDraft,
    rows: [{ key: 0, workspaceId: workspace.id, role }],
    organizationRole: organizationRole ?? '',
  };
}

/** As the API takes it; null: it gives nothing yet. */
export function orderOf({ rows, organizationRole, priority }: MappingDraft) {
  const targets = rows
    .filter(({ workspaceId, role }) => workspaceId !== '' && role !== '')
    .map(({ workspaceId, role }) => ({ workspaceId, workspaceRole: role }));
  if (targets.length === 0 && organizationRole === '') return null;
  const first = Number.parseInt(priority, 10);
  return {
    targets,
    organizationRole: organizationRole === '' ? null : organizationRole,
    ...(first >= 1 ? { priority: first } : {}),
  };
}

export function groupOf({ id, displayName }: MappedName, { name }: MappingDraft) {
  return id === null ? { displayName: displayName || name.trim() } : { id };
}

/** null: nothing to work out yet. */
export function proposalOf(group: MappedName, mapping: Mapping | null, draft: MappingDraft): ProposedChange | null {
  const order = orderOf(draft);
  if (order === null) return null;
  if (mapping) return { kind: 'mapping-changed', mappingId: mapping.id, mapping: order };
  const chosen = groupOf(group, draft);
  if ('displayName' in chosen && chosen.displayName === '') return null;
  return { kind: 'mapping-created', group: chosen, mapping: order };
}
