/**
 * Whoever was overtaken goes on one after the other: many at once would only overtake each other again, and the more there
 * are, the fewer get through before their time is over. Those of other processes are met as before.
 */
export type Turn = { readonly end: () => void };

/** By organization: settled when the last that waits has ended its turn. */
const last = new Map<string, Promise<void>>();

/** Waits for those who were overtaken before, and no longer than until `deadline`. End it, whatever comes. */
export async function takeTurn(orgId: string, deadline: number): Promise<Turn> {
  const before = last.get(orgId);
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const all = Promise.all([before, ended]).then(() => {
    if (last.get(orgId) === all) last.delete(orgId);
  });
  last.set(orgId, all);
  if (before) await atLatest(before, deadline);
  return { end };
}

function atLatest(promise: Promise<void>, deadline: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(0, deadline - Date.now()));
    void promise.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
