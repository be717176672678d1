/** Asks a server that an admin has chosen, through what protects the operator's network. */
import { endOfAnswer, type Outbound, OutboundFailed, OutboundRefused } from './outbound.ts';

const timeoutMs = 5_000;
const maxBytes = 1_000_000;

export type Answered = { readonly status: number; readonly text: string };

/**
 * One question and its whole answer, which may take five seconds and have 1 MB. Redirects are not followed.
 * @throws Error of `reasonOf`
 */
export async function ask({ fetch }: Outbound, url: string, init: RequestInit = {}): Promise<Answered> {
  const headers = { accept: 'application/json', ...init.headers };
  const response = await fetch(url, { ...init, headers, signal: endOfAnswer(timeoutMs) });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop by an exception cancels the body.
    if (size > maxBytes) throw new Error(`${url} answered with more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return { status: response.status, text: Buffer.concat(chunks).toString() };
}

/** The same for a GET of JSON. */
export async function askJson(outbound: Outbound, url: string): Promise<unknown> {
  const { status, text } = await ask(outbound, url);
  if (status !== 200) throw new Error(`${url} answered ${status}.`);
  return jsonOf(url, text);
}

export function jsonOf(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${url} did not answer with JSON.`);
  }
}

/** Why it came to nothing, in words for the admin. */
export function reasonOf(error: unknown): string {
  if (error instanceof DOMException) return `It did not answer within ${timeoutMs / 1_000} seconds.`;
  if (error instanceof OutboundRefused || error instanceof OutboundFailed) return error.message;
  // Ours have no cause; a stream that was cut has.
  return error instanceof Error && error.cause === undefined ? error.message : 'The answer broke off.';
}
