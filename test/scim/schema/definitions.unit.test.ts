import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Schemas } from 'scimmy';
import { describe, expect, it } from 'vitest';
import { builtInSchemaDirectory } from '../../../src/scim/schema/load.ts';

type Properties = Readonly<Record<string, unknown>>;
type Described = Properties & { readonly name: string; readonly subAttributes?: readonly Described[] };

/** `<attribute> <property>: theirs -> ours`, and why. */
const deliberate: Readonly<Record<'User' | 'EnterpriseUser' | 'Group', readonly string[]>> = {
  User: [
    // RFC 7643 section 8.7.1 names no uniqueness of complex attributes.
    'name uniqueness: "none" -> undefined',
    'emails uniqueness: "none" -> undefined',
    'addresses uniqueness: "none" -> undefined',
    // References and ids are caseExact: sections 2.3.7 and 3.1.
    'profileUrl caseExact: false -> true',
    'photos.value caseExact: false -> true',
    'groups.value caseExact: false -> true',
    'groups.$ref caseExact: false -> true',
    // The interoperability profile wants suggestions for every type.
    'entitlements.type canonicalValues: undefined -> ["work","home","other"]',
    'roles.type canonicalValues: [] -> ["work","home","other"]',
    'x509Certificates.type canonicalValues: [] -> ["work","home","other"]',
  ],
  EnterpriseUser: ['manager.value caseExact: false -> true', 'manager.$ref caseExact: false -> true'],
  Group: [
    // A group is recognized by its name, so an organization has one of each.
    'displayName uniqueness: "none" -> "server"',
    'members.value caseExact: false -> true',
    // The name of a member is its own business.
    'members.display mutability: "immutable" -> "readOnly"',
    'members.$ref caseExact: false -> true',
  ],
};

describe.each([
  ['User', 'user.json'],
  ['EnterpriseUser', 'enterprise-user.json'],
  ['Group', 'group.json'],
] as const)('our schema of %s', (name, file) => {
  const ours = JSON.parse(readFileSync(join(builtInSchemaDirectory, file), 'utf8'));
  // As it would be sent.
  const theirs = JSON.parse(JSON.stringify(Schemas[name].definition.describe()));

  it("has the same attributes as scimmy's, with the same properties but for what is meant to differ", () => {
    expect(ours.id).toBe(theirs.id);
    expect(differences(flat(theirs.attributes), flat(ours.attributes)).toSorted()).toEqual(deliberate[name].toSorted());
  });
});

/** Attributes by their full names. */
function flat(attributes: readonly Described[], prefix = ''): ReadonlyMap<string, Properties> {
  const pairs = attributes.flatMap(({ name, subAttributes = [], ...properties }): [string, Properties][] => [
    [prefix + name, properties],
    ...flat(subAttributes, `${prefix}${name}.`),
  ]);
  return new Map(pairs);
}

function differences(theirs: ReadonlyMap<string, Properties>, ours: ReadonlyMap<string, Properties>): string[] {
  const text = (value: unknown) => JSON.stringify(value) ?? 'undefined';
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((name) => {
    const [a, b] = [theirs.get(name), ours.get(name)];
    if (!a || !b) return [`${name}: ${a ? 'theirs only' : 'ours only'}`];
    // Descriptions are our own words.
    const properties = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => key !== 'description');
    return properties
      .filter((key) => text(a[key]) !== text(b[key]))
      .map((key) => `${name} ${key}: ${text(a[key])} -> ${text(b[key])}`);
  });
}

it.each(['user.json', 'group.json'])('every type of a value in %s says which values it has', (file) => {
  const { attributes } = JSON.parse(readFileSync(join(builtInSchemaDirectory, file), 'utf8')) as {
    attributes: readonly Described[];
  };
  const types = attributes.flatMap(({ subAttributes = [] }) => subAttributes.filter(({ name }) => name === 'type'));
  expect(types.length).toBeGreaterThan(0);
  for (const { canonicalValues } of types)
    expect(canonicalValues).toEqual(expect.arrayContaining([expect.any(String)]));
});
