import { ENTERPRISE } from '../../scim/patch/patching.ts';
import { testDeployment } from '../../support/domain.ts';
import { GROUP, patchOp, publicUrl, USER } from '../../support/scim-door.ts';
import { groupRow, vendorRows } from '../rows.ts';

testDeployment();

const reference = (name: string) => ({
  value: `{${name}}`,
  $ref: `${publicUrl}/scim/v2/Users/{${name}}`,
  type: 'User',
});

vendorRows('Keycloak', [
  groupRow(
    'adds a member with $ref',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'Add', path: 'members', value: [reference('cyd')] },
  ),
  groupRow(
    'replaces name and members',
    { displayName: 'Crew', members: ['bob', 'cyd'] },
    { op: 'replace', path: 'displayName', value: 'Crew' },
    { op: 'replace', path: 'members', value: [reference('bob'), reference('cyd')] },
  ),
  {
    does: 'pushes the whole user, with what the server set',
    method: 'put',
    on: 'ann',
    body: {
      schemas: [USER],
      id: '{ann}',
      meta: { resourceType: 'User', version: 'W/"7"' },
      userName: 'ann@acme.test',
      externalId: 'ann-1',
      displayName: 'Ann',
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [{ value: 'ann@acme.test', type: 'work', primary: true }],
      groups: [{ value: '{group}' }],
      active: false,
    },
    ann: { active: false },
  },
]);

vendorRows('authentik', [
  groupRow(
    'adds members',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'add', path: 'members', value: [{ value: '{cyd}' }] },
  ),
  groupRow(
    'removes members by a list',
    { members: ['bob'] },
    { op: 'remove', path: 'members', value: [{ value: '{ann}' }] },
  ),
  groupRow(
    'replaces the group in a value',
    { displayName: 'Crew' },
    { op: 'replace', value: { id: '{group}', displayName: 'Crew', schemas: [GROUP] } },
  ),
]);

vendorRows('WSO2', [
  groupRow(
    'adds members in a value',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'add', value: { members: [{ display: 'cyd', $ref: `${publicUrl}/scim/v2/Users/{cyd}`, value: '{cyd}' }] } },
  ),
]);

vendorRows('UnboundID SDK', [
  {
    does: 'replaces an extension by a URN that ends in a colon',
    on: 'ann',
    body: patchOp({ op: 'replace', path: `${ENTERPRISE}:`, value: { department: 'R&D' } }),
    ann: { [ENTERPRISE]: { department: 'R&D' } },
  },
  {
    does: 'sets an attribute by its full URN',
    on: 'ann',
    body: patchOp({ op: 'replace', path: `${USER}:displayName`, value: 'Anna' }),
    ann: { displayName: 'Anna' },
  },
]);
