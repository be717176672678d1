/** A set-up link as whoever has it opens it: once, in one browser, which alone can use it from then on. */
import { timingSafeEqual } from 'node:crypto';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { hashSecret } from '../../kernel/secret.ts';
import { type OrganizationDocument, organizations } from '../../model/organization.ts';
import {
  actorOfSetupLink,
  getSetupLink,
  type SetupLinkDocument,
  setupLinkNotFound,
  setupLinks,
  statusOfSetupLink,
} from '../../model/setup-link.ts';
import { operate } from '../../operation/operate.ts';
import { makerStillMay } from './setup-links.ts';

/** A link that something can be done with now, and for which organization. */
export type LiveSetup = {
  readonly link: SetupLinkDocument;
  readonly organization: Pick<OrganizationDocument, '_id' | 'name'>;
};

/**
 * The link with this secret, as this browser sees it: unopened, or opened by it.
 * @param browserSecret of a link by its id; null: this browser has not opened it
 * @throws DomainError not_found: guessed, over, opened elsewhere, or its maker may not any more; all the same
 */
export async function lookAtSetupLink(
  secret: string,
  browserSecret: (linkId: string) => string | null,
): Promise<LiveSetup> {
  const tokenHash = hashSecret(secret);
  const link = await system('setup-links').findOne(setupLinks, { tokenHash });
  if (!link || !isSame(link.tokenHash, tokenHash)) throw setupLinkNotFound();
  const live = await alive(link);
  if (!live || (link.browserHash !== null && !isOf(link, browserSecret(link._id)))) throw setupLinkNotFound();
  return live;
}

/** What this browser has opened and may go on with; null: nothing, or not any more. Asked anew for every request. */
export async function findOpenSetup(linkId: string, browserSecret: string): Promise<LiveSetup | null> {
  const link = await system('setup-links').findOne(setupLinks, { _id: linkId });
  return link && isOf(link, browserSecret) ? alive(link) : null;
}

/**
 * Binds the link to the browser that holds this secret. Of two browsers at once one wins.
 * @throws DomainError not_found
 */
export function openSetupLink(
  request: Omit<Context, 'actor'>,
  { link: { _id, orgId, ...known } }: LiveSetup,
  browserSecret: string,
): Promise<void> {
  const actor = actorOfSetupLink({ _id, orgId, ...known });
  return operate(
    orgId,
    { ...request, actor },
    {
      load: () => getSetupLink(orgId, _id),
      decide: (link, draft) => {
        if (statusOfSetupLink(link, draft.now) !== 'unused') throw setupLinkNotFound();
        const browserHash = hashSecret(browserSecret);
        draft.update(
          setupLinks,
          _id,
          { openedAt: draft.now, browserHash },
          { openedAt: null, browserHash: null, revokedAt: null, finishedAt: null },
        );
        draft.event({ type: 'setup_link.opened', subject: { setupLinkId: _id }, after: { name: link.name } });
      },
    },
  );
}

async function alive(link: SetupLinkDocument): Promise<LiveSetup | null> {
  const status = statusOfSetupLink(link, now());
  if (status !== 'unused' && status !== 'opened') return null;
  const organization = await system('deployment').findOne(
    organizations,
    { _id: link.orgId },
    { projection: { name: 1 } },
  );
  return organization && (await makerStillMay(link)) ? { link, organization } : null;
}

function isOf({ browserHash }: SetupLinkDocument, browserSecret: string | null): boolean {
  return browserHash !== null && browserSecret !== null && isSame(browserHash, hashSecret(browserSecret));
}

const isSame = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other));
