/** Sends the messages of webhooks, through what protects the operator's network. */
import { type Outbound, OutboundFailed, OutboundRefused } from './outbound.ts';

/** Of the answer, so many bytes are read and kept. */
const keptBytes = 1_024;

type Posted = {
  readonly status: number | null;
  readonly error: string | null;
  readonly body: string | null;
  readonly ms: number;
};

/**
 * Posts a message once. Never throws: what went wrong is in the outcome, without anything of the message.
 * @param tell hears what the admin does not: why a receiver could not be reached
 * @param timeoutMs for the whole exchange
 */
export function postWebhooks(
  { fetch }: Outbound,
  tell: (failure: { host: string; reason: string }) => void,
  timeoutMs = 10_000,
) {
  return async (message: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }): Promise<Posted> => {
    const started = performance.now();
    const ms = () => Math.round(performance.now() - started);
    try {
      const { url, body } = message;
      const headers = { 'user-agent': 'Usher-Webhooks', ...message.headers };
      const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
      const answer = await beginningOf(response);
      const redirects = response.status >= 300 && response.status < 400;
      const error = redirects ? 'The receiver redirects, which is not followed: enter the final address.' : null;
      return { status: response.status, error, body: answer, ms: ms() };
    } catch (error) {
      if (error instanceof OutboundFailed) tell({ host: new URL(message.url).host, reason: error.reason });
      return { status: null, error: reasonOf(error, timeoutMs), body: null, ms: ms() };
    }
  };
}

/** The rest of a long answer is not read: the connection is given up. */
async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (reader && length < keptBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  await reader?.cancel().catch(() => {});
  return Buffer.concat(parts).subarray(0, keptBytes).toString('utf8').replaceAll('\0', '');
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof OutboundRefused || error instanceof OutboundFailed) return error.message;
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  return isLate ? `No answer within ${timeoutMs / 1_000} seconds.` : 'The answer broke off.';
}
