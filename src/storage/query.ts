/**
 * Filters, sorts, projections and updates that know the fields of the documents they are for, so that a misspelt field
 * does not compile. Below a field whose shape is open (`search`, `resource`) any path is allowed.
 */

type Scalar = string | number | boolean | Date | null | undefined;

/** The dotted paths of a document. Those of a list are those of its elements. */
export type Path<T> = string extends keyof T
  ? string
  : { [K in keyof T & string]-?: K | `${K}.${PathBelow<T[K]>}` }[keyof T & string];

type PathBelow<V> = unknown extends V ? string : PathOf<V>;
type PathOf<V> = V extends Scalar ? never : V extends readonly (infer E)[] ? PathBelow<E> | `${number}` : Path<V>;

/** What is stored at a path; null where it may be absent. */
export type ValueAt<T, P extends string> = unknown extends T ? unknown : ValueIn<T, P>;
type ValueIn<T, P extends string> = T extends Scalar
  ? Extract<T, null> | (undefined extends T ? null : never)
  : T extends readonly (infer E)[]
    ? P extends `${number}`
      ? E
      : ValueAt<E, P>
    : string extends keyof T
      ? unknown
      : P extends keyof T
        ? T[P]
        : P extends `${infer K}.${infer Rest}`
          ? K extends keyof T
            ? ValueAt<T[K], Rest>
            : null
          : null;

/** What a field may be compared with: a list matches by any of its elements too, an absent field as null. */
type Operand<V> = V extends readonly (infer E)[] ? E | V : V extends undefined ? null : V;
type ElementOf<V> = V extends readonly (infer E)[] ? E : never;

type BsonType = 'string' | 'date' | 'object' | 'array' | 'bool' | 'number' | 'null';

type Operators<V, E> = {
  readonly $eq?: V;
  readonly $ne?: V;
  readonly $in?: readonly V[];
  readonly $nin?: readonly V[];
  readonly $gt?: Ordered<V>;
  readonly $gte?: Ordered<V>;
  readonly $lt?: Ordered<V>;
  readonly $lte?: Ordered<V>;
  readonly $exists?: boolean;
  readonly $type?: BsonType | readonly BsonType[];
  readonly $regex?: string | RegExp;
  readonly $not?: Operators<V, E>;
  readonly $size?: number;
  readonly $all?: readonly V[];
  readonly $elemMatch?: E extends Scalar ? Operators<E, never> : Filter<E>;
};

/** Texts are compared with any text, also where only some are stored. */
type Ordered<V> = V extends string ? string : NonNullable<V>;

type Condition<V> = unknown extends V
  ? unknown
  : Operand<V> | Pattern<Operand<V>> | Operators<Operand<V>, ElementOf<V>>;

/** Texts may be compared with a pattern. */
type Pattern<V> = V extends string ? RegExp : never;

/** Values that a stored document must still have. */
export type Expect<T> = { readonly [P in Path<T>]?: Condition<ValueAt<T, P>> };

export type Filter<T> = Expect<T> & {
  readonly $or?: readonly Filter<T>[];
  readonly $and?: readonly Filter<T>[];
  readonly $nor?: readonly Filter<T>[];
  readonly $expr?: unknown;
};

export type Sort<T> = { readonly [P in Path<T>]?: 1 | -1 };

export type Projection<T> = { readonly [P in Path<T>]?: 0 | 1 };

/** Keeps a projection that is inferred from having other names. */
export type Known<T, P> = { readonly [K in keyof P]: K extends Path<T> ? P[K] : never };

type FirstName<P> = P extends `${infer K}.${string}` ? K : P;
type Included<P> = { [K in keyof P]: P[K] extends 1 ? FirstName<K> : never }[keyof P];

/** What a projection leaves of a document: what it names by 1, or all but what it names by 0. */
export type Projected<T, P> = [P] extends [undefined]
  ? T
  : [Included<P>] extends [never]
    ? Omit<T, keyof P>
    : Pick<T, ('_id' | Included<P>) & keyof T>;

/** New values by path. */
export type Changes<T> = { readonly [P in Path<T>]?: Exclude<ValueAt<T, P>, undefined> };

/** Numbers to add, by path. */
export type Increments<T> = {
  readonly [P in Path<T> as NonNullable<ValueAt<T, P>> extends number
    ? P
    : unknown extends ValueAt<T, P>
      ? P
      : never]?: number;
};

export type Update<T> = {
  readonly $set?: Changes<T>;
  readonly $unset?: { readonly [P in Path<T>]?: '' | 1 };
  readonly $inc?: Increments<T>;
  readonly $setOnInsert?: Changes<T>;
  readonly $addToSet?: { readonly [P in Path<T>]?: ElementOf<ValueAt<T, P>> };
};
