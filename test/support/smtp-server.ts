/** A real SMTP server in this process, with the mail that it has taken. */
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export type MailServer = {
  /** With user and password. */
  readonly url: string;
  readonly mails: { readonly to: string[]; readonly raw: string; readonly mail: ParsedMail }[];
  /** What it answers to every recipient from now on; null: it takes them. */
  refusal: { readonly code: number; readonly text: string } | null;
  readonly stop: () => Promise<void>;
};

export async function startMailServer(): Promise<MailServer> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'usher' && password === 'p@ss' ? done(null, { user: username }) : done(new Error('wrong password')),
    onRcptTo(_address, _session, done) {
      const { refusal } = state;
      done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        void simpleParser(raw).then((mail) => {
          state.mails.push({ to: envelope.rcptTo.map(({ address }) => address), raw, mail });
          done();
        }, done);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const state: MailServer = {
    url: `smtp://usher:p%40ss@127.0.0.1:${port}`,
    mails: [],
    refusal: null,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return state;
}
