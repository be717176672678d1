/** What all kinds of things in a set-up file have in common: how they are read, compared and written. */
import type { AdminApi } from '../admin-api.ts';
import type { OrganizationEntry } from './file/schema.ts';
import type { Path } from './file/source.ts';

/** One organization while its plan is made and carried out. */
export type Place = {
  readonly api: AdminApi;
  /** Of something in it, as the API addresses it. Throws while the organization is yet to be made. */
  readonly path: (rest: string) => string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Delete what the file does not name, of the kinds that it speaks of. */
  readonly prune: boolean;
  /** Send the secrets of what is there already as well. */
  readonly sendSecrets: boolean;
  /** Workspaces by name; those that the plan makes are added when they are made. */
  readonly workspaceIds: Map<string, string>;
  /** The names that will be there when the plan is carried out. */
  readonly names: Readonly<Record<'workspaces' | 'roles' | 'permissions', Set<string>>>;
  /** The name of the organization. */
  readonly organization: string;
  /** Environment variables that an export has made up so far. */
  readonly variables: Set<string>;
  /** What is left to do for people, told at the end. */
  readonly notes: string[];
};

export type Mark = '+' | '~' | '-';

export type Change = {
  readonly mark: Mark;
  /** What the plan says behind the mark. */
  readonly what: string;
  readonly make: () => Promise<void>;
};

/** What the file asks for and cannot have; `path` from the entry of the organization on. */
export type Fault = { readonly path: Path; readonly message: string };

export type Difference = {
  /** In the order in which they are made. */
  readonly changes: readonly Change[];
  /** Made after the changes of all kinds, in the opposite order of kinds: what is used goes after its users. */
  readonly removals: readonly Change[];
  readonly faults: readonly Fault[];
};

type Section = Exclude<keyof OrganizationEntry, 'name' | 'default'>;

type Declaration<S extends Section, Have> = {
  /** Its key in the file. */
  readonly section: S;
  /** What an organization has that is yet to be made, as far as the file can tell. */
  readonly none: Have;
  readonly read: (place: Place) => Promise<Have>;
  /** Whatever is done before the comparison of any kind: the names that others refer to. */
  readonly announce?: (want: Exclude<OrganizationEntry[S], undefined> | undefined, have: Have, place: Place) => void;
  readonly diff: (want: Exclude<OrganizationEntry[S], undefined>, have: Have, place: Place) => Difference;
  /** As the file says it; undefined: there is nothing to say. */
  readonly toEntry: (have: Have, place: Place) => OrganizationEntry[S];
};

/** A declared kind with its types forgotten, as the list of kinds holds it. */
export type Kind = {
  readonly section: Section;
  readonly none: unknown;
  readonly read: (place: Place) => Promise<unknown>;
  readonly announce?: (want: unknown, have: unknown, place: Place) => void;
  readonly diff: (want: unknown, have: unknown, place: Place) => Difference;
  readonly toEntry: (have: unknown, place: Place) => unknown;
};

/** Declares a kind; see the list in `kinds.ts`. */
export function kind<S extends Section, Have>(declaration: Declaration<S, Have>): Kind {
  return declaration as unknown as Kind;
}
