import { groups } from '../../domain/model/group.ts';
import { members } from '../../domain/model/member.ts';
import { addIndex } from '../../storage/collection.ts';
import { encodeSearchKey } from './content.ts';
import type { Attribute, ResourceType, ScimSchemas } from './model.ts';

/**
 * Declares a unique index for each attribute of an extension whose file says `uniqueness: server` (RFC 7643 section 2.2):
 * two users of one organization cannot have the same value, and a filter for it finds it at once. Core attributes have
 * indexes of their own. Call it before the database is connected.
 */
export function declareUniqueAttributes({ user, group }: ScimSchemas): void {
  for (const path of uniquePaths(user)) addIndex(members, uniqueBy(path));
  for (const path of uniquePaths(group)) addIndex(groups, uniqueBy(path));
}

function uniqueBy(path: string) {
  return { keys: { orgId: 1 as const, [path]: 1 as const }, unique: true, partial: { [path]: { $exists: true } } };
}

function uniquePaths({ extensions }: ResourceType): string[] {
  return extensions
    .flatMap(({ id, attributes }) =>
      attributes.flatMap((attribute) => [
        ...(isUnique(attribute) ? [[id, attribute.name]] : []),
        ...attribute.subAttributes.filter(isUnique).map((sub) => [id, attribute.name, sub.name]),
      ]),
    )
    .map((names) => ['search', ...names.map(encodeSearchKey)].join('.'));
}

function isUnique({ uniqueness, type }: Attribute): boolean {
  return uniqueness !== 'none' && type !== 'complex';
}
