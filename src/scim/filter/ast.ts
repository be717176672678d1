/** The syntax tree of a filter (RFC 7644 section 3.4.2.2). Names are as the client wrote them; the compiler resolves them. */

/** `urn:...:User:name.givenName` -> schema, attribute, sub. */
export type AttributePath = { readonly schema: string | null; readonly attribute: string; readonly sub: string | null };

export type ComparisonOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

export type Filter =
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly operator: ComparisonOperator;
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Filter[] }
  | { readonly kind: 'not'; readonly operand: Filter }
  /** `emails[type eq "work"]`: paths inside name sub-attributes of `path`. */
  | { readonly kind: 'value-path'; readonly path: AttributePath; readonly filter: Filter };

/** A PATCH path (RFC 7644 section 3.5.2): `emails[type eq "work"].value`. */
export type PatchPath = {
  readonly path: AttributePath;
  readonly filter: Filter | null;
  readonly sub: string | null;
};
