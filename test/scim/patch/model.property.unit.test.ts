/**
 * PATCH against a model that shares no code with it, for every attribute of the schemas and every spelling: thousands of
 * random requests must have the same outcome in both.
 *
 * Proven by faults planted one at a time, each of which it found: a new primary leaves the old; a replace by value path
 * merges; `type` does not tell values apart; any spelling of `replace` creates; null does not clear a sub-attribute;
 * `caseExact` is not looked at; an immutable sub-attribute changes; an emptied extension stays; adding null to a list clears
 * it; the removal of an absent sub-attribute takes the element; an element of mere type stays; adding to a multi-valued
 * sub-attribute replaces it.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/json.ts';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import { parsePatch } from '../../../src/scim/patch/parse.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';
import { tries } from '../../support/random.ts';
import { patched, Refusal, type Resource, type Step } from './model.ts';
import { spelling, spellingOf, stepsAround, user, written } from './steps.ts';

const { numRuns, seed } = tries({ fast: 1_000, soak: 2_000 });

const SHAPES = 'urn:example:params:scim:schemas:extension:shapes:2.0:User';

/** What the server holds before: what many random requests made of an almost empty user. */
function held(steps: readonly Step[], isShown: boolean): Resource {
  const start: Resource = { id: 'u1', userName: 'u', active: true };
  if (isShown) start[SHAPES] = { shown: 'a', box: { shown: 'b' } };
  const resource = steps.reduce<Resource>((before, each) => {
    const outcome = attempt(() => patched(before, [each]));
    return 'resource' in outcome ? outcome.resource : before;
  }, start);
  // Nothing of what was there may change, whether a request is carried out or refused.
  return frozen(resource);
}

/** A resource, a request of at most so many operations, and how it is spelled. */
function requests(most: number) {
  return fc
    .tuple(stepsAround(most), fc.boolean(), spelling)
    .map(([{ before, steps }, isShown, numbers]) => ({ resource: held(before, isShown), steps, numbers }));
}

type Outcome = { readonly resource: Resource } | { readonly scimType: string | null };

function attempt(run: () => Resource): Outcome {
  try {
    return { resource: run() };
  } catch (error) {
    if (error instanceof Refusal || error instanceof ScimError) return { scimType: error.scimType };
    throw error;
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

function ofServer(resource: Resource, steps: readonly Step[], numbers: readonly number[]): Outcome {
  const choose = spellingOf(numbers);
  const body = JSON.stringify({ Operations: steps.map((each) => written(each, choose)) });
  return attempt(() => applyPatch(user, resource as JsonObject, parsePatch(user, JSON.parse(body) as Json)));
}

describe('for all resources and requests, PATCH', { timeout: 300_000 }, () => {
  it('does what the model does, operation by operation', () => {
    fc.assert(
      fc.property(requests(1), ({ resource, steps, numbers }) => {
        expect(ofServer(resource, steps, numbers)).toEqual(attempt(() => patched(resource, steps)));
      }),
      { numRuns, seed },
    );
  });

  it('does what the model does with many operations in one request, all of them or none', () => {
    fc.assert(
      fc.property(requests(6), ({ resource, steps, numbers }) => {
        expect(ofServer(resource, steps, numbers)).toEqual(attempt(() => patched(resource, steps)));
      }),
      { numRuns: Math.ceil(numRuns / 2), seed },
    );
  });

  it('knows that nothing changed exactly where nothing did', () => {
    fc.assert(
      fc.property(requests(2), ({ resource, steps, numbers }) => {
        const outcome = ofServer(resource, steps, numbers);
        const expected = attempt(() => patched(resource, steps));
        fc.pre('resource' in outcome && 'resource' in expected);
        if (!('resource' in outcome && 'resource' in expected)) return;
        const isSame = JSON.stringify(sorted(expected.resource)) === JSON.stringify(sorted(resource));
        expect(isDeepStrictEqual(resource, outcome.resource)).toBe(isSame);
      }),
      { numRuns: Math.ceil(numRuns / 2), seed },
    );
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
