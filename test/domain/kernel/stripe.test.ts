import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { ownStripe } from '../../../src/domain/kernel/stripe.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person, testDeployment } from '../../support/domain.ts';

testDeployment();

/** Leaves a transaction open on the stripe's rows, as a process does that dies in mid-commit, while `run` runs. */
async function whileLocked(collection: string, filter: object, run: () => Promise<unknown>): Promise<void> {
  const session = mongoose.connection.getClient().startSession();
  session.startTransaction();
  try {
    const { matchedCount } = await mongoose.connection
      .collection(collection)
      .updateMany(filter, { $set: { lockedBy: 'a process that died' } }, { session });
    expect(matchedCount).toBe(1);
    await run();
  } finally {
    await session.abortTransaction();
    await session.endSession();
  }
}

describe('a process that died in mid-commit', () => {
  it('does not keep others from creating users, although it holds the counter of its stripe', async () => {
    const { orgId } = await newOrganization();
    await createUser(context, orgId, person('first@acme.test'));
    await whileLocked('counters', { orgId, stripe: ownStripe() }, async () => {
      await createUser(context, orgId, person('second@acme.test'));
    });
  });

  it('does not keep others from deciding by names, although it holds the mark of its stripe', async () => {
    const { orgId } = await newOrganization();
    await whileLocked('nameStripes', { orgId, stripe: ownStripe() }, async () => {
      await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Viewer'), []);
    });
  });
});
