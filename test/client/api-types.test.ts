import openapiTypescript, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';
import { apiDocument } from '../support/api-document.ts';

const header = '// Written from the OpenAPI document by `npm run api-types`: do not edit.\n\n';

it('the types of the client are those of the document; otherwise run `npm run api-types`', async () => {
  // The address of the deployment is none of the client's business.
  const types = astToString(await openapiTypescript(JSON.stringify(apiDocument())));
  await expect(header + types).toMatchFileSnapshot('../../src/client/api-types.ts');
});
