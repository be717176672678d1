/**
 * A replica set of three real mongods on the loopback, each of which can be killed, paused, filled up and cut off. They
 * know each other, and are known, by a wire in front of each.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { findMongod } from '../../../src/storage/embedded/find-mongod.ts';
import { freePort } from '../../support/ports.ts';
import { emptyFolder, until } from '../../support/usher.ts';
import { type Wire, wireTo } from './proxy.ts';

const { MongoClient } = mongoose.mongo;
const size = 3;

export type Node = {
  readonly index: number;
  readonly wire: Wire;
  readonly kill9: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Leaves its data no room; false where this machine does not let us make a small disk. */
  readonly fillDisk: () => boolean;
  readonly freeDisk: () => void;
};

export type ReplicaSet = {
  readonly uri: string;
  readonly nodes: readonly Node[];
  /** The one that says that it is the primary; waits until there is one. */
  readonly primary: () => Promise<Node>;
  readonly secondaries: () => Promise<Node[]>;
  readonly stepDown: () => Promise<void>;
  /** All three answer and agree on a primary. */
  readonly healed: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** @param electionTimeoutMillis how long a primary may be silent before another one is chosen */
export async function startReplicaSet(electionTimeoutMillis: number): Promise<ReplicaSet> {
  const { path: binary } = await findMongod({ report: () => {} });
  const base = emptyFolder();
  const ports = await Promise.all(Array.from({ length: size }, () => freePort()));
  const nodes = await Promise.all(ports.map((port, index) => startNode(index, port, join(base, `n${index}`), binary)));
  const hosts = nodes.map(({ wire }) => `127.0.0.1:${wire.port}`);
  await nodes[0]?.ask({
    replSetInitiate: {
      _id: 'faults',
      members: hosts.map((host, _id) => ({ _id, host })),
      settings: { electionTimeoutMillis },
    },
  });
  const answers = async () =>
    Promise.all(nodes.map((node) => node.ask({ hello: 1 }).catch((): Record<string, unknown> => ({}))));
  const withRole = async (role: 'isWritablePrimary' | 'secondary') => {
    const said = await answers();
    return nodes.filter((_, at) => said[at]?.[role] === true);
  };
  const primary = async () => {
    for (;;) {
      const [found] = await withRole('isWritablePrimary');
      if (found) return found;
      await new Promise((wake) => setTimeout(wake, 100));
    }
  };
  const healed = () =>
    until(async () => {
      const said = await answers();
      return (
        said.filter(({ isWritablePrimary }) => isWritablePrimary === true).length === 1 &&
        said.filter(({ secondary }) => secondary === true).length === size - 1
      );
    });
  await healed();
  await (await primary()).ask({ setParameter: 1, transactionLifetimeLimitSeconds: 5 });
  return {
    uri: `mongodb://${hosts.join(',')}/usher?replicaSet=faults`,
    nodes,
    primary,
    secondaries: () => withRole('secondary'),
    // The connection of who asks may break on the way.
    stepDown: async () => void (await (await primary()).ask({ replSetStepDown: 20, force: true }).catch(() => {})),
    healed,
    stop: async () => {
      await Promise.all(nodes.map(({ end }) => end()));
    },
  };
}

type Ask = (command: Record<string, unknown>) => Promise<Record<string, unknown>>;

async function startNode(index: number, port: number, folder: string, binary: string) {
  // Ports come in pairs: the mongod listens on the one, the wire on the other.
  const wire = await wireTo(port + 1, port);
  mkdirSync(folder);
  const isMounted = mountSmallDisk(folder);
  let child: ChildProcess | undefined;
  const ask: Ask = async (command) => {
    const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
      serverSelectionTimeoutMS: 1_000,
      socketTimeoutMS: 2_000,
    });
    try {
      return await client.db('admin').command(command);
    } finally {
      await client.close();
    }
  };
  const start = async () => {
    child = spawn(
      binary,
      [
        ...['--port', `${port}`, '--bind_ip', '127.0.0.1', '--dbpath', folder, '--replSet', 'faults'],
        ...[
          '--wiredTigerCacheSizeGB',
          '0.25',
          '--nounixsocket',
          '--quiet',
          '--logpath',
          `${folder}.log`,
          '--logappend',
        ],
        // A transaction whose process was killed holds its rows for so long.
        ...[
          '--setParameter',
          'transactionLifetimeLimitSeconds=5',
          '--setParameter',
          'diagnosticDataCollectionEnabled=false',
        ],
      ],
      { stdio: 'ignore' },
    );
    await until(() =>
      ask({ ping: 1 }).then(
        () => true,
        () => false,
      ),
    );
  };
  const kill9 = async () => {
    const ended = new Promise((done) =>
      child?.exitCode !== null || child?.signalCode !== null ? done(null) : child.once('exit', done),
    );
    child?.kill('SIGKILL');
    await ended;
  };
  const filler = join(folder, 'filler');
  await start();
  return {
    index,
    wire,
    ask,
    start,
    kill9,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    fillDisk: () => {
      if (!isMounted) return false;
      try {
        for (let part = 0; ; part += 1) writeFileSync(`${filler}${part}`, Buffer.alloc(1024 * 1024));
      } catch {
        return true;
      }
    },
    freeDisk: () => {
      for (let part = 0; part < smallDiskMb; part += 1) rmSync(`${filler}${part}`, { force: true });
    },
    end: async () => {
      child?.kill('SIGCONT');
      await kill9();
      await wire.close();
      if (isMounted) execFileSync('umount', ['-l', folder]);
    },
  };
}

const smallDiskMb = 900;

/** Its data on a disk of its own, which can be filled up without harm. Needs root, on Linux. */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${smallDiskMb}m`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
