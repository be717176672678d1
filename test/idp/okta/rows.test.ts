/** Okta's requests, as its SCIM 2.0 reference shows them: profile by PUT, status and groups by PATCH. */
import type { JsonObject } from '../../../src/json.ts';
import { ENTERPRISE } from '../../scim/patch/patching.ts';
import { testDeployment } from '../../support/domain.ts';
import { GROUP, PATCH_OP, USER } from '../../support/scim-door.ts';
import { type Row, vendorRows } from '../rows.ts';

testDeployment();

const patch = (...Operations: JsonObject[]): JsonObject => ({ schemas: [PATCH_OP], Operations });
const profile = (more: JsonObject): JsonObject => ({
  schemas: [USER],
  id: '{ann}',
  userName: 'ann@acme.test',
  externalId: 'ann-1',
  name: { givenName: 'Ann', familyName: 'Lee' },
  displayName: 'Ann',
  emails: [{ primary: true, value: 'ann@acme.test', type: 'work' }],
  active: true,
  groups: [],
  meta: { resourceType: 'User' },
  ...more,
});
const member = (name: string) => ({ value: `{${name}}`, display: `${name}@acme.test` });
const ann = (does: string, body: JsonObject, changes: NonNullable<Row['ann']>): Row => ({
  does,
  on: 'ann',
  body,
  ann: changes,
});
const group = (does: string, changes: NonNullable<Row['group']>, ...operations: JsonObject[]): Row => ({
  does,
  on: 'group',
  body: patch(...operations),
  group: changes,
});

vendorRows('Okta', [
  ann('deactivates', patch({ op: 'replace', value: { active: false } }), { active: false }),
  ann('activates who is active', patch({ op: 'replace', value: { active: true } }), {}),
  ann('syncs a password, which leaves no trace', patch({ op: 'replace', value: { password: 't1meMa$heen' } }), {}),
  ann('pushes nothing new', patch({ op: 'replace', value: { id: '{ann}', active: true } }), {}),
  { ...ann('pushes the profile', profile({ title: 'Dr.', nickName: null }), { title: 'Dr.' }), method: 'put' },
  { ...ann('deactivates by the profile', profile({ active: false }), { active: false }), method: 'put' },
  {
    ...ann(
      'pushes the profile with an extension and a password',
      profile({ password: 'x', [ENTERPRISE]: { department: 'R&D', manager: { value: 'm1', displayName: 'Boss' } } }),
      { [ENTERPRISE]: { department: 'R&D', manager: { value: 'm1' } } },
    ),
    method: 'put',
  },
  {
    ...ann('is told that a name is taken', profile({ userName: 'bob' }), {}),
    method: 'put',
    status: 409,
    scimType: 'uniqueness',
  },
  group('renames a group', { displayName: 'Crew' }, { op: 'replace', value: { id: '{group}', displayName: 'Crew' } }),
  group('adds a member', { members: ['ann', 'bob', 'cyd'] }, { op: 'add', path: 'members', value: [member('cyd')] }),
  group('removes a member', { members: ['bob'] }, { op: 'remove', path: 'members[value eq "{ann}"]' }),
  group(
    'removes and adds in one request',
    { members: ['bob', 'cyd'] },
    { op: 'remove', path: 'members[value eq "{ann}"]' },
    { op: 'add', path: 'members', value: [member('cyd')] },
  ),
  group('pushes all members', { members: ['cyd'] }, { op: 'replace', path: 'members', value: [member('cyd')] }),
  group('pushes an empty group', { members: [] }, { op: 'replace', path: 'members', value: [] }),
  group(
    'pushes all members without path',
    { members: ['cyd'] },
    { op: 'replace', value: { members: [member('cyd')] } },
  ),
  group(
    'adds in chunks',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'add', path: 'members', value: [member('ann'), member('bob')] },
    { op: 'add', path: 'members', value: [member('cyd')] },
  ),
  {
    does: 'pushes a group by PUT',
    method: 'put',
    on: 'group',
    body: { schemas: [GROUP], id: '{group}', displayName: 'Crew', members: [member('cyd')] },
    group: { displayName: 'Crew', members: ['cyd'] },
  },
]);
