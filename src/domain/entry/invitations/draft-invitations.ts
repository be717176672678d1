/** What was judged about the people of a batch, drafted one after the other and written together. */
import { decideAccess } from '../../access/decide-access.ts';
import { tombstones } from '../../model/tombstone.ts';
import { assertNames } from '../../operation/names.ts';
import type { Draft } from '../../operation/operate.ts';
import {
  accessChanges,
  type Batch,
  type BatchState,
  clearedBy,
  type Inviting,
  newBatch,
  type Order,
  withCleared,
} from './batch.ts';
import { type Done, type Drafting, extendInvitation, give, openInvitation } from './draft-steps.ts';
import { type Decision, judgeOrder } from './judge-order.ts';
import { type Outcome, tellOutcome } from './outcome.ts';

/** Drafts all that can be done and answers an outcome for each, in order. */
export function draftInvitations(
  draft: Draft,
  state: BatchState,
  inviting: Inviting,
  orders: readonly Order[],
  sealed: ReadonlyMap<string, string> | null,
): Outcome[] {
  const { access } = state;
  const drafting = { draft, inviting, sealed, precedence: access.organization.scim.precedence };
  let batch = newBatch(access);
  const outcomes = orders.map((order) => {
    const decision = judgeOrder(batch, order, state, inviting, draft.now);
    const { batch: after, person, ...invited } = carryOut(drafting, batch, order, decision);
    batch = decision.kind === 'refused' ? after : clearTombstones(draft, after, order, state);
    const about = { access, scope: inviting.scope, at: draft.now };
    return { ...tellOutcome(batch, order, decision, person, about), ...invited };
  });
  if (batch.changed.size === 0) return outcomes;
  assertNames(draft, access.organization);
  decideAccess(draft, { ...access, members: batch.people }, accessChanges(batch));
  return outcomes;
}

function carryOut(drafting: Drafting, batch: Batch, order: Order, decision: Decision): Done {
  const { person } = decision;
  switch (decision.kind) {
    case 'refused':
    case 'nothing':
      return { batch, person };
    case 'added':
      return { batch: give(drafting, batch, decision.person, decision.missing, 'manual'), person };
    case 'invited':
      return openInvitation(drafting, batch, order, decision);
    case 'extended':
      return extendInvitation(drafting, batch, order, decision);
  }
}

function clearTombstones(draft: Draft, batch: Batch, order: Order, { buried }: BatchState): Batch {
  const ids = clearedBy(batch, order, buried);
  for (const id of ids) draft.delete(tombstones, id);
  return withCleared(batch, ids);
}
