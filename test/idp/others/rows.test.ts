/**
 * Clients whose requests are known from their published source or issue trackers: SCIM for Keycloak, authentik, WSO2
 * Identity Server, and the UnboundID SDK that Ping's products use.
 */
import type { JsonObject } from '../../../src/json.ts';
import { ENTERPRISE } from '../../scim/patch/patching.ts';
import { testDeployment } from '../../support/domain.ts';
import { GROUP, PATCH_OP, publicUrl, USER } from '../../support/scim-door.ts';
import { type Row, vendorRows } from '../rows.ts';

testDeployment();

const patch = (...Operations: JsonObject[]): JsonObject => ({ schemas: [PATCH_OP], Operations });
const reference = (name: string) => ({
  value: `{${name}}`,
  $ref: `${publicUrl}/scim/v2/Users/{${name}}`,
  type: 'User',
});
const group = (does: string, changes: NonNullable<Row['group']>, ...operations: JsonObject[]): Row => ({
  does,
  on: 'group',
  body: patch(...operations),
  group: changes,
});

vendorRows('Keycloak', [
  group(
    'adds a member with $ref',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'Add', path: 'members', value: [reference('cyd')] },
  ),
  group(
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
  group(
    'adds members',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'add', path: 'members', value: [{ value: '{cyd}' }] },
  ),
  group(
    'removes members by a list',
    { members: ['bob'] },
    { op: 'remove', path: 'members', value: [{ value: '{ann}' }] },
  ),
  group(
    'replaces the group in a value',
    { displayName: 'Crew' },
    { op: 'replace', value: { id: '{group}', displayName: 'Crew', schemas: [GROUP] } },
  ),
]);

vendorRows('WSO2', [
  group(
    'adds members in a value',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'add', value: { members: [{ display: 'cyd', $ref: `${publicUrl}/scim/v2/Users/{cyd}`, value: '{cyd}' }] } },
  ),
]);

vendorRows('UnboundID SDK', [
  {
    does: 'replaces an extension by a URN that ends in a colon',
    on: 'ann',
    body: patch({ op: 'replace', path: `${ENTERPRISE}:`, value: { department: 'R&D' } }),
    ann: { [ENTERPRISE]: { department: 'R&D' } },
  },
  {
    does: 'sets an attribute by its full URN',
    on: 'ann',
    body: patch({ op: 'replace', path: `${USER}:displayName`, value: 'Anna' }),
    ann: { displayName: 'Anna' },
  },
]);
