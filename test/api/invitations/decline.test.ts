/** Declining an invitation, over HTTP. */
import { describe, expect, it } from 'vitest';
import { events } from '../../../src/domain/model/event.ts';
import { invitations } from '../../../src/domain/model/invitation.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { context, newOrganization } from '../../support/domain.ts';
import { type Person, publicUrl, testApi, withoutRequestId } from '../api-app.ts';

const api = testApi();

/** Somebody who is signed in, and invited by another organization than the default one. */
async function invited() {
  const { orgId, workspaceId } = await newOrganization('Elsewhere');
  const org = `/organizations/${orgId}`;
  const guest = await api.newPerson('guest');
  const order = { email: guest.email, workspaces: [{ workspaceId, role: 'Workspace Viewer' }] };
  const { body } = await api.operator('post', `${org}/invitations`, { invitations: [order] });
  const [{ link, invitationId }] = body.results;
  return { orgId, org, guest, order, id: invitationId, secret: link.replace(`${publicUrl}/invitations/`, '') };
}

const decline = ({ ask }: Person, secretOrId: string) => ask('post', `/me/invitations/${secretOrId}/decline`);

describe('declining', () => {
  it.each(['id', 'secret'] as const)('ends the invitation by its %s, and its inviter sees who did it', async (by) => {
    const { orgId, org, guest, ...invitation } = await invited();
    expect((await decline(guest, invitation[by])).status).toBe(204);
    expect((await guest.ask('get', '/me/invitations')).body.items).toEqual([]);
    const listed = (await api.operator('get', `${org}/invitations`)).body.items;
    expect(listed).toMatchObject([{ id: invitation.id, status: 'declined', workspaces: [] }]);
    expect((await api.operator('get', `${org}/invitations?status=declined`)).body.total).toBe(1);
    expect((await api.operator('get', `${org}/members`)).body.items).toEqual([]);
    expect(await tenant(orgId).find(events, { type: 'invitation.declined' })).toMatchObject([
      { actor: { type: 'account', id: guest.accountId }, after: { status: 'declined' } },
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('leaves nothing to accept or to send again, and the person can be invited anew', async () => {
    const { org, guest, order, id, secret } = await invited();
    await decline(guest, secret);
    for (const way of [secret, id]) expect((await guest.ask('post', `/me/invitations/${way}/accept`)).status).toBe(404);
    const again = await api.operator('post', `${org}/invitations/${id}/resend`);
    expect(again).toMatchObject({ status: 409, body: { code: 'invitation_declined' } });
    const { body } = await api.operator('post', `${org}/invitations`, { invitations: [order] });
    expect(body.results).toMatchObject([{ outcome: 'invited' }]);
    expect((await guest.ask('get', '/me/invitations')).body.items).toHaveLength(1);
  });

  it('is for nobody but the invited person, and the same 404 for whatever is not open', async () => {
    const { org, guest, id, secret } = await invited();
    const stranger = await api.newPerson('stranger');
    expect(await decline(stranger, secret)).toMatchObject({ status: 403, body: { code: 'other_address' } });
    const unknown = withoutRequestId(await decline(stranger, 'usher_invite_guessed'));
    expect(withoutRequestId(await decline(stranger, id))).toEqual(unknown);
    expect((await api.operator('get', `${org}/invitations`)).body.items).toMatchObject([{ status: 'pending' }]);
    await api.operator('delete', `${org}/invitations/${id}`);
    expect(withoutRequestId(await decline(guest, secret))).toEqual(unknown);
  });

  it('happens once where it is accepted at the same time', async () => {
    const { orgId, org, guest, id } = await invited();
    const once = { replay: false };
    const [accepted, declined] = await Promise.all(
      ['accept', 'decline'].map((what) => guest.ask('post', `/me/invitations/${id}/${what}`, undefined, once)),
    );
    expect([accepted?.status === 200, declined?.status === 204].toSorted()).toEqual([false, true]);
    expect((await api.operator('get', `${org}/members`)).body.items).toHaveLength(accepted?.status === 200 ? 1 : 0);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is not for the first administrator, without whom nobody could administer', async () => {
    const { orgId, guest, id } = await invited();
    await operate(orgId, context, {
      load: async () => null,
      decide: (_, draft) => draft.update(invitations, id, { initialAdmin: true }),
    });
    expect(await decline(guest, id)).toMatchObject({ status: 409, body: { code: 'first_administrator' } });
  });
});
