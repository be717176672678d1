import { expect, it } from 'vitest';
import { decideAccess } from '../../../src/domain/access/decide-access.ts';
import { loadAccess } from '../../../src/domain/access/state.ts';
import { removeMember } from '../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { context, newOrganization, person, testDeployment } from '../../support/domain.ts';

testDeployment();

it('a decision about somebody who was removed between two reads is made again, with what there is now', async () => {
  const { orgId } = await newOrganization();
  const { _id: memberId } = await createUser(context, orgId, person('leaver@acme.test'));
  let loads = 0;
  const outcome = await operate(orgId, context, {
    load: async () => {
      loads += 1;
      const found = loads === 1;
      if (found) await removeMember(context, orgId, memberId, { scim: true });
      return { found, access: await loadAccess(orgId, [memberId]) };
    },
    decide: ({ found, access }, draft) => {
      if (!found) return 'nobody is there';
      decideAccess(draft, access, [{ memberId, status: 'active', grants: [] }]);
      return 'decided';
    },
  });
  expect([outcome, loads]).toEqual(['nobody is there', 2]);
});
