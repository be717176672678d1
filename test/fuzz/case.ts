/** What the fuzzer sends, and where. */
import type fc from 'fast-check';

export type Case = {
  readonly method: string;
  /** As it is sent, with the query. */
  readonly path: string;
  readonly body: string | null;
  readonly credential: 'scim' | 'key' | 'none';
  readonly type: string;
};

/** Stands in everything that the other organization has, and in nothing that is sent. */
export const canary = 'qzcanaryx';

export type World = {
  readonly port: number;
  readonly token: () => string;
  readonly key: () => string;
  readonly cases: () => fc.Arbitrary<Case>;
  /** Makes another organization to be fuzzed where the one at hand has lost its keys. */
  readonly renew: () => Promise<void>;
  readonly othersAreAsTheyWere: () => Promise<boolean>;
  readonly end: () => Promise<void>;
};
