/**
 * What an invited person reads, as text and as HTML, and how all letters look. Pure. Names come from people and directories, and the person is a
 * stranger to them: the words are ours, and a name is a line of plain text in it or is not there.
 */
import { escapeHtml } from '../../../html.ts';

export type LetterFacts = {
  readonly organizationName: string;
  /** Who invites; null: a program or the operator. */
  readonly inviterName: string | null;
  readonly workspaceNames: readonly string[];
  readonly link: string;
  /** null: never. */
  readonly expiresAt: Date | null;
};

export type Letter = { readonly subject: string; readonly text: string; readonly html: string };

export function invitationLetter({ link, expiresAt, ...facts }: LetterFacts): Letter {
  const organization = plainName(facts.organizationName) ?? 'an organization';
  const inviter = facts.inviterName === null ? null : plainName(facts.inviterName);
  const workspaces = facts.workspaceNames.map(plainName).filter((name) => name !== null);
  const invitation = inviter
    ? `${inviter} invites you to join ${organization}.`
    : `You are invited to join ${organization}.`;
  const where =
    workspaces.length === 0
      ? []
      : [`You will work in ${workspaces.slice(0, 20).join(', ')}${workspaces.length > 20 ? ' and more' : ''}.`];
  const end = [
    ...(expiresAt ? [`The invitation ends on ${expiresAt.toUTCString()}.`] : []),
    'It is for this address only. If you did not expect it, you need not do anything.',
  ];
  return {
    subject: `Invitation to ${organization}`,
    text: [invitation, ...where, 'To accept it, open this address and sign in:', link, ...end]
      .join('\n\n')
      .concat('\n'),
    html: letterPage(`Invitation to ${organization}`, [
      ...[invitation, ...where].map(paragraph),
      ...linkButton('Accept the invitation', link),
      ...end.map(paragraph),
    ]),
  };
}

const maxName = 80;

/**
 * A name on one line, without invisible turns of direction, and not endless. Null for one in which a mail program could find
 * an address to make a link of: nothing of it is repeated.
 */
export function plainName(name: string): string | null {
  const line = name.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim();
  if (line === '' || looksLikeLink.test(line.normalize('NFKC'))) return null;
  const characters = [...line];
  return characters.length > maxName ? `${characters.slice(0, maxName).join('')}…` : line;
}

/** A scheme, `www.`, four numbers, or a name with a dot and letters after it, as in every domain; dots of other scripts too. */
const looksLikeLink = /:\/\/|\bwww\.|\d{1,3}(?:\.\d{1,3}){3}|[\p{L}\p{N}-][.\u3002][\p{L}][\p{L}\p{N}-]/iu;

/** The document of a letter. @param parts markup */
export function letterPage(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="font:16px/1.5 system-ui,sans-serif;color:#1b1f2a;max-width:34rem;margin:2rem auto;padding:0 1rem">
${parts.join('\n')}
</body>
</html>
`;
}

export const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

/** Where the letter leads, as a button and as an address that can be copied. */
export const linkButton = (label: string, link: string): readonly string[] => [
  `<p style="margin:24px 0"><a href="${escapeHtml(link)}" style="background:#4256d0;color:#ffffff;padding:10px 18px;border-radius:8px;text-decoration:none;font-weight:600">${escapeHtml(label)}</a></p>`,
  paragraph('Or open this address:'),
  `<p style="word-break:break-all"><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`,
];
