import { describe, expect, it } from 'vitest';
import type { Filter } from '../../../src/scim/filter/ast.ts';
import { formatAttributePath } from '../../../src/scim/filter/attribute-path.ts';
import { parseFilter, parsePatchPath } from '../../../src/scim/filter/parse.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';

/** The tree with its grouping made visible. */
function show(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.operands.map(show).join(` ${filter.kind} `)})`;
    case 'not':
      return `not ${show(filter.operand)}`;
    case 'present':
      return `${formatAttributePath(filter.path)} pr`;
    case 'value-path':
      return `${formatAttributePath(filter.path)}[${show(filter.filter)}]`;
    case 'compare':
      return `${formatAttributePath(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
  }
}

function refusal(run: () => unknown): ScimError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('filters', () => {
  it.each([
    ['userName eq "bjensen"', 'userName eq "bjensen"'],
    ['  userName   EQ  "bjensen"  ', 'userName eq "bjensen"'],
    ['userName eq"x"and(active eq true)', '(userName eq "x" and active eq true)'],
    ['title pr', 'title pr'],
    ['a eq 1 or b eq 2 and c eq 3', '(a eq 1 or (b eq 2 and c eq 3))'],
    ['(a eq 1 or b eq 2) and c eq 3', '((a eq 1 or b eq 2) and c eq 3)'],
    ['a eq 1 AND b eq 2 and c eq 3', '(a eq 1 and b eq 2 and c eq 3)'],
    ['not (a eq 1 and b eq 2)', 'not (a eq 1 and b eq 2)'],
    ['NOT(a pr) or b pr', '(not a pr or b pr)'],
    ['((((a pr))))', 'a pr'],
    ['emails[type eq "work" and value co "@x"]', 'emails[(type eq "work" and value co "@x")]'],
    ['emails[not (type eq "work")] and ims[type pr]', '(emails[not type eq "work"] and ims[type pr])'],
    ['emails[type eq "work"].value eq "a"', 'emails[(type eq "work" and value eq "a")]'],
    ['name.givenName sw "A"', 'name.givenName sw "A"'],
    [`${ENTERPRISE}:department eq "x"`, `${ENTERPRISE}:department eq "x"`],
    [`${ENTERPRISE}:manager.value eq "x"`, `${ENTERPRISE}:manager.value eq "x"`],
    [String.raw`a eq "say \"hi\" \\ \u00e9 \n"`, String.raw`a eq "say \"hi\" \\ é \n"`],
    ['a eq "and not (b) or"', 'a eq "and not (b) or"'],
    ['a eq -1.5e3', 'a eq -1500'],
    ['a eq True and b eq FALSE and c ne null', '(a eq true and b eq false and c ne null)'],
    ['not eq 1', 'not eq 1'],
    ['a gt 1 and b ge 1 and c lt 1 and d le 1 and e ew "x"', '(a gt 1 and b ge 1 and c lt 1 and d le 1 and e ew "x")'],
    ['manager.$ref pr', 'manager.$ref pr'],
  ])('%s', (text, tree) => {
    expect(show(parseFilter(text))).toBe(tree);
  });

  it.each<[string, RegExp]>([
    ['', /empty/],
    ['   ', /empty/],
    ['userName', /character 9: expected one of eq, .*found the end/],
    ['userName eq', /expected a value, found the end/],
    ['userName eq bjensen', /expected a value, found "bjensen"\. Text is written in double quotes/],
    ["userName eq 'x'", /double quotes/],
    ['userName like "x"', /found "like"/],
    ['userName eq "x', /character 13: this string has no closing quote/],
    [String.raw`userName eq "\x"`, /bad escape/],
    [String.raw`userName eq "\u0000"`, /NUL/],
    [String.raw`userName eq "\ud800"`, /surrogate/],
    ['userName eq 01', /expected a value/],
    ['userName eq 1e999', /expected a value/],
    ['(a pr', /character 1: this "\("/],
    ['a pr)', /character 5: expected "and", "or" or the end, found "\)"/],
    ['a pr b pr', /expected "and", "or" or the end, found "b"/],
    ['a pr and', /expected an attribute name, found the end/],
    ['not a pr', /expected one of eq/],
    ['emails[type eq "x"', /character 7: this "\["/],
    ['emails[]', /expected an attribute name/],
    ['emails[ims[type pr]]', /brackets cannot be inside brackets/],
    ['emails[value.x pr]', /bare sub-attribute/],
    ['emails.value[x pr]', /brackets follow an attribute/],
    ['emails[type pr].', /not a sub-attribute/],
    ['a..b pr', /"a\.\.b" is not an attribute name/],
    ['a.b.c pr', /not an attribute name/],
    ['__proto__.x eq "1"', /"__proto__\.x" is not an attribute name/],
    ['urn: eq 1', /not an attribute name/],
  ])('%j is refused', (text, detail) => {
    const error = refusal(() => parseFilter(text));
    expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(error.detail).toMatch(detail);
  });

  it.each(['__proto__.x eq "1"', 'emails[__proto__.p eq 1]', 'constructor.prototype.x pr'])(
    '[28] %s pollutes nothing',
    (text) => {
      expect(refusal(() => parseFilter(text)).status).toBe(400);
      expect(refusal(() => parsePatchPath(text)).status).toBe(400);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  it('[30] text over 8 kB is refused', () => {
    expect(refusal(() => parseFilter(`a eq "${'x'.repeat(8192)}"`)).detail).toMatch(/longer than 8 kB/);
    expect(refusal(() => parseFilter(`a eq "${'é'.repeat(4096)}"`)).detail).toMatch(/longer than 8 kB/);
  });

  it('[31] 18 ANDed ORs parse without expansion', () => {
    const filter = parseFilter(Array.from({ length: 18 }, (_, i) => `(a eq ${i} or b eq ${i})`).join(' and '));
    expect(filter.kind === 'and' && filter.operands.length).toBe(18);
  });

  it.each(['(', '((not ', 'a[', 'not ('])('[32] 40,000 and 4,000 times %j are refused', (opening) => {
    for (const times of [40_000, Math.floor(8000 / opening.length)]) {
      expect(refusal(() => parseFilter(opening.repeat(times)))).toMatchObject({
        status: 400,
        scimType: 'invalidFilter',
      });
    }
  });

  it('20 levels are answered, 21 refused', () => {
    expect(show(parseFilter(`${'('.repeat(20)}a pr${')'.repeat(20)}`))).toBe('a pr');
    expect(refusal(() => parseFilter(`${'('.repeat(21)}a pr${')'.repeat(21)}`)).detail).toMatch(/deeper than 20/);
  });

  it('200 comparisons and operators are answered, more refused', () => {
    const ors = (n: number) => Array(n).fill('a pr').join(' or ');
    expect(parseFilter(ors(199)).kind).toBe('or');
    expect(refusal(() => parseFilter(ors(200))).detail).toMatch(/more than 200/);
  });

  it('an unclosed string with many escaped quotes is refused at once', () => {
    expect(refusal(() => parseFilter(`a eq "${'\\"'.repeat(4000)}`)).detail).toMatch(/no closing quote/);
  });
});

describe('PATCH paths', () => {
  const name = (attribute: string, sub: string | null = null, schema: string | null = null) => ({
    schema,
    attribute,
    sub,
  });
  it.each<[string, unknown]>([
    ['members', { path: name('members'), filter: null, sub: null }],
    ['name.familyName', { path: name('name', 'familyName'), filter: null, sub: null }],
    [`${ENTERPRISE}:manager.value`, { path: name('manager', 'value', ENTERPRISE), filter: null, sub: null }],
  ])('%s', (text, expected) => {
    expect(parsePatchPath(text)).toEqual(expected);
  });

  it('may select elements and name a part of them', () => {
    const path = parsePatchPath('emails[type eq "work" and not (primary eq true)].value');
    expect(path).toMatchObject({ path: name('emails'), sub: 'value' });
    expect(path.filter && show(path.filter)).toBe('(type eq "work" and not primary eq true)');
  });

  it.each([
    ['', 'invalidPath'],
    ['a b', 'invalidPath'],
    ['"x"', 'invalidPath'],
    ['__proto__', 'invalidPath'],
    ['emails[type eq "work"].value.x', 'invalidPath'],
    ['emails[type eq "work"] eq 1', 'invalidPath'],
    ['emails[type eq "work"', 'invalidFilter'],
    ['emails[__proto__.p eq 1].value', 'invalidFilter'],
    ['emails[type]', 'invalidFilter'],
    [`${'x'.repeat(9000)}`, 'invalidPath'],
  ])('%.40j is refused as %s', (text, scimType) => {
    expect(refusal(() => parsePatchPath(text))).toMatchObject({ status: 400, scimType });
  });
});
