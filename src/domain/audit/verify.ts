/** Verifying the chain: whether the sealed events of an organization are all there and as they were sealed. */
import { beginPart } from '../../storage/patience.ts';
import { system } from '../../storage/tenant.ts';
import { chainKey, digestOf, linkOf, sealOfEnds } from '../model/chain.ts';
import { events, type SealedEvent, sealedEvents } from '../model/event.ts';
import { findHead, noEnds } from '../model/head.ts';
import { organizations } from '../model/organization.ts';

export type Verification = {
  readonly orgId: string;
  /** Events that hold, after those that retention cut off. */
  readonly verified: number;
  /** The last number that was sealed, with its link: to be compared with what the log told of it. */
  readonly head: { readonly seq: number; readonly link: string };
  /** Null when all is well; else the number at which it first is not, and in which way. */
  readonly broken: { readonly seq: number; readonly reason: string } | null;
};

const chunk = 1_000;

/**
 * Reads the whole chain of an organization, in chunks, against its head.
 * @param known a head that was noted elsewhere: the chain must go through it. Finds a chain that was written anew
 */
export async function verifyChain(
  orgId: string,
  known?: { readonly seq: number; readonly link: string },
): Promise<Verification> {
  const key = await chainKey();
  // The head first: what is sealed while we read lies behind it.
  const head = await findHead(orgId);
  const ends = head ?? noEnds;
  let seq = ends.cutSeq;
  let link = ends.cutLink;
  const outcome = (at: number, reason: string | null): Verification => ({
    orgId,
    verified: seq - ends.cutSeq,
    head: { seq: ends.seq, link: ends.link },
    broken: reason === null ? null : { seq: at, reason },
  });
  if (head && head.seal !== sealOfEnds(key, orgId, head))
    return outcome(seq, 'The head of the chain was altered, or the secret of the deployment is another one.');

  while (seq < ends.seq) {
    const rows = await system('background').find(
      sealedEvents,
      { orgId, seq: { $gt: seq, $lte: ends.seq } },
      { sort: { seq: 1, _id: 1 }, limit: chunk },
    );
    beginPart();
    if (rows.length === 0) return outcome(seq + 1, 'Events were removed: the chain ends before its head.');
    for (const event of rows) {
      const fault = faultOf(event);
      if (fault !== null) return outcome(Math.min(event.seq, seq + 1), fault);
      seq = event.seq;
      link = event.link;
      if (known?.seq === seq && known.link !== link)
        return outcome(seq, 'The chain is another one than that of the noted head: it was written anew.');
    }
  }
  if (link !== ends.link) return outcome(seq, 'The last link is not that of the head.');
  const beyond = await system('background').findOne(
    events,
    { orgId, seq: { $gt: ends.seq } },
    {
      sort: { seq: 1 },
    },
  );
  const newer = await findHead(orgId);
  if (beyond && (newer?.seq ?? 0) === ends.seq)
    return outcome(ends.seq + 1, 'An event was inserted behind the head of the chain.');
  if (known && known.seq > ends.seq) return outcome(ends.seq + 1, 'The chain ends before the noted head.');
  return outcome(seq, null);

  function faultOf(event: SealedEvent): string | null {
    if (event.seq <= seq) return 'An event was inserted: its number is there twice.';
    if (event.seq !== seq + 1) return `Events were removed: ${seq + 1} to ${event.seq - 1} are missing.`;
    if (event.digest !== digestOf(key, event)) return 'The event was altered.';
    if (event.link !== linkOf(key, orgId, event.seq, link, event.digest))
      return 'The link to the event before does not hold: events were reordered, replaced or inserted.';
    return null;
  }
}

/** Of every organization, and of the deployment itself (''). The events of a deleted organization go with it. */
export async function listChains(): Promise<string[]> {
  const present = await system('background').find(organizations, {}, { projection: { _id: 1 } });
  return ['', ...present.map(({ _id }) => _id).sort()];
}
