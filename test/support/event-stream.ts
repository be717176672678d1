/** A client of server-sent events, for tests: what a browser's `EventSource` reads. */

export type Message = { readonly id: string; readonly event: string; readonly data: unknown };

export type EventStream = {
  readonly status: number;
  readonly headers: Headers;
  /** The next message, comments with an id included (`event` is then empty); null when the stream has ended. */
  readonly next: () => Promise<Message | null>;
  /** Leaves, as a browser does whose page is closed. */
  readonly close: () => void;
};

export async function openEventStream(url: string, headers: Record<string, string>): Promise<EventStream> {
  const leaving = new AbortController();
  const response = await fetch(url, { headers, signal: leaving.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<Message | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return messageOf(block);
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += value;
    }
  };
  return { status: response.status, headers: response.headers, next, close: () => leaving.abort() };
}

function messageOf(block: string): Message {
  const fields = block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]);
  const field = (name: string) => fields.find(([key]) => key === name)?.[1] ?? '';
  const data = field('data');
  return { id: field('id'), event: field('event'), data: data === '' ? null : JSON.parse(data) };
}
