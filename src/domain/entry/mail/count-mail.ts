import { tally } from '../../../tally.ts';

const mailsTried = tally(
  'mails_total',
  'Attempts to send a mail, by outcome: sent, put_off to be tried again, failed for good.',
  ['outcome'],
);

export function countMail(outcome: 'sent' | 'put_off' | 'failed'): void {
  mailsTried.count(outcome);
}
