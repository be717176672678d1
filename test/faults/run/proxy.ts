/** A wire between the product and one mongod, which can be cut at the worst moment: when a commit has been answered. */
import { createServer, type Server, type Socket, connect as tcpConnect } from 'node:net';

export type Wire = {
  readonly port: number;
  /** Cuts every connection that runs through it; new ones come through. */
  readonly cut: () => void;
  /** Cuts the next connections that carry the answer of a commit, so that whoever asked never learns of it. */
  readonly cutAfterCommits: (howMany: number) => void;
  /** How many of those have been cut. */
  readonly cuts: () => number;
  /** Holds back what is answered for so long. */
  readonly slow: (ms: number) => void;
  readonly close: () => Promise<void>;
};

/** Listens on `port` of the loopback and hands everything on to `target` there. */
export async function wireTo(port: number, target: number): Promise<Wire> {
  const open = new Set<Socket>();
  let toCut = 0;
  let cuts = 0;
  let slowMs = 0;
  const server: Server = createServer((near) => {
    const far = tcpConnect(target, '127.0.0.1');
    let commits = false;
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      open.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        open.delete(socket);
        end();
      });
    }
    near.on('data', (chunk: Buffer) => {
      // Messages are not compressed: the name of the command can be read.
      commits = chunk.includes('commitTransaction');
      far.write(chunk);
    });
    far.on('data', (chunk: Buffer) => {
      if (commits && toCut > 0) {
        toCut -= 1;
        cuts += 1;
        return end();
      }
      if (slowMs === 0) near.write(chunk);
      else setTimeout(() => near.write(chunk), slowMs);
    });
  });
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port,
    cut,
    cutAfterCommits: (howMany) => {
      toCut = howMany;
    },
    cuts: () => cuts,
    slow: (ms) => {
      slowMs = ms;
    },
    close: () => {
      cut();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
