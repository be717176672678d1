/** What an operation wants written: the entries that the committer knows (decision 2). */
import type { Collection } from './collection.ts';

export type Values = Record<string, unknown>;

/** One entry of a change set. `id` is the document's `_id`; `expect` are values it must still have. */
export type Write =
  | { readonly kind: 'insert'; readonly collection: Collection<unknown>; readonly document: { _id: string } & Values }
  | {
      readonly kind: 'update';
      readonly collection: Collection<unknown>;
      readonly id: string;
      readonly expect: Values;
      readonly update: Values;
    }
  | { readonly kind: 'delete'; readonly collection: Collection<unknown>; readonly id: string; readonly expect: Values }
  /** Removes every row that the filter finds; covered by a revision that the same change set asserts. */
  | { readonly kind: 'delete-all'; readonly collection: Collection<unknown>; readonly filter: Values }
  /** Commutative: several of one document merge into one. With `expect` the row must exist, else it is made. */
  | {
      readonly kind: 'increment';
      readonly collection: Collection<unknown>;
      readonly id: string;
      readonly expect?: Values;
      readonly by: Record<string, number>;
      readonly set?: Values;
      readonly setOnInsert?: Values;
    };

/** What one operation wants written. `orgId` is null for what belongs to no organization. */
export type ChangeSet = {
  readonly operationId: string;
  readonly orgId: string | null;
  readonly writes: readonly Write[];
};

/** Increments merge only when they expect the same of the row and set the same on it. */
export function incrementKey(write: Extract<Write, { kind: 'increment' }>): string {
  return JSON.stringify([write.expect ?? null, Object.keys(write.set ?? {})]);
}
