/** An organization as its member sees it: the role, the workspaces with theirs, and why. */
import { type Access, type Explained, type Me, type Organization, readAccess } from './api.ts';
import { connectBox } from './connect.ts';
import { element, newId } from './dom.ts';
import { lostGrants, reasonOf, roleNameOf } from './reasons.ts';

/** The card of one organization. A fault in reading it is told in the card: the others still show. */
export async function organizationCard(organization: Organization, me: Me): Promise<HTMLElement> {
  const access = await readAccess(organization.id, organization.memberId).catch((error: Error) => error);
  const id = newId();
  const header = headerOf(organization, id);
  const card = element('section', { class: 'card', 'aria-labelledby': id }, header);
  if (access instanceof Error) {
    card.append(element('div', {}, element('p', { class: 'notice', role: 'alert' }, access.message)));
  } else {
    header.append(...whyOf(access.organization));
    card.append(workspacesOf(organization, access));
  }
  if (organization.role === 'Organization Admin' && organization.kind === 'shared')
    card.append(connectBox(organization, me));
  return card;
}

function headerOf({ name, isDefault, kind, role }: Organization, id: string): HTMLElement {
  const heading = element('div', { class: 'heading' }, element('h2', { id }, name));
  if (isDefault) heading.append(element('span', { class: 'badge' }, 'default organization'));
  if (kind === 'personal') heading.append(element('span', { class: 'badge' }, 'personal'));
  if (role !== null) heading.append(roleLabel(role));
  return element('header', {}, heading);
}

function workspacesOf({ name }: Organization, { workspaces }: Access): HTMLElement {
  if (workspaces.length === 0)
    return element(
      'div',
      { class: 'empty' },
      element('h3', {}, 'No workspace yet'),
      element(
        'p',
        {},
        `You belong to ${name}, but to none of its workspaces. Ask an administrator of ${name} to add you, or whoever manages the groups in your company directory.`,
      ),
    );
  return element(
    'ul',
    { class: 'workspaces', 'aria-label': `Workspaces of ${name}` },
    ...workspaces.map(workspaceItem),
  );
}

function workspaceItem(workspace: Access['workspaces'][number]): HTMLElement {
  return element(
    'li',
    {},
    element('div', { class: 'heading' }, element('h3', {}, workspace.name), roleLabel(workspace.role)),
    ...whyOf(workspace),
  );
}

function roleLabel(role: string | null): HTMLElement {
  return element('span', { class: role === null ? 'role none' : 'role' }, roleNameOf(role));
}

/** The sentence that says which grant decides, and a disclosure of those that do not. */
function whyOf(explained: Explained): HTMLElement[] {
  const others = lostGrants(explained);
  const parts: HTMLElement[] = [];
  if (explained.winner !== null)
    parts.push(element('p', { class: 'reason' }, `${capitalized(reasonOf(explained.winner))}.`));
  if (others.length > 0)
    parts.push(
      element(
        'details',
        { class: 'others' },
        element('summary', {}, others.length === 1 ? '1 other reason' : `${others.length} other reasons`),
        element('ul', {}, ...others.map(otherReason)),
      ),
    );
  return parts;
}

function otherReason(grant: Explained['grants'][number]): HTMLElement {
  return element(
    'li',
    {},
    element('strong', {}, roleNameOf(grant.role)),
    `, ${reasonOf(grant)}`,
    element('span', { class: 'lost' }, `Does not count: ${grant.lostBecause}.`),
  );
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
