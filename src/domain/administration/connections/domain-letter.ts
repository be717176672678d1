/** What administrators read when the record of a verified domain is gone, as text and as HTML. Pure. */
import { type Letter, letterPage, linkButton, paragraph, plainName } from '../../entry/mail/letter.ts';

export function domainLetter(facts: {
  /** `missing`: it was missed for the first time; `last_day`: the domain lapses within a day. */
  readonly kind: 'missing' | 'last_day';
  readonly organizationName: string;
  readonly domain: string;
  /** What the TXT record has to say. */
  readonly record: string;
  readonly lapsesAt: Date;
  readonly settingsUrl: string;
}): Letter {
  const { kind, domain, record, settingsUrl } = facts;
  const organization = plainName(facts.organizationName) ?? 'Your organization';
  const lapsesAt = facts.lapsesAt.toUTCString();
  const subject = kind === 'missing' ? `The record of ${domain} is gone` : `${domain} lapses tomorrow`;
  const before = [
    kind === 'missing'
      ? `${organization} has proven that it owns ${domain} by a TXT record, which the DNS does not show any more.`
      : `The TXT record by which ${organization} has proven that it owns ${domain} is still missing.`,
    `Unless it is back by ${lapsesAt}, the domain lapses: at sign-ins its addresses do not count as proven any more and lead to no connection, and another organization may verify it. Whoever is linked already stays linked.`,
    `To keep it, put this TXT record back at ${domain}:`,
  ];
  const after = ['Then choose Verify beside the domain. If you have given the domain up, remove it there.'];
  return {
    subject,
    text: [...before, record, ...after, settingsUrl].join('\n\n').concat('\n'),
    html: letterPage(subject, [
      ...before.map(paragraph),
      paragraph(record),
      ...after.map(paragraph),
      ...linkButton('Open the settings', settingsUrl),
    ]),
  };
}
