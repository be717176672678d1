/** Servers, files and plans for the tests of `usher apply` and `usher export`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { type AdminApi, adminApi } from '../../src/cli/admin-api.ts';
import { carryOut, describePlan } from '../../src/cli/declarative/carry-out.ts';
import { readFiles } from '../../src/cli/declarative/file/read.ts';
import { makePlan, type PlanOptions } from '../../src/cli/declarative/plan.ts';
import { testDatabase } from '../support/mongod.ts';
import { type Environment, emptyFolder, runProgram, runUsher, type Usher } from '../support/usher.ts';

/** Call at the top of a test file: a server of its own, over the worker's database unless it gives another one. */
export function testServer(
  { uri } = testDatabase(),
  env: Environment = {},
): { usher: () => Usher; api: () => AdminApi; uri: string } {
  let usher: Usher | undefined;
  beforeAll(async () => {
    usher = await runUsher({ env: { MONGODB_URI: uri, ...env } });
  }, 60_000);
  const running = () => {
    if (!usher) throw new Error('the server is not up yet');
    return usher;
  };
  return { usher: running, api: () => adminApi(running().url, running().apiKey), uri };
}

export function fileOf(yaml: string, name = 'usher.yaml'): string {
  const file = join(emptyFolder(), name);
  writeFileSync(file, yaml);
  return file;
}

/** Runs the compiled command as an operator does, without a terminal. */
export async function runCommand(args: readonly string[], env: Environment = {}, cwd = emptyFolder()) {
  const program = runProgram(['cli/usher.js', ...args], { cwd, env });
  const code = await program.ended;
  return { code, output: program.output() };
}

type Options = Partial<PlanOptions>;

export async function planOf(api: AdminApi, yaml: string, options: Options = {}) {
  const all = { prune: false, pruneOrganizations: false, sendSecrets: false, environment: {}, ...options };
  return makePlan(api, readFiles([fileOf(yaml)]), all);
}

/** Applies the file and answers what its plan said. */
export async function applyTo(api: AdminApi, yaml: string, options: Options = {}): Promise<string> {
  const plan = await planOf(api, yaml, options);
  await carryOut(plan, () => {});
  return describePlan(plan);
}

/** The same API, with the writes that go through it; after `limit` of them the connection is down. */
export function watched(api: AdminApi, limit = Number.POSITIVE_INFINITY): AdminApi & { writes: string[] } {
  const writes: string[] = [];
  const call: AdminApi['call'] = async (method, path, body) => {
    if (method !== 'GET') {
      if (writes.length >= limit) throw new Error('the connection is down');
      writes.push(`${method} ${path}`);
    }
    return api.call(method, path, body);
  };
  return { call, list: api.list, writes };
}
