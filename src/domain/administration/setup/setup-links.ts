/** Set-up links as admins make, list and revoke them. */
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import { type Authority, mayInOrganization, requireOrganizationPermission } from '../../access/authority/authority.ts';
import { actorKey, type Inviters, loadInviters } from '../../entry/offer/inviter.ts';
import { now } from '../../kernel/clock.ts';
import type { Context, Maker } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { hashSecret, newSecret } from '../../kernel/secret.ts';
import { limits } from '../../model/limits.ts';
import { getOrganization } from '../../model/organization.ts';
import {
  getSetupLink,
  permissionFor,
  type SetupLinkDocument,
  type SetupLinkStatus,
  type SetupPart,
  setupLinks,
  setupParts,
  statusOfSetupLink,
} from '../../model/setup-link.ts';
import { operate } from '../../operation/operate.ts';

export type SetupLinkOrder = Pick<SetupLinkDocument, 'name' | 'parts' | 'maySwitchOn' | 'expiresAt'>;

/** `void`: its maker may not any more what it is for, so that nothing can be done with it. */
export type SetupLinkView = { readonly link: SetupLinkDocument; readonly status: SetupLinkStatus | 'void' };

/**
 * @param authority of who makes it: they may do themselves what they let others do
 * @returns the link with its secret, which is known only now
 * @throws DomainError forbidden, also for a personal organization; conflict/too_many
 */
export function createSetupLink(
  context: Context,
  authority: Authority,
  orgId: string,
  order: SetupLinkOrder,
): Promise<{ readonly link: SetupLinkDocument; readonly secret: string }> {
  const createdBy = requireMaker(context, authority, order.parts);
  const secret = newSecret('usher_setup');
  return operate(orgId, context, {
    secretResult: true,
    load: async () => ({
      organization: await getOrganization(orgId),
      open: await tenant(orgId).count(setupLinks, { revokedAt: null, finishedAt: null, expiresAt: { $gt: now() } }),
    }),
    decide: ({ organization, open }, draft) => {
      if (organization.kind === 'personal')
        throw new DomainError('forbidden', 'personal_organization', 'A personal organization has nothing to set up.');
      if (open >= limits.setupLinks)
        throw new DomainError(
          'conflict',
          'too_many',
          `An organization has at most ${limits.setupLinks} open set-up links: revoke some.`,
        );
      const link: SetupLinkDocument = {
        _id: newId(),
        orgId,
        ...order,
        parts: setupParts.filter((part) => order.parts.includes(part)),
        tokenHash: hashSecret(secret),
        createdAt: draft.now,
        createdBy,
        ...{ openedAt: null, browserHash: null, finishedAt: null, revokedAt: null },
        domainIds: [],
        connectionId: newId(),
        scimTokenId: newId(),
      };
      const { name, parts, maySwitchOn, expiresAt } = link;
      draft.insert(setupLinks, link);
      draft.event({
        type: 'setup_link.created',
        subject: { setupLinkId: link._id },
        after: { name, parts, maySwitchOn, expiresAt },
      });
      return { link, secret };
    },
  });
}

/**
 * A new secret for a link whose browser or address is lost, or whose time is over: the old one is worth nothing, and what was
 * set up with it is there when the new one is opened. Who renews it answers for it from now on.
 * @throws DomainError not_found, forbidden, conflict/setup_link_over for one that was finished or revoked
 */
export async function renewSetupLink(
  context: Context,
  authority: Authority,
  orgId: string,
  linkId: string,
  expiresAt: Date,
): Promise<{ readonly link: SetupLinkDocument; readonly secret: string }> {
  const secret = newSecret('usher_setup');
  return operate(orgId, context, {
    secretResult: true,
    load: () => getSetupLink(orgId, linkId),
    decide: (link, draft) => {
      const createdBy = requireMaker(context, authority, link.parts);
      if (['revoked', 'finished'].includes(statusOfSetupLink(link, draft.now)))
        throw new DomainError('conflict', 'setup_link_over', 'This set-up link is over: make another one.');
      const { tokenHash } = link;
      const renewal = { tokenHash: hashSecret(secret), createdBy, createdAt: draft.now, expiresAt };
      const changes = { ...renewal, openedAt: null, browserHash: null };
      draft.update(setupLinks, linkId, changes, { tokenHash, revokedAt: null, finishedAt: null });
      draft.event({
        type: 'setup_link.renewed',
        subject: { setupLinkId: linkId },
        before: { name: link.name, expiresAt: link.expiresAt },
        after: { name: link.name, expiresAt },
      });
      return { link: { ...link, ...changes }, secret };
    },
  });
}

/** Whoever makes a link may do themselves what they let others do. @throws DomainError forbidden */
function requireMaker({ actor }: Context, authority: Authority, parts: readonly SetupPart[]): Maker {
  for (const part of parts) requireOrganizationPermission(authority, permissionFor[part]);
  if (actor.type === 'setup-link') throw new Error('a set-up link makes no other');
  return actor;
}

/** Newest first. */
export async function listSetupLinks(orgId: string): Promise<SetupLinkView[]> {
  return viewsOf(orgId, await tenant(orgId).find(setupLinks, {}, { sort: { _id: -1 }, limit: 500 }));
}

/** @throws DomainError not_found */
export async function viewSetupLink(orgId: string, linkId: string): Promise<SetupLinkView> {
  const [view] = await viewsOf(orgId, [await getSetupLink(orgId, linkId)]);
  return view as SetupLinkView;
}

/** Ends it at once, whoever has opened it; what was set up with it stays. One that is over stays as it is. @throws DomainError not_found */
export function revokeSetupLink(context: Context, orgId: string, linkId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => getSetupLink(orgId, linkId),
    decide: (link, draft) => {
      if (['revoked', 'finished'].includes(statusOfSetupLink(link, draft.now))) return;
      draft.update(setupLinks, linkId, { revokedAt: draft.now }, { revokedAt: null, finishedAt: null });
      draft.event({ type: 'setup_link.revoked', subject: { setupLinkId: linkId }, before: { name: link.name } });
    },
  });
}

/** Whether whoever made the link may do today all that it is for. */
export async function makerStillMay(link: SetupLinkDocument): Promise<boolean> {
  return stillMay(link, await loadInviters(link.orgId, [link.createdBy]));
}

/** Who was deactivated meanwhile has lost the links of before, as a key would be (P6). */
function stillMay({ createdBy, createdAt, parts }: SetupLinkDocument, makers: Inviters): boolean {
  const maker = makers.get(actorKey(createdBy));
  if (!maker) return false;
  const endedAt = maker.member?.accessEndedAt ?? null;
  if (endedAt !== null && endedAt >= createdAt) return false;
  return parts.every((part) => mayInOrganization(maker.authority, permissionFor[part]));
}

async function viewsOf(orgId: string, links: readonly SetupLinkDocument[]): Promise<SetupLinkView[]> {
  const at = now();
  const makers = await loadInviters(
    orgId,
    links.map(({ createdBy }) => createdBy),
  );
  return links.map((link) => {
    const status = statusOfSetupLink(link, at);
    const isOver = status !== 'unused' && status !== 'opened';
    return { link, status: isOver || stillMay(link, makers) ? status : 'void' };
  });
}
