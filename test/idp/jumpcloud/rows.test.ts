/** JumpCloud's requests: users by PUT or PATCH without path, groups by PATCH with lists and value paths, or by PUT. */
import type { JsonObject } from '../../../src/json.ts';
import { testDeployment } from '../../support/domain.ts';
import { GROUP, PATCH_OP, USER } from '../../support/scim-door.ts';
import { type Row, vendorRows } from '../rows.ts';

testDeployment();

const patch = (...Operations: JsonObject[]): JsonObject => ({ schemas: [PATCH_OP], Operations });
const group = (does: string, changes: NonNullable<Row['group']>, ...operations: JsonObject[]): Row => ({
  does,
  on: 'group',
  body: patch(...operations),
  group: changes,
});

vendorRows('JumpCloud', [
  { does: 'deactivates', on: 'ann', body: patch({ op: 'replace', value: { active: false } }), ann: { active: false } },
  {
    does: 'deactivates by path',
    on: 'ann',
    body: patch({ op: 'REPLACE', path: 'active', value: false }),
    ann: { active: false },
  },
  {
    does: 'changes several attributes, the email as one object',
    on: 'ann',
    body: patch({
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
  group(
    'adds a member',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'add', path: 'members', value: [{ value: '{cyd}' }] },
  ),
  group('removes a member', { members: ['bob'] }, { op: 'remove', path: 'members[value eq "{ann}"]' }),
  group(
    'removes a member by a list',
    { members: ['bob'] },
    { op: 'remove', path: 'members', value: [{ value: '{ann}' }] },
  ),
  group(
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
