import { testDeployment } from '../../support/domain.ts';
import { GROUP, patchOp, USER } from '../../support/scim-door.ts';
import { groupRow, vendorRows } from '../rows.ts';

testDeployment();

vendorRows('JumpCloud', [
  {
    does: 'deactivates',
    on: 'ann',
    body: patchOp({ op: 'replace', value: { active: false } }),
    ann: { active: false },
  },
  {
    does: 'deactivates by path',
    on: 'ann',
    body: patchOp({ op: 'REPLACE', path: 'active', value: false }),
    ann: { active: false },
  },
  {
    does: 'changes several attributes, the email as one object',
    on: 'ann',
    body: patchOp({
      op: 'replace',
      value: { id: '{ann}', displayName: 'Anna', emails: { value: 'anna@acme.test', type: 'work', primary: true } },
    }),
    ann: { displayName: 'Anna', emails: [{ value: 'anna@acme.test', type: 'work', primary: true }] },
  },
  {
    does: 'pushes the whole user',
    method: 'put',
    on: 'ann',
    body: {
      schemas: [USER],
      id: '{ann}',
      userName: 'ann@acme.test',
      externalId: 'ann-1',
      displayName: 'Ann',
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [{ value: 'ann@acme.test', type: 'work', primary: true }],
      phoneNumbers: [],
      addresses: [],
      active: true,
    },
  },
  groupRow(
    'adds a member',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'add', path: 'members', value: [{ value: '{cyd}' }] },
  ),
  groupRow('removes a member', { members: ['bob'] }, { op: 'remove', path: 'members[value eq "{ann}"]' }),
  groupRow(
    'removes a member by a list',
    { members: ['bob'] },
    { op: 'remove', path: 'members', value: [{ value: '{ann}' }] },
  ),
  groupRow(
    'renames and refills',
    { displayName: 'Crew', members: ['cyd'] },
    { op: 'replace', value: { displayName: 'Crew', members: [{ value: '{cyd}' }] } },
  ),
  {
    does: 'pushes the whole group',
    method: 'put',
    on: 'group',
    body: { schemas: [GROUP], displayName: 'Crew', members: [{ value: '{ann}' }, { value: '{cyd}' }] },
    group: { displayName: 'Crew', members: ['ann', 'cyd'] },
  },
]);
