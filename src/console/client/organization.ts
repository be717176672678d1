/** An organization as its member sees it: the role, the workspaces with theirs, and why. */
import { type Access, type Explained, type Me, type Organization, readAccess } from './api.ts';
import { connectBox } from './connect.ts';
import { element, newId } from './dom.ts';
import { lostGrants, reasonOf, roleNameOf } from './reasons.ts';

/** The card of one organization. A fault in reading it is told in the card: the others still show. */
export async function organizationCard(organization: Organization, me: Me): Promise<HTMLElement> {
  const access = await readOwnAccess(organization);
  const id = newId();
  const card = element('section', { class: 'card', 'aria-labelledby': id }, headerOf(organization, id, access));
  if (access instanceof Error)
    card.append(element('div', {}, element('p', { class: 'notice', role: 'alert' }, access.message)));
  else card.append(access === null ? pendingNote(organization) : workspacesOf(organization, access));
  if (organization.role === 'Organization Admin' && organization.kind === 'shared')
    card.append(connectBox(organization, me));
  return card;
}

/** null: there is none yet, because the invitation is not accepted. */
async function readOwnAccess({ id, memberId, status }: Organization): Promise<Access | Error | null> {
  if (memberId === null || status === 'pending') return null;
  return readAccess(id, memberId).catch((error: Error) => error);
}

function headerOf(
  { name, isDefault, kind, role }: Organization,
  id: string,
  access: Access | Error | null,
): HTMLElement {
  const heading = element('div', { class: 'heading' }, element('h2', { id }, name));
  if (isDefault) heading.append(element('span', { class: 'badge' }, 'default'));
  if (kind === 'personal') heading.append(element('span', { class: 'badge' }, 'personal'));
  if (role !== null) heading.append(roleLabel(role));
  const header = element('header', {}, heading);
  if (access !== null && !(access instanceof Error)) header.append(...whyOf(access.organization));
  return header;
}

function pendingNote({ name }: Organization): HTMLElement {
  return element(
    'div',
    { class: 'empty' },
    element('h3', {}, 'You are invited'),
    element('p', {}, `Open the link in your invitation to join ${name}.`),
  );
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
  const { role, winner } = explained;
  const others = lostGrants(explained);
  const parts: HTMLElement[] = [];
  if (winner !== null) parts.push(element('p', { class: 'reason' }, `${roleNameOf(role)} ${reasonOf(winner)}.`));
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
    `${roleNameOf(grant.role)} ${reasonOf(grant)}`,
    element('span', { class: 'lost' }, `Does not count: ${grant.lostBecause}.`),
  );
}
