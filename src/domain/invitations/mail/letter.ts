/** What an invited person reads, as text and as HTML. Pure. */

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
  const organization = oneLine(facts.organizationName);
  const inviter = facts.inviterName === null ? null : oneLine(facts.inviterName);
  const workspaces = facts.workspaceNames.map(oneLine);
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
    html: page(organization, [
      ...[invitation, ...where].map(paragraph),
      `<p style="margin:24px 0"><a href="${escapeHtml(link)}" style="background:#4256d0;color:#ffffff;padding:10px 18px;border-radius:8px;text-decoration:none;font-weight:600">Accept the invitation</a></p>`,
      paragraph('Or open this address:'),
      `<p style="word-break:break-all"><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`,
      ...end.map(paragraph),
    ]),
  };
}

/** Names come from people and directories: no line breaks, no invisible turns of direction, not endless. */
function oneLine(name: string): string {
  const line = name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}

function page(organization: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Invitation to ${escapeHtml(organization)}</title></head>
<body style="font:16px/1.5 system-ui,sans-serif;color:#1b1f2a;max-width:34rem;margin:2rem auto;padding:0 1rem">
${parts.join('\n')}
</body>
</html>
`;
}

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
