import { expect, it } from 'vitest';
import { maxResults } from '../../../src/scim/schema/client-limits.ts';
import {
  resourceTypeById,
  resourceTypeList,
  schemaById,
  schemaList,
  serviceProviderConfig,
} from '../../../src/scim/schema/discovery.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';

const schemas = loadSchemas([builtInSchemaDirectory]);
const base = 'https://usher.example.com/scim/v2';

it('ServiceProviderConfig says what the server does', () => {
  expect(serviceProviderConfig(base)).toMatchObject({
    patch: { supported: true },
    bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1_048_576 },
    pagination: { cursor: true, index: true, defaultPaginationMethod: 'index', maxPageSize: maxResults },
    filter: { supported: true, maxResults },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    meta: { location: `${base}/ServiceProviderConfig` },
  });
});

it('ServiceProviderConfig has what RFC 7643, RFC 9865, RFC 9967 and the draft of roles know, and nothing else', () => {
  expect(Object.keys(serviceProviderConfig(base)).sort()).toEqual([
    'RolesAndEntitlements',
    'authenticationSchemes',
    'bulk',
    'changePassword',
    'etag',
    'filter',
    'meta',
    'pagination',
    'patch',
    'schemas',
    'securityEvents',
    'sort',
  ]);
});

it('ResourceTypes lists no extension of which a client can write nothing', () => {
  const listed = JSON.stringify(resourceTypeList(schemas, base));
  expect(listed).toContain('extension:enterprise:2.0:User');
  expect(listed).not.toContain('extension:access:');
  expect(JSON.stringify(schemaList(schemas, base))).toContain('extension:access:');
});

it('ResourceTypes lists User and Group with their extensions, and Role', () => {
  expect(resourceTypeList(schemas, base)).toMatchObject({
    totalResults: 3,
    Resources: [
      { id: 'User', endpoint: '/Users' },
      { id: 'Group', endpoint: '/Groups' },
      { id: 'Role', endpoint: '/Roles', schemaExtensions: [] },
    ],
  });
  expect(resourceTypeById(schemas, base, 'User')?.meta).toEqual({
    resourceType: 'ResourceType',
    location: `${base}/ResourceTypes/User`,
  });
  expect(resourceTypeById(schemas, base, '__proto__')).toBeNull();
});

it('Schemas serves the files as they are', () => {
  expect(schemaList(schemas, base)).toMatchObject({ totalResults: schemas.all.length, startIndex: 1 });
  for (const schema of schemas.all) {
    const served = schemaById(schemas, base, schema.id.toUpperCase());
    expect(served).toMatchObject(schema.document);
    expect(served?.meta).toEqual({ resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` });
  }
  expect(schemaById(schemas, base, 'urn:none')).toBeNull();
});
