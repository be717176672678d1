/** `GET /scim/jwks/:organizationId`: by what receivers verify the security event tokens of an organization (RFC 7517). */
import { Router } from 'express';
import { signingKeyOf } from '../domain/administration/keys/signing-key.ts';
import { findOrganization } from '../domain/model/organization.ts';
import type { SecretBox } from '../domain/model/secret-box.ts';

export function eventKeys(secretBox: SecretBox): Router {
  const router = Router();
  router.get('/scim/jwks/:organizationId', async (request, response) => {
    const { organizationId } = request.params;
    const organization = await findOrganization(organizationId);
    response.set('Cache-Control', 'public, max-age=60');
    if (!organization) return response.status(404).json({ keys: [] });
    response.json(await signingKeyOf(organizationId, organizationId, secretBox).publicKeys());
  });
  return router;
}
