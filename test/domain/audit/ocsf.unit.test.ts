/** Every event in the words of OCSF, against a schema of what its classes require (versions 1.3 to 1.8). */
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type NamedEvent, toOcsf } from '../../../src/domain/audit/ocsf.ts';
import { eventTypes } from '../../../src/domain/model/event.ts';

const event: NamedEvent = {
  id: '6b0d11f54a6577464814ef13',
  seq: 42,
  type: 'sign_in.succeeded',
  at: '2031-05-15T12:03:20.000Z',
  actor: { type: 'account', id: 'a1' },
  source: 'api',
  subject: {
    memberId: 'm1',
    groupId: 'g1',
    workspaceId: 'w1',
    tokenId: 't1',
    connectionId: 'c1',
    mappingId: 'p1',
    organizationId: 'o1',
  },
  before: null,
  after: { role: 'Workspace Viewer' },
  requestId: 'r1',
  address: '203.0.113.7',
  names: { member: 'Ada Lovelace', group: 'Pilots', workspace: 'Research', actor: 'Grace Hopper' },
};

const text = { type: 'string', minLength: 1 };
const whole = { type: 'integer' };
const oneOf = (...names: string[]) => ({ anyOf: names.map((name) => ({ required: [name] })) });
const entity = { type: 'object', properties: { name: text, uid: text, type: text }, ...oneOf('name', 'uid') };
const endpoint = { type: 'object', properties: { ip: text, name: text }, ...oneOf('ip', 'name') };
const isClass = (uid: number, needs: object) => ({
  anyOf: [{ properties: { class_uid: { not: { const: uid } } } }, needs],
});

const schema = {
  type: 'object',
  required: [
    'activity_id',
    'activity_name',
    'category_uid',
    'category_name',
    'class_uid',
    'class_name',
    'metadata',
    'severity_id',
    'severity',
    'time',
    'type_uid',
    'type_name',
  ],
  additionalProperties: false,
  properties: {
    activity_id: whole,
    activity_name: text,
    category_uid: { enum: [3, 6] },
    category_name: text,
    class_uid: { enum: [3001, 3002, 3004, 3005, 3006, 6003] },
    class_name: text,
    type_uid: whole,
    type_name: text,
    time: { ...whole, minimum: 1_000_000_000_000 },
    severity_id: { enum: [0, 1, 2, 3, 4, 5, 6, 99] },
    severity: text,
    status_id: { enum: [0, 1, 2, 99] },
    status: text,
    status_detail: text,
    count: whole,
    message: text,
    metadata: {
      type: 'object',
      required: ['product', 'version'],
      properties: {
        product: { type: 'object', required: ['vendor_name', 'name'], properties: { name: text, vendor_name: text } },
        version: { const: '1.6.0' },
        sequence: whole,
        uid: text,
      },
    },
    actor: {
      type: 'object',
      ...oneOf('user', 'app_name'),
      properties: { user: entity, app_name: text },
    },
    user: entity,
    service: entity,
    group: entity,
    entity,
    resource: entity,
    privileges: { type: 'array', items: text },
    api: { type: 'object', required: ['operation'], properties: { operation: text } },
    src_endpoint: endpoint,
    is_remote: { type: 'boolean' },
    auth_protocol_id: { enum: [4] },
    auth_protocol: text,
    unmapped: { type: 'object' },
  },
  allOf: [
    isClass(3001, { required: ['user'], properties: { activity_id: { enum: [1, 2, 3, 4, 5, 6, 7, 8, 9, 99] } } }),
    isClass(3002, { required: ['user', 'service'], properties: { activity_id: { enum: [1, 2, 3, 4, 5, 6, 99] } } }),
    isClass(3004, { required: ['entity'], properties: { activity_id: { enum: [1, 2, 3, 4, 99] } } }),
    isClass(3005, { required: ['user', 'privileges'], properties: { activity_id: { enum: [1, 2] } } }),
    isClass(3006, { required: ['group'], properties: { activity_id: { enum: [1, 2, 3, 4, 5, 6, 99] } } }),
    isClass(6003, {
      required: ['actor', 'api', 'src_endpoint'],
      properties: { activity_id: { enum: [1, 2, 3, 4, 99] } },
    }),
  ],
};

const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
const faultsOf = (of: NamedEvent) => {
  const rendered = toOcsf(of, 'o1');
  validate(rendered);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${of.type} ${instancePath} ${message}`);
};

describe('an event in the words of OCSF', () => {
  it('has what its class requires, whatever type it is, and however little is known', () => {
    const bare = { ...event, subject: {}, before: null, after: null, requestId: null, address: null, names: {} };
    const system = { ...bare, actor: { type: 'system', id: null } as const };
    const faults = eventTypes.flatMap((type) => [event, bare, system].flatMap((of) => faultsOf({ ...of, type })));
    expect(faults).toEqual([]);
  });

  it('has a type that follows from class and activity', () => {
    for (const type of eventTypes) {
      const { class_uid, activity_id, type_uid, category_uid } = toOcsf({ ...event, type }, 'o1');
      expect(type_uid).toBe(Number(class_uid) * 100 + Number(activity_id));
      expect(category_uid).toBe(Math.floor(Number(class_uid) / 1_000));
    }
  });

  it.each([
    [
      { type: 'sign_in.succeeded', after: { by: 'provider' } },
      'Authentication: Logon',
      { status: 'Success', auth_protocol: 'OpenID' },
    ],
    [
      { type: 'sign_in.refused', after: { reason: 'wrong_password', count: 8 } },
      'Authentication: Logon',
      { status: 'Failure', status_detail: 'wrong_password', count: 8 },
    ],
    [{ type: 'session.ended', after: { reason: 'expired' } }, 'Authentication: Logoff', { status_detail: 'expired' }],
    [{ type: 'password.reset' }, 'Account Change: Password Reset', { user: { uid: 'm1', name: 'Ada Lovelace' } }],
    [
      { type: 'membership.changed', before: { role: null } },
      'User Access Management: Assign Privileges',
      { privileges: ['Workspace Viewer'], resource: { name: 'Research' } },
    ],
    [
      { type: 'membership.changed', before: { role: 'Workspace Editor' }, after: { role: null } },
      'User Access Management: Revoke Privileges',
      { privileges: ['Workspace Editor'] },
    ],
    [{ type: 'group.created' }, 'Group Management: Create', { group: { uid: 'g1', name: 'Pilots' } }],
    [
      { type: 'workspace.created' },
      'Entity Management: Create',
      { entity: { uid: 'w1', name: 'Research', type: 'workspace' } },
    ],
    [
      { type: 'access.denied', after: { rule: 'forbidden', target: 'DELETE /workspaces' } },
      'API Activity: Delete',
      { status: 'Failure', api: { operation: 'DELETE /workspaces' } },
    ],
  ] as const)('%o is %s', (given, type_name, more) => {
    expect(toOcsf({ ...event, ...given } as NamedEvent, 'o1')).toMatchObject({
      type_name,
      ...more,
      actor: { user: { uid: 'a1', name: 'Grace Hopper' } },
      src_endpoint: { ip: '203.0.113.7' },
    });
  });
});
