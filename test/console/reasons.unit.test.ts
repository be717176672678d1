import { describe, expect, it } from 'vitest';
import { lostGrants, reasonOf, roleNameOf } from '../../src/console/lib/reasons.ts';

const design = { id: 'g', displayName: 'Design' };
const role = 'Workspace Editor';

describe('the reason behind a role, in words for the person', () => {
  it.each([
    [{ source: 'scim-group', role, group: design }, 'because the group “Design” says so'],
    [{ source: 'scim-group', role }, 'because a group says so'],
    [
      { source: 'scim-group', role, group: design, held: { changeId: 'h', since: '', detail: '' } },
      'because the group “Design” said so, which waits for an admin',
    ],
    [{ source: 'admin-group', role, group: design }, 'because the group “Design”, which admins made, says so'],
    [{ source: 'sso-group', role, group: design }, 'because the group “Design” of the sign-in says so'],
    [{ source: 'scim-role', role }, 'because the directory names this role for the person'],
    [{ source: 'sso-default', role }, 'as a newcomer (SSO member settings)'],
    [{ source: 'invitation', role }, 'by an invitation'],
    [{ source: 'manual', role }, 'added by an admin'],
    [{ source: 'creator', role }, 'as its creator'],
    [{ source: 'override', role, reason: 'audit season' }, 'override by an admin: audit season'],
    [{ source: 'override', role: null, reason: null }, 'override by an admin'],
    [{ source: 'organization-admin', role }, 'as Organization Admin'],
    [{ source: 'default', role: 'Organization User' }, 'default for members of the organization'],
    [{ source: 'a source of later days', role }, 'a source of later days'],
  ])('%j: %s', (grant, reason) => {
    expect(reasonOf(grant)).toBe(reason);
  });

  it('says when a grant ends', () => {
    const grant = { source: 'override', role, expiresAt: '2031-05-15T12:00:00.000Z' };
    expect(reasonOf(grant)).toMatch(/^override by an admin, until May 1[456], 2031 at /);
  });

  it('calls the role of a deny "No access"', () => {
    expect([roleNameOf(role), roleNameOf(null)]).toEqual([role, 'No access']);
  });

  it('lists the grants that lost, not the winner', () => {
    const winner = { source: 'scim-group', role, lostBecause: null };
    const loser = { source: 'manual', role, lostBecause: 'a SCIM group decides' };
    expect(lostGrants({ grants: [winner, loser] })).toEqual([loser]);
  });
});
