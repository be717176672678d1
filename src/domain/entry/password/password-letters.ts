/** What people read about their password, as text and as HTML. Pure. */
import { type Letter, letterPage, linkButton, paragraph } from '../mail/letter.ts';

/** @param facts.address of the client that asked for it; null: unknown */
export function resetLetter(facts: {
  readonly link: string;
  readonly address: string | null;
  readonly minutes: number;
}): Letter {
  const { link, minutes } = facts;
  const subject = 'Choose a new password';
  const first = 'Somebody, we hope you, wants a new password for your account.';
  const end = [
    `The link works once, for ${minutes} minutes. Choosing a new password signs you out everywhere.`,
    `It was asked for${from(facts.address)}. If that was not you, you need not do anything: your password stays as it is.`,
  ];
  return {
    subject,
    text: [first, 'To choose one, open this address:', link, ...end].join('\n\n').concat('\n'),
    html: letterPage(subject, [paragraph(first), ...linkButton('Choose a new password', link), ...end.map(paragraph)]),
  };
}

/** @param facts.address of the client that did it; null: unknown */
export function changedLetter(facts: {
  readonly at: Date;
  readonly address: string | null;
  readonly publicUrl: string;
}): Letter {
  const subject = 'Your password was changed';
  const again = `${facts.publicUrl}/auth/password/forgotten`;
  const texts = [
    `The password of your account was changed on ${facts.at.toUTCString()}${from(facts.address)}. Your other sessions and API keys ended with it.`,
    'If that was you, all is well. If not, choose a new password at once, and tell your administrator:',
  ];
  return {
    subject,
    text: [...texts, again].join('\n\n').concat('\n'),
    html: letterPage(subject, [...texts.map(paragraph), ...linkButton('Choose a new password', again)]),
  };
}

const from = (address: string | null) => (address === null ? '' : ` from ${address}`);
