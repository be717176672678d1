import { type Endpoint, objectOf } from './exchange.ts';
import { checkJson } from './schema/text.ts';
import { ScimError } from './scim-error.ts';

const searchSchema = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** `POST .../.search` (RFC 7644 section 3.4.3): the list that GET would give, its parameters in the body. */
export function searchBy(list: Endpoint): Endpoint {
  return async (request) => {
    checkJson(request.body);
    const { schemas, ...query } = objectOf(request.body, 'a SearchRequest');
    const named = schemas === undefined || schemas === null ? [] : [schemas].flat();
    for (const schema of named) {
      if (typeof schema === 'string' && schema.toLowerCase() === searchSchema.toLowerCase()) continue;
      throw new ScimError(400, 'invalidSyntax', `"schemas" of a search must be ["${searchSchema}"].`);
    }
    return list({ ...request, query });
  };
}
