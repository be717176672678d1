import type { CustomFetch } from 'openid-client';
import { OutboundFailed, OutboundRefused } from '../http/outbound.ts';
import { SignInFailure } from './sign-in-failure.ts';

/** Bytes, after decompression. Discovery documents, key sets and token answers are a few kB. */
const maxAnswerBytes = 1_000_000;

/** Fetch forbids a body with these. */
const bodiless = new Set([101, 204, 205, 304]);

/**
 * `send` for openid-client, which ends with `deadline`, follows no redirects, and gives up an answer at 1 MB instead of
 * collecting it. Throws SignInFailure: `timeout`,
 * `misconfigured` when the address as it stands may not be asked, or `unavailable` when the provider cannot be reached or has failed.
 */
export const limitedFetch =
  (deadline: AbortSignal, send: typeof fetch): CustomFetch =>
  async (url, options) => {
    const { origin, pathname } = new URL(url);
    const place = origin + pathname;
    try {
      const response = await send(url, {
        ...options,
        body: options.body ?? null,
        redirect: 'manual',
        signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline,
      });
      if (response.status >= 500) {
        await response.body?.cancel();
        throw new SignInFailure('unavailable', `${place} answered ${response.status}`);
      }
      const body = await readLimited(response, place);
      return new Response(bodiless.has(response.status) ? null : body, response);
    } catch (error) {
      if (error instanceof SignInFailure) throw error;
      if (error instanceof OutboundRefused) throw new SignInFailure('misconfigured', `${place}: ${error.message}`);
      if (error instanceof DOMException) throw new SignInFailure('timeout', `${place} did not answer in time`);
      const reason =
        error instanceof OutboundFailed
          ? error.reason
          : error instanceof Error && error.cause instanceof Error
            ? error.cause.message
            : String(error);
      throw new SignInFailure('unavailable', `${place} cannot be reached: ${reason}`, { cause: error });
    }
  };

async function readLimited(response: Response, place: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by an exception cancels the body and with it the connection.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes)
      throw new SignInFailure('unavailable', `${place} answered with more than ${maxAnswerBytes} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
