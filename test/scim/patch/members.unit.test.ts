import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/json.ts';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import type { MemberOperation } from '../../../src/scim/patch/plan.ts';
import { planGroup, refusal, schemas } from './patching.ts';

describe('operations on members', () => {
  it.each<[string, Json, MemberOperation[]]>([
    [
      'a list, each id once',
      { op: 'add', path: 'members', value: [{ value: 'a' }, { value: 'b', display: 'B' }, { value: 'a' }] },
      [{ kind: 'add', values: ['a', 'b'] }],
    ],
    ['one object', { op: 'add', path: 'members', value: { value: 'a' } }, [{ kind: 'add', values: ['a'] }]],
    ['bare ids', { op: 'add', path: 'members', value: ['a', 'b'] }, [{ kind: 'add', values: ['a', 'b'] }]],
    ['an empty list to add', { op: 'add', path: 'members', value: [] }, []],
    [
      'odd case, $ref null and type',
      { op: 'Add', path: 'Members', value: [{ $ref: null, Value: 'a', type: 'User' }] },
      [{ kind: 'add', values: ['a'] }],
    ],
    ['a key without path', { op: 'add', value: { members: [{ value: 'a' }] } }, [{ kind: 'add', values: ['a'] }]],
    ['ids by members.value', { op: 'add', path: 'members.value', value: 'a' }, [{ kind: 'add', values: ['a'] }]],
    [
      'the core URN',
      { op: 'add', path: 'urn:ietf:params:scim:schemas:core:2.0:Group:members', value: [{ value: 'a' }] },
      [{ kind: 'add', values: ['a'] }],
    ],
    ['a value path to remove', { op: 'remove', path: 'members[value eq "a"]' }, [{ kind: 'remove', values: ['a'] }]],
    [
      'a value path of several',
      { op: 'remove', path: 'members[value eq "a" or (value eq "b" or value eq "a")]' },
      [{ kind: 'remove', values: ['a', 'b'] }],
    ],
    ['a value path to add', { op: 'add', path: 'members[value eq "a"]', value: {} }, [{ kind: 'add', values: ['a'] }]],
    [
      'a list of values to remove',
      { op: 'Remove', path: 'members', value: [{ value: 'a' }, { value: 'b' }] },
      [{ kind: 'remove', values: ['a', 'b'] }],
    ],
    ['an empty list to remove', { op: 'remove', path: 'members', value: [] }, []],
    ['all', { op: 'remove', path: 'members' }, [{ kind: 'remove-all' }]],
    [
      'a new list',
      { op: 'replace', path: 'members', value: [{ value: 'a' }, { value: 'a' }] },
      [{ kind: 'replace', values: ['a'] }],
    ],
    ['a new empty list', { op: 'replace', path: 'members', value: [] }, [{ kind: 'remove-all' }]],
    ['null', { op: 'replace', value: { members: null } }, [{ kind: 'remove-all' }]],
  ])('%s', (_form, operation, members) => {
    expect(planGroup(operation)).toEqual({ attributes: [], ignored: [], stale: [], isStrict: false, members });
  });

  it('stay in order, and those of a kind that follow one another are one', () => {
    const add = (id: string) => ({ op: 'add', path: 'members', value: [{ value: id }] });
    const remove = (id: string) => ({ op: 'remove', path: `members[value eq "${id}"]` });
    expect(
      planGroup(add('a'), add('b'), remove('a'), add('a'), { op: 'remove', path: 'members' }, add('c')).members,
    ).toEqual([
      { kind: 'add', values: ['a', 'b'] },
      { kind: 'remove', values: ['a'] },
      { kind: 'add', values: ['a'] },
      { kind: 'remove-all' },
      { kind: 'add', values: ['c'] },
    ]);
  });

  it('leave the attributes of the same request to be applied', () => {
    const plan = planGroup(
      { op: 'replace', path: 'displayName', value: 'Tour Guides' },
      { op: 'add', path: 'members', value: [{ value: 'a' }] },
    );
    expect(plan.members).toEqual([{ kind: 'add', values: ['a'] }]);
    expect(applyPatch(schemas.group, { displayName: 'Guides' }, plan)).toEqual({ displayName: 'Tour Guides' });
  });

  it.each<[string, Json, string]>([
    ['a display name alone', { op: 'add', path: 'members', value: [{ display: 'Babs' }] }, 'invalidValue'],
    ['an empty id', { op: 'add', path: 'members', value: [{ value: '' }] }, 'invalidValue'],
    ['an object as id', { op: 'add', path: 'members', value: [{ value: { $ne: 1 } }] }, 'invalidSyntax'],
    ['a number', { op: 'add', path: 'members', value: [7] }, 'invalidValue'],
    ['null in the list', { op: 'add', path: 'members', value: [null] }, 'invalidValue'],
    ['no value to replace with', { op: 'replace', path: 'members' }, 'invalidValue'],
    ['an id given twice', { op: 'add', path: 'members', value: [{ value: 'a', Value: 'b' }] }, 'invalidValue'],
    ['a value path by name', { op: 'remove', path: 'members[display eq "Babs"]' }, 'invalidFilter'],
    ['a value path that excludes', { op: 'remove', path: 'members[value ne "a"]' }, 'invalidFilter'],
    ['a member to become another', { op: 'replace', path: 'members[value eq "a"].value', value: 'b' }, 'mutability'],
    ['the type of a member', { op: 'replace', path: 'members[value eq "a"].type', value: 'Group' }, 'mutability'],
    ['removal without path', { op: 'remove', value: { members: [{ value: 'a' }] } }, 'noTarget'],
  ])('%s is refused', (_what, operation, scimType) => {
    expect(refusal(() => planGroup(operation)).scimType).toBe(scimType);
  });

  it('of a display name alone are refused with word of what to send', () => {
    const error = refusal(() => planGroup({ op: 'add', path: 'members', value: [{ display: 'Babs' }] }));
    expect(error.detail).toContain('no "value"');
    expect(error.detail).toContain('Operations[0], add members');
  });
});
