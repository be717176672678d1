/** The mail server that the operator named. */
import { createTransport } from 'nodemailer';
import type { Letter } from './letter.ts';

/** Hands one letter to the mail server. Rejects with what the server or the network said. */
export type Mailer = {
  readonly send: (mail: { readonly to: string; readonly messageId: string } & Letter) => Promise<void>;
  readonly close: () => void;
};

/** @param settings `SMTP_URL` and `MAIL_FROM` */
export function openMailer({ smtpUrl, from }: { readonly smtpUrl: string; readonly from: string }): Mailer {
  const transport = transportTo(smtpUrl);
  return {
    async send({ to, messageId, subject, text, html }) {
      await transport.sendMail({ from, to: { name: '', address: to }, messageId, subject, text, html });
    },
    close: () => transport.close(),
  };
}

/** Resolves when the server answers and takes the user; rejects with what it or the network said. */
export async function verifyMailServer(smtpUrl: string): Promise<void> {
  const transport = transportTo(smtpUrl);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

function transportTo(url: string) {
  return createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Whether trying again is of no use: the server knows this recipient and does not take mail for it. */
export function isFinal(error: unknown): boolean {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return code === 'EENVELOPE' && typeof responseCode === 'number' && responseCode >= 500;
}
