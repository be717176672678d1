import type { GroupDocument } from '../../domain/model/group.ts';
import type { MemberDocument } from '../../domain/model/member.ts';
import { derivedField, type StoredField } from '../filter/derived.ts';
import { searched } from '../filter/searched.ts';
import { encodeSearchKey } from '../schema/content.ts';
import type { ResolvedPath, ResourceType } from '../schema/model.ts';
import { findSubAttribute, resolveName } from '../schema/resolve.ts';
import { quoteValue } from '../schema/text.ts';
import { ScimError } from '../scim-error.ts';
import type { SortOrder } from './query.ts';

/**
 * An order for a query. `set` holds computed fields for a `$set` stage in front of the `$sort` (the caller leaves them
 * out of what it reads: their names begin with `sort_`); null means that `sort` alone does and can use an index.
 */
export type MongoSort = {
  readonly set: Readonly<Record<string, unknown>> | null;
  readonly sort: Readonly<Record<string, 1 | -1>>;
};

/** The order of a list without `sortBy`. */
const byId: MongoSort = { set: null, sort: { _id: 1 } };

/**
 * Compiles `sortBy` and `sortOrder` (RFC 7644 section 3.4.2.3): text in the fold of its filter comparison, a
 * multi-valued attribute by its primary value, else its first; missing values last when ascending, first when
 * descending; ties by id, so that pages never overlap. Throws `ScimError` 400 `invalidValue` for what cannot be sorted by.
 */
export function compileSort(type: ResourceType, sortBy: string | null, order: SortOrder): MongoSort {
  if (sortBy === null) return byId;
  const direction = order === 'ascending' ? 1 : -1;
  const path = resolveName(type, sortBy);
  if (path === null) throw notSortable(type, sortBy);
  const derived = path.extension === null ? derivedField(type, nameOf(path)) : null;
  if (derived?.kind === 'field') return byDerivedField(derived.key, direction);
  if (derived?.kind === 'status') return missingLast(activeValue, direction);
  const keys = derived === null ? searchKeys(path) : null;
  if (keys === null) throw notSortable(type, sortBy);
  // A list of elements whose part is a list of its own is a list of lists.
  const lists = [path.attribute, path.sub].filter((part) => part?.multiValued).length;
  let value: unknown = `${field<MemberDocument | GroupDocument>(searched)}.${keys.join('.')}`;
  for (let at = 0; at < lists; at += 1) value = { $first: value };
  return missingLast(value, direction);
}

/** A stored field in a stage of a pipeline. */
const field = <T>(name: keyof T & string) => `$${name}`;

const activeValue = {
  $cond: [
    { $eq: [field<MemberDocument>('activeUnassigned'), true] },
    null,
    { $eq: [field<MemberDocument>('status'), 'active'] },
  ],
};

/** externalId is the one derived field that may be missing (null); the others every resource has. */
function byDerivedField(key: StoredField, direction: 1 | -1): MongoSort {
  if (key === '_id') return { set: null, sort: { _id: direction } };
  if (key === 'externalId') return missingLast(field<MemberDocument | GroupDocument>(key), direction);
  return { set: null, sort: { [key]: direction, _id: 1 } };
}

/** The database puts missing values first; a computed flag in front of the value turns that round. */
function missingLast(value: unknown, direction: 1 | -1): MongoSort {
  return {
    set: { sort_value: value, sort_missing: { $cond: [{ $eq: [{ $ifNull: [value, null] }, null] }, 1, 0] } },
    sort: { sort_missing: direction, sort_value: direction, _id: 1 },
  };
}

/** The steps into `search`; null when the attribute is not stored or has no order. */
function searchKeys(path: ResolvedPath): string[] | null {
  const { attribute } = path;
  const sub = path.sub ?? (attribute.type === 'complex' ? findSubAttribute(attribute, 'value') : null);
  const leaf = sub ?? attribute;
  const isStored = ![attribute, leaf].some((part) => part.mutability === 'readOnly' || part.returned === 'never');
  if (!isStored || attribute.name === 'members' || leaf.type === 'complex' || leaf.type === 'binary') return null;
  return [path.extension?.id, attribute.name, sub?.name].flatMap((name) => (name ? encodeSearchKey(name) : []));
}

function nameOf(path: ResolvedPath): string {
  return path.sub === null ? path.attribute.name : `${path.attribute.name}.${path.sub.name}`;
}

export function notSortable(type: ResourceType, sortBy: string): ScimError {
  const detail = `"sortBy" has ${quoteValue(sortBy)}, by which a ${type.name} cannot be sorted.`;
  return new ScimError(400, 'invalidValue', detail);
}
