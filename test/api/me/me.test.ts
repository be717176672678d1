import { describe, expect, it } from 'vitest';
import { testApi } from '../api-app.ts';

const api = testApi();

describe('GET /me', () => {
  it('tells a person who they are, where they belong and how the deployment is set', async () => {
    const ada = await api.newPerson('Ada Lovelace');
    const { body } = await ada.ask('get', '/me');
    expect(body).toEqual({
      account: { id: ada.accountId, email: ada.email, emailVerified: true, name: 'Ada Lovelace', hasPassword: false },
      csrfToken: null,
      confirmsBy: null,
      organizations: [
        {
          id: api.defaultOrgId(),
          kind: 'shared',
          name: 'Default',
          isDefault: true,
          role: 'Organization User',
          status: 'active',
          memberId: expect.any(String),
          auditRetentionDays: null,
          massChangeGuard: null,
          invitationsEnabled: true,
          recentSignInRequired: true,
          ssoOnly: false,
        },
      ],
      signInElsewhere: [],
      defaultOrganizationId: api.defaultOrgId(),
      flags: { workspaceScopeOrgInvitesEnabled: false, userOrgCreationDisabled: true, personalOrgsDisabled: true },
    });
  });

  it('is nobody for a key that belongs to no person', async () => {
    expect((await api.operator('get', '/me')).status).toBe(403);
    const service = await api.serviceKeyOf(api.defaultOrgId());
    expect((await service('get', '/me')).body.code).toBe('forbidden');
  });
});
