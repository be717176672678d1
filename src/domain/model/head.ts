/** Where each organization's chain of events ends; kept apart from the events, so that cutting those off shows. */
import { type Document, defineCollection } from '../../storage/collection.ts';
import { system } from '../../storage/tenant.ts';
import { type ChainEnds, origin } from './chain.ts';

/** Its id is that of the organization; '' for the events of the deployment itself. */
export type HeadDocument = Document & ChainEnds & { readonly seal: string; readonly at: Date };

export const auditHeads = defineCollection<HeadDocument>('auditHeads', 'system', {
  seq: Number,
  link: String,
  cutSeq: Number,
  cutLink: String,
  seal: String,
  at: Date,
});

/** Null before the first event is sealed. */
export function findHead(orgId: string): Promise<HeadDocument | null> {
  return system('background').findOne(auditHeads, { _id: orgId });
}

export const noEnds: ChainEnds = { seq: 0, link: origin, cutSeq: 0, cutLink: origin };
