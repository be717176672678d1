import type { Attribute, AttributeType } from './model.ts';

function attribute(name: string, type: AttributeType, facts: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type,
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    canonicalValues: [],
    referenceTypes: [],
    subAttributes: [],
    ...facts,
  };
}

const readOnly = { mutability: 'readOnly', caseExact: true } as const;

/**
 * The attributes of every resource (RFC 7643 section 3.1), which no schema document lists. `schemas` is always returned
 * because section 3 makes it part of every representation.
 */
export const commonAttributes: readonly Attribute[] = [
  attribute('schemas', 'reference', { ...readOnly, multiValued: true, returned: 'always' }),
  attribute('id', 'string', { ...readOnly, returned: 'always', uniqueness: 'global' }),
  attribute('externalId', 'string', { caseExact: true }),
  attribute('meta', 'complex', {
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'string', readOnly),
      attribute('created', 'dateTime', readOnly),
      attribute('lastModified', 'dateTime', readOnly),
      attribute('location', 'reference', readOnly),
      attribute('version', 'string', readOnly),
    ],
  }),
];
