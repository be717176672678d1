/** Where each organization's chain of events ends; kept apart from the events, so that cutting those off shows. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, text } from '../../storage/fields.ts';
import { system } from '../../storage/tenant.ts';
import { type ChainEnds, chainEnds, origin } from './chain.ts';

/** Its id is that of the organization; '' for the events of the deployment itself. */
export const auditHeads = defineCollection('auditHeads', 'system', {
  ...chainEnds,
  seal: text,
  at: date,
});

export type HeadDocument = DocumentOf<typeof auditHeads>;

/** Null before the first event is sealed. */
export function findHead(orgId: string): Promise<HeadDocument | null> {
  return system('background').findOne(auditHeads, { _id: orgId });
}

export const noEnds: ChainEnds = { seq: 0, link: origin, cutSeq: 0, cutLink: origin };
