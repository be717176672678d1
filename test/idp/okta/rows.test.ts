/** Okta's requests, as its SCIM 2.0 reference shows them: profile by PUT, status and groups by PATCH. */
import type { JsonObject } from '../../../src/json.ts';
import { ENTERPRISE } from '../../scim/patch/patching.ts';
import { testDeployment } from '../../support/domain.ts';
import { GROUP, patchOp, USER } from '../../support/scim-door.ts';
import { groupRow, type Row, vendorRows } from '../rows.ts';

testDeployment();

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

vendorRows('Okta', [
  ann('deactivates', patchOp({ op: 'replace', value: { active: false } }), { active: false }),
  ann('activates who is active', patchOp({ op: 'replace', value: { active: true } }), {}),
  ann('syncs a password, which leaves no trace', patchOp({ op: 'replace', value: { password: 't1meMa$heen' } }), {}),
  ann('pushes nothing new', patchOp({ op: 'replace', value: { id: '{ann}', active: true } }), {}),
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
  groupRow(
    'renames a group',
    { displayName: 'Crew' },
    { op: 'replace', value: { id: '{group}', displayName: 'Crew' } },
  ),
  groupRow('adds a member', { members: ['ann', 'bob', 'cyd'] }, { op: 'add', path: 'members', value: [member('cyd')] }),
  groupRow('removes a member', { members: ['bob'] }, { op: 'remove', path: 'members[value eq "{ann}"]' }),
  groupRow(
    'removes and adds in one request',
    { members: ['bob', 'cyd'] },
    { op: 'remove', path: 'members[value eq "{ann}"]' },
    { op: 'add', path: 'members', value: [member('cyd')] },
  ),
  groupRow('pushes all members', { members: ['cyd'] }, { op: 'replace', path: 'members', value: [member('cyd')] }),
  groupRow('pushes an empty group', { members: [] }, { op: 'replace', path: 'members', value: [] }),
  groupRow(
    'pushes all members without path',
    { members: ['cyd'] },
    { op: 'replace', value: { members: [member('cyd')] } },
  ),
  groupRow(
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
