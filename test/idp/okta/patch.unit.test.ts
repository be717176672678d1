/** PATCH requests in the forms that Okta documents for its SCIM 2.0 integrations. */
import { describe, expect, it } from 'vitest';
import { applyPatch } from '../../../src/scim/patch/apply.ts';
import { ENTERPRISE, patchUser, planGroup, schemas } from '../../scim/patch/patching.ts';

const user = { id: '23a35c27', userName: 'test.user@okta.local', active: true };
const group = { id: 'abf4dd94', displayName: 'Test SCIMv2' };

describe('Okta users', () => {
  it('deactivation without path', () => {
    expect(patchUser(user, { op: 'replace', value: { active: false } })).toEqual({ ...user, active: false });
  });

  it('a password sync leaves no trace', () => {
    expect(patchUser(user, { op: 'replace', value: { password: 't1meMa$heen' } })).toEqual(user);
  });

  it('a manager with the display name that only the server may set', () => {
    const value = { [ENTERPRISE]: { manager: { value: 'm1', displayName: 'The Boss' } } };
    expect(patchUser(user, { op: 'replace', value })).toEqual({ ...user, [ENTERPRISE]: { manager: { value: 'm1' } } });
  });
});

describe('Okta group push', () => {
  it('a rename that repeats the id', () => {
    const plan = planGroup({ op: 'replace', value: { id: 'abf4dd94', displayName: 'Test SCIMv2 new' } });
    expect(applyPatch(schemas.group, group, plan)).toEqual({ id: 'abf4dd94', displayName: 'Test SCIMv2 new' });
  });

  it('a rename with an id that was once right: the address says which group is meant', () => {
    const plan = planGroup({ op: 'replace', value: { id: 'other', displayName: 'Test SCIMv2 new' } });
    expect(applyPatch(schemas.group, group, plan)).toEqual({ id: 'abf4dd94', displayName: 'Test SCIMv2 new' });
    expect(plan.ignored).toEqual(['id']);
  });

  it('a removal and an addition in one request', () => {
    const plan = planGroup(
      { op: 'remove', path: 'members[value eq "89bb1940"]' },
      { op: 'add', path: 'members', value: [{ value: '23a35c27', display: 'test.user@okta.local' }] },
    );
    expect(plan).toEqual({
      attributes: [],
      ignored: [],
      stale: [],
      isStrict: false,
      members: [
        { kind: 'remove', values: ['89bb1940'] },
        { kind: 'add', values: ['23a35c27'] },
      ],
    });
  });

  it('a full replacement of the members', () => {
    const value = [
      { value: '23a35c27', display: 'test.user@okta.local' },
      { value: '89bb1940', display: 'b@okta.local' },
    ];
    expect(planGroup({ op: 'replace', path: 'members', value }).members).toEqual([
      { kind: 'replace', values: ['23a35c27', '89bb1940'] },
    ]);
  });

  it('chunks of additions are one step', () => {
    const chunk = (ids: string[]) => ({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) });
    expect(planGroup(chunk(['a', 'b']), chunk(['b', 'c'])).members).toEqual([{ kind: 'add', values: ['a', 'b', 'c'] }]);
  });
});
