/** `usher audit verify`: whether the audit log is as it was written. */
import { loadConfig, readEnvironment } from '../config/load-config.ts';
import { listChains, type Verification, verifyChain } from '../domain/audit/verify.ts';
import { BadUse } from './bad-use.ts';
import { withDatabase } from './database.ts';

export type VerifyOrder = {
  /** Absent: all organizations, and the deployment itself. */
  readonly organization?: string;
  /** A head as the log told of it: `<seq>:<link>`. */
  readonly head?: string;
};

/**
 * Verifies and prints a line for each chain.
 * @returns the exit code: 0 when all hold
 * @throws BadUse with what is wrong with the order; Error where there is no such organization
 */
export async function verifyAudit({ organization, head }: VerifyOrder): Promise<number> {
  const known = head === undefined ? undefined : parseHead(head);
  if (known && organization === undefined) throw new BadUse('--head belongs to one organization: add --organization.');
  return withDatabase(loadConfig(readEnvironment()), async () => {
    const chains = await listChains();
    if (organization !== undefined && !chains.includes(organization))
      throw new Error(`There is no organization "${organization}".`);
    let broken = 0;
    for (const orgId of organization === undefined ? chains : [organization]) {
      const verification = await verifyChain(orgId, known);
      if (verification.broken) broken += 1;
      console.log(lineOf(verification));
    }
    return broken === 0 ? 0 : 1;
  });
}

function lineOf({ orgId, verified, head, broken }: Verification): string {
  const whose = orgId === '' ? 'the deployment' : `organization ${orgId}`;
  if (broken) return `${whose}: BROKEN at event ${broken.seq}. ${broken.reason} ${verified} events before it hold.`;
  return `${whose}: ${verified} events hold; head ${head.seq}:${head.link || '-'}`;
}

function parseHead(text: string): { seq: number; link: string } {
  const [, seq, link] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || link === undefined)
    throw new BadUse('--head is the number of an event and its link, as the log tells them: 1234:5f2c...');
  return { seq: Number(seq), link };
}
