/** Mappings: group -> workspace role, or group -> organization role. Names are resolved to ids once, here. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, nullable, number, object, oneOf, text } from '../../storage/fields.ts';
import { madeBy } from './group.ts';
import { organizationRoles } from './role.ts';

/** Bound to a group of the directory, or waiting for one. */
export function isWaiting({ awaits }: Pick<MappingDocument, 'awaits'>): boolean {
  return Boolean(awaits);
}

export const mappings = defineCollection(
  'mappings',
  'tenant',
  {
    kind: oneOf('convention', 'explicit'),
    /** Of explicit ones: the mapping that admins see. Its rows, one for each target, share it. */
    setId: nullable(text),
    /** While the mapping waits for its group: `setId`, which is no group's id. */
    groupId: text,
    /** The group that it waits for, which no directory has pushed yet: its name as given and by `foldName`. */
    awaits: nullable(object({ name: text, key: text })),
    /** Of the group, for the precedence `newest`. */
    groupCreatedAt: date,
    /** Of the group: what it gives has its own source. */
    madeBy,
    workspaceId: nullable(text),
    workspaceRole: nullable(text),
    organizationRole: nullable(oneOf(...organizationRoles)),
    /** For the precedence `priority`: 1 is first; null comes last. */
    priority: nullable(number),
    createdAt: date,
  },
  [
    { keys: { orgId: 1, groupId: 1, workspaceId: 1 }, unique: true },
    { keys: { orgId: 1, workspaceId: 1 } },
    { keys: { orgId: 1, setId: 1 } },
    { keys: { orgId: 1, 'awaits.key': 1 }, partial: { 'awaits.key': { $type: 'string' } } },
  ],
);

export type MappingDocument = DocumentOf<typeof mappings>;
