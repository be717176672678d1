/**
 * Ports for programs that have to be told one. They lie below those that the system hands out by itself, in a block that
 * this process has claimed: nobody else takes one between the look and the start.
 */
import { createServer, type Server } from 'node:net';

const first = 12_000;
const blockSize = 200;
const blocks = 90;

/** The lowest port of the block, whose listener is the claim; it does not keep the process alive. */
let claimed: Promise<number> | undefined;
let next = 0;

/** A port that is free, and the next one too. */
export async function freePort(): Promise<number> {
  claimed ??= claimBlock();
  const block = await claimed;
  for (let looked = 0; looked < blockSize; looked += 1) {
    next = (next + 2) % (blockSize - 2);
    const port = block + 1 + next;
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error(`none of the ports from ${block} on is free`);
}

async function claimBlock(): Promise<number> {
  // Runs at the same time begin at different places, so that they seldom ask for the same one.
  for (let n = 0; n < blocks; n += 1) {
    const port = first + ((process.pid + n) % blocks) * blockSize;
    const claim = await listen(port);
    if (claim === null) continue;
    claim.unref();
    return port;
  }
  throw new Error(`all ${blocks} blocks of ports are taken`);
}

async function isFree(port: number): Promise<boolean> {
  const probe = await listen(port);
  if (probe === null) return false;
  await new Promise((closed) => probe.close(closed));
  return true;
}

function listen(port: number): Promise<Server | null> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(null));
    server.listen(port, '127.0.0.1', () => done(server));
  });
}
