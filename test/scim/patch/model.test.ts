/**
 * PATCH against a model that shares no code with it, for every attribute of the schemas and every spelling: thousands of
 * random requests must have the same outcome in both. The seed is printed; `PATCH_SEED=... npx vitest run
 * test/scim/patch/model.test.ts` runs the same again, `PATCH_RUNS` sets how many.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/json.ts';
import { applyPatch, isUnchanged } from '../../../src/scim/patch/apply.ts';
import { parsePatch } from '../../../src/scim/patch/parse.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';
import { patched, Refusal, type Resource, type Step } from './model.ts';
import { spelling, spellingOf, step, user, written } from './steps.ts';

const seed = Number(process.env.PATCH_SEED ?? Date.now() % 2_147_483_647);
const numRuns = Number(process.env.PATCH_RUNS ?? 3_000);
console.log(`PATCH against the model: PATCH_SEED=${seed}`);

const SHAPES = 'urn:example:params:scim:schemas:extension:shapes:2.0:User';

/** What the server holds before: what many random requests made of an almost empty user. */
const resource: fc.Arbitrary<Resource> = fc
  .tuple(fc.array(step, { maxLength: 12 }), fc.boolean())
  .map(([steps, isShown]) => {
    const start: Resource = { id: 'u1', userName: 'u', active: true };
    if (isShown) start[SHAPES] = { shown: 'a', box: { shown: 'b' } };
    return steps.reduce<Resource>((held, each) => {
      const outcome = attempt(() => patched(held, [each]));
      return 'resource' in outcome ? outcome.resource : held;
    }, start);
  });

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

function ofServer(held: Resource, steps: readonly Step[], numbers: readonly number[]): Outcome {
  const choose = spellingOf(numbers);
  const body = { Operations: steps.map((each) => written(each, choose)) };
  return attempt(() =>
    applyPatch(user, held as JsonObject, parsePatch(user, JSON.parse(JSON.stringify(body)) as Json)),
  );
}

describe('for all resources and requests, PATCH', { timeout: 300_000 }, () => {
  it('does what the model does, operation by operation', () => {
    fc.assert(
      fc.property(resource, step, spelling, (held, each, numbers) => {
        expect(ofServer(frozen(held), [each], numbers)).toEqual(attempt(() => patched(held, [each])));
      }),
      { numRuns, seed },
    );
  });

  it('does what the model does with many operations in one request, all of them or none', () => {
    fc.assert(
      fc.property(resource, fc.array(step, { minLength: 2, maxLength: 6 }), spelling, (held, steps, numbers) => {
        // Frozen: nothing of what was there may change, whether the request is carried out or refused.
        expect(ofServer(frozen(held), steps, numbers)).toEqual(attempt(() => patched(held, steps)));
      }),
      { numRuns: Math.ceil(numRuns / 2), seed },
    );
  });

  it('knows that nothing changed exactly where nothing did', () => {
    fc.assert(
      fc.property(resource, step, spelling, (held, each, numbers) => {
        const outcome = ofServer(frozen(held), [each], numbers);
        const expected = attempt(() => patched(held, [each]));
        fc.pre('resource' in outcome && 'resource' in expected);
        if (!('resource' in outcome && 'resource' in expected)) return;
        const before = JSON.stringify(sorted(held));
        const isSame = JSON.stringify(sorted(expected.resource)) === before;
        expect(isUnchanged(held as JsonObject, outcome.resource as JsonObject)).toBe(isSame);
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
