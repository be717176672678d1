import { escapeHtml } from '../../html.ts';
import type { DemoPerson } from './people.ts';

/** "Who do you want to be?": one button for each person, grouped; pressing it posts `sub` to `action`. Pure. */
export function peoplePage(people: readonly DemoPerson[], action: string): string {
  const groups = new Map<string, DemoPerson[]>([['', []]]);
  for (const person of people) {
    const group = groups.get(person.group ?? '') ?? [];
    groups.set(person.group ?? '', group);
    group.push(person);
  }
  const lists = [...groups]
    .filter(([, members]) => members.length > 0)
    .map(
      ([group, members]) =>
        `${group === '' ? '' : `<h2>${escapeHtml(group)}</h2>\n`}<ul class="cards">\n${members.map(card).join('\n')}\n</ul>`,
    );
  return document(
    'Who do you want to be?',
    `<main class="people">
<h1>Who do you want to be?</h1>
<p>This stands in for your identity provider while you try Usher. There are no passwords: choose a person.</p>
<form method="post" action="${escapeHtml(action)}">
${lists.join('\n')}
</form>
</main>`,
  );
}

const card = ({ sub, name, email, shows }: DemoPerson) =>
  `<li><button class="card" name="sub" value="${escapeHtml(sub)}"><strong>${escapeHtml(name)}</strong><span>${escapeHtml(
    email,
  )}</span>${shows ? `<span>${escapeHtml(shows)}</span>` : ''}</button></li>`;

/** A page with one heading and one paragraph. Pure. */
export const notePage = (heading: string, text: string): string =>
  document(heading, `<main>\n<h1>${escapeHtml(heading)}</h1>\n<p>${escapeHtml(text)}</p>\n</main>`);

/** Sends the provider's own sign-out form off at once; `form` is its HTML. Only a browser without scripts shows it. */
export const signOutPage = (form: string, nonce: string): string =>
  document(
    'Signing out',
    `<main>
<h1>Signing out</h1>
${form}
<p><button class="button" form="op.logoutForm" name="logout" value="yes" id="go">Sign out</button></p>
<script nonce="${nonce}">document.getElementById('go').click()</script>
</main>`,
  );

const document = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Demo sign-in</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
${body}
</body>
</html>
`;
