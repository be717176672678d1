import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/json.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';
import { tries } from '../../support/random.ts';
import { patch, patchOp, schemas } from './patching.ts';

/**
 * An independent model of PATCH, written for three attributes only and without schemas: `title` (simple), `name`
 * (complex) and `emails` (multi-valued, told apart by type and value). It mutates, as the simplest thing that can work.
 */
type Email = { value?: string; type?: string; primary?: boolean };
type Person = { userName: string; title?: string; name?: Record<string, string>; emails?: Email[] };
type Step =
  | { op: 'add' | 'replace'; path: 'title'; value: string }
  | { op: 'add' | 'replace'; path: 'name'; value: Record<string, string | null> }
  | { op: 'add' | 'replace'; path: 'name.givenName' | 'name.familyName'; value: string }
  | { op: 'add' | 'replace'; path: 'emails'; value: Email[] }
  | { op: 'add' | 'Replace'; path: `emails[type eq "${string}"].value`; value: string }
  | { op: 'remove'; path: string };

function model(person: Person, step: Step): void {
  const type = /type eq "(\w+)"/.exec(step.path)?.[1];
  if (step.op === 'remove') {
    if (step.path === 'title' || step.path === 'name' || step.path === 'emails') delete person[step.path];
    else if (step.path.startsWith('name.')) delete person.name?.[step.path.slice(5)];
    else person.emails = person.emails?.filter((email) => email.type !== type) ?? [];
  } else if (step.path === 'title') {
    person.title = step.value as string;
  } else if (step.path === 'name') {
    person.name ??= {};
    for (const [key, value] of Object.entries(step.value as Record<string, string | null>)) {
      if (value === null) delete person.name[key];
      else person.name[key] = value;
    }
  } else if (step.path.startsWith('name.')) {
    person.name = { ...person.name, [step.path.slice(5)]: step.value as string };
  } else if (step.path === 'emails') {
    if (step.op === 'replace') person.emails = [];
    person.emails ??= [];
    for (const email of step.value as Email[]) {
      const twin = person.emails.find((other) => other.value === email.value && other.type === email.type);
      if (email.primary === true) for (const other of person.emails) if (other.primary === true) other.primary = false;
      if (twin !== undefined) Object.assign(twin, email);
      else person.emails.push({ ...email });
    }
  } else {
    const found = (person.emails ?? []).filter((email) => email.type === type);
    if (found.length === 0)
      person.emails = [...(person.emails ?? []), { type: type as string, value: step.value as string }];
    for (const email of found) email.value = step.value as string;
    const kept: Email[] = [];
    for (const email of person.emails ?? []) {
      const twin = kept.find((other) => other.value === email.value && other.type === email.type);
      if (twin !== undefined) Object.assign(twin, email);
      else kept.push(email);
    }
    person.emails = kept;
  }
  if (person.name !== undefined && Object.keys(person.name).length === 0) delete person.name;
  if (person.emails?.length === 0) delete person.emails;
}

const word = fc.constantFrom('a', 'b', 'c', 'd');
const kind = fc.constantFrom('work', 'home');
const email = fc.record({ value: word, type: kind, primary: fc.boolean() }, { requiredKeys: ['value', 'type'] });
const emails = fc
  .uniqueArray(email, { selector: (item) => `${item.type} ${item.value}`, maxLength: 4 })
  .filter((list) => list.filter((item) => item.primary === true).length <= 1);
const op = fc.constantFrom('add', 'replace') as fc.Arbitrary<'add' | 'replace'>;
const nameValue = fc.dictionary(fc.constantFrom('givenName', 'familyName', 'formatted'), fc.option(word), {
  noNullPrototype: true,
});

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ op, path: fc.constant('title' as const), value: word }),
  fc.record({ op, path: fc.constant('name' as const), value: nameValue }),
  fc.record({ op, path: fc.constantFrom('name.givenName' as const, 'name.familyName' as const), value: word }),
  fc.record({ op, path: fc.constant('emails' as const), value: emails }),
  fc.record({
    op: fc.constantFrom('add' as const, 'Replace' as const),
    path: kind.map((type) => `emails[type eq "${type}"].value` as const),
    value: word,
  }),
  fc.record({
    op: fc.constant('remove' as const),
    path: fc.constantFrom(
      'title',
      'name',
      'name.givenName',
      'emails',
      'emails[type eq "work"]',
      'emails[type eq "home"].value',
    ),
  }),
);

const person: fc.Arbitrary<JsonObject> = fc
  .record({ title: word, emails }, { requiredKeys: [] })
  .map((some) => ({ userName: 'u', ...some }) as JsonObject)
  .map((some) => (Array.isArray(some.emails) && some.emails.length === 0 ? { userName: 'u' } : some));

const invalid: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  { op: 'replace', path: 'nonsense', value: 1 },
  { op: 'replace', path: 'active', value: 'maybe' },
  { op: 'remove' },
  { op: 'remove', path: 'userName' },
  { op: 'replace', path: 'id', value: 'x' },
  { op: 'replace', path: 'emails[type eq "none"].value', value: 'x' },
  { op: 'add', path: 'emails[', value: 'x' },
  { op: 'shift', path: 'title', value: 'x' },
  { op: 'add', path: '__proto__x', value: 1 },
);

const user = (resource: JsonObject, steps: readonly Json[]) => patch(schemas.user, resource, patchOp(...steps));

describe('PATCH, for all sequences of operations', { timeout: 60_000 }, () => {
  it('does what an independent model does', () => {
    fc.assert(
      fc.property(person, fc.array(step, { minLength: 1, maxLength: 8 }), (resource, steps) => {
        const expected = structuredClone(resource) as Person;
        for (const each of steps) model(expected, each);
        expect(user(resource, steps as Json[])).toEqual(expected);
      }),
      tries({ fast: 400, soak: 2000 }),
    );
  });

  it('[42] changes nothing when one operation, anywhere, is invalid', () => {
    fc.assert(
      fc.property(person, fc.array(step, { maxLength: 6 }), invalid, fc.nat(), (resource, steps, bad, place) => {
        const operations: Json[] = [...(steps as Json[])];
        operations.splice(place % (steps.length + 1), 0, bad);
        const before = JSON.stringify(resource);
        // An operation that follows the removal of userName never sets it again, so each request here must fail.
        expect(() => user(resource, operations)).toThrow(ScimError);
        expect(JSON.stringify(resource)).toBe(before);
      }),
      tries({ fast: 200, soak: 1000 }),
    );
  });

  it('twice is as once, for a single operation', () => {
    fc.assert(
      fc.property(person, step, (resource, each) => {
        const once = user(resource, [each as Json]);
        expect(user(once, [each as Json])).toEqual(once);
      }),
      tries({ fast: 400, soak: 2000 }),
    );
  });

  it('one request of many operations is as many requests of one', () => {
    fc.assert(
      fc.property(person, fc.array(step, { minLength: 1, maxLength: 6 }), (resource, steps) => {
        const apart = steps.reduce((current, each) => user(current, [each as Json]), resource);
        expect(user(resource, steps as Json[])).toEqual(apart);
      }),
      tries({ fast: 150, soak: 750 }),
    );
  });

  it('leaves at most one primary value', () => {
    fc.assert(
      fc.property(person, fc.array(step, { minLength: 1, maxLength: 8 }), (resource, steps) => {
        const list = (user(resource, steps as Json[]).emails ?? []) as JsonObject[];
        expect(list.filter((item) => item.primary === true).length).toBeLessThanOrEqual(1);
      }),
      tries({ fast: 200, soak: 1000 }),
    );
  });

  it('answers any JSON with a resource or a ScimError, and the prototype stays clean', () => {
    fc.assert(
      fc.property(
        person,
        fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 3 }),
        fc.string(),
        (resource, values, path) => {
          const operations = values.map((value) => ({ op: 'add', path, value: value as Json }));
          const keyed = values.map((value) => ({ op: 'replace', value: value as Json }));
          for (const body of [patchOp(...operations), patchOp(...keyed), values as Json]) {
            try {
              patch(schemas.user, resource, body);
            } catch (error) {
              expect(error).toBeInstanceOf(ScimError);
            }
          }
          expect(Object.keys(Object.prototype)).toEqual([]);
        },
      ),
      tries({ fast: 150, soak: 750 }),
    );
  });
});
