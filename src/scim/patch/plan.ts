/**
 * PATCH (RFC 7644 section 3.5.2) as two pure steps: `parse.ts` turns a request body into a plan in which every path is
 * resolved and every value coerced, and `apply.ts` computes the resource after the plan. A refusal in either step is a
 * thrown `ScimError`, before anything was written; so a PATCH is all or nothing by construction.
 *
 * This folder imports the schema and filter folders, `dialects/` and the domain's name folding. It knows no HTTP, no
 * database and no clock.
 */
import type { Json, JsonObject } from '../../json.ts';
import type { Filter } from '../filter/ast.ts';
import type { Attribute, Schema } from '../schema/model.ts';

/** What one operation points at: an attribute, some of its elements, or a sub-attribute of either. */
export type PatchTarget = {
  /** The extension's schema, or null for a core or common attribute. */
  readonly extension: Schema | null;
  readonly attribute: Attribute;
  /** The filter in brackets, on a multi-valued attribute; null means all elements. */
  readonly filter: Filter | null;
  /** The filter as a predicate on one element; true without one. */
  readonly selects: (element: Json) => boolean;
  readonly sub: Attribute | null;
  /** `Operations[2], replace emails[type eq "work"].value`: how error messages name this target. */
  readonly at: string;
};

/** One step on the resource's own attributes. Values are coerced and have the schema's spelling of names. */
export type AttributeOperation =
  | {
      readonly kind: 'add' | 'replace';
      readonly target: PatchTarget;
      readonly value: Json;
      /** Where no element is selected: the element to begin with, or null to answer 400 `noTarget`. */
      readonly newElement: JsonObject | null;
    }
  /** `values` limits the removal to these values of a multi-valued attribute or sub-attribute (Entra); null removes the target. */
  | { readonly kind: 'remove'; readonly target: PatchTarget; readonly values: readonly Json[] | null }
  /** A readOnly attribute in a value without path: no fault as long as it says what is stored. */
  | { readonly kind: 'expect'; readonly target: PatchTarget; readonly value: Json };

/** One step on a Group's members, by id and without duplicates. Kept apart because members are rows of their own. */
export type MemberOperation =
  | { readonly kind: 'add'; readonly values: readonly string[] }
  | { readonly kind: 'remove'; readonly values: readonly string[] }
  | { readonly kind: 'replace'; readonly values: readonly string[] }
  | { readonly kind: 'remove-all' };

/** A whole PATCH request, in the order of the request within each list; the two lists touch nothing in common. */
export type PatchPlan = {
  readonly attributes: readonly AttributeOperation[];
  readonly members: readonly MemberOperation[];
  /** For the log: what the request says besides that no schema knows, or that only the server sets. */
  readonly ignored: readonly string[];
  /** Of these, those that only the server sets. */
  readonly stale: readonly string[];
  /** Whether the strict profile holds. */
  readonly isStrict: boolean;
};
