/** Okta's requests, as its SCIM 2.0 reference shows them: profile by PUT, status and groups by PATCH. */
import type { JsonObject } from '../../../src/json.ts';
import { ENTERPRISE } from '../../scim/patch/patching.ts';
import { testDeployment } from '../../support/domain.ts';
import { GROUP, patchOp, USER } from '../../support/scim-door.ts';
import { groupRow, type Row, vendorRows } from '../rows.ts';

testDeployment();

const OKTA_USER = 'urn:okta:acme_scim_app:1.0:user:custom';
const OKTA_GROUP = 'urn:okta:custom:group:1.0';

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
  {
    ...ann(
      'pushes the profile with its custom attributes',
      profile({
        schemas: [USER, OKTA_USER],
        title: 'Dr.',
        profileUrl: 'www.acme.test/ann',
        [OKTA_USER]: { badge: '17', floors: [1, 2] },
      }),
      { title: 'Dr.', profileUrl: 'www.acme.test/ann' },
    ),
    method: 'put',
  },
  ann(
    'changes custom attributes beside its own',
    patchOp({ op: 'replace', value: { [OKTA_USER]: { badge: '18' }, title: 'Dr.' } }),
    {
      title: 'Dr.',
    },
  ),
  ann(
    'repeats what it read when it changes something',
    patchOp({
      op: 'replace',
      value: {
        schemas: [USER],
        id: '{ann}',
        meta: { resourceType: 'User', version: 'W/"0-0"', lastModified: '2020-01-01T00:00:00Z' },
        groups: [{ value: 'gone', display: 'Gone' }],
        active: false,
      },
    }),
    { active: false },
  ),
  groupRow(
    'renames a group with a schema of its own',
    { displayName: 'Crew' },
    {
      op: 'replace',
      value: { id: '{group}', displayName: 'Crew', schemas: [GROUP, OKTA_GROUP], [OKTA_GROUP]: { description: 'x' } },
    },
  ),
  {
    does: 'pushes a group with a schema of its own by PUT',
    method: 'put',
    on: 'group',
    body: {
      schemas: [GROUP, OKTA_GROUP],
      id: '{group}',
      displayName: 'Crew',
      members: [member('cyd')],
      [OKTA_GROUP]: { description: 'x' },
    },
    group: { displayName: 'Crew', members: ['cyd'] },
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
