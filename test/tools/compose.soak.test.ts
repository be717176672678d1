/** docker/compose.yaml, as the parser of Docker Compose reads it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { operatorTool } from '../support/operator-tool.ts';

type Service = Record<string, unknown> & { environment: Record<string, string> };

const docker = new URL('../../docker/', import.meta.url).pathname;
const { program, canRun } = operatorTool('compose');
const folder = mkdtempSync(join(tmpdir(), 'usher-compose-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** In a folder as docs/install.md makes it. */
const parse = (...options: string[]) =>
  spawnSync(program, ['-format', 'json', ...options, 'compose.yaml'], { cwd: folder, encoding: 'utf8' });

describe.skipIf(!canRun)('compose.yaml', () => {
  let services: Record<string, Service>;
  const named = (name: string) => services[name] as Service;

  beforeAll(() => {
    copyFileSync(join(docker, 'compose.yaml'), join(folder, 'compose.yaml'));
    copyFileSync(join(docker, '.env.example'), join(folder, '.env'));
    const { status, stdout, stderr } = parse('-no-interpolation');
    if (status !== 0) throw new Error(stderr);
    ({ services } = JSON.parse(stdout) as { services: typeof services });
  });

  it('says what to set where there is no password', () => {
    const { status, stderr } = parse();
    expect([status, stderr]).toEqual([1, expect.stringMatching(/DATABASE_PASSWORD.*set it in docker\/\.env/)]);
  });

  it('runs everything without privileges, on a read-only file system, within limits', () => {
    expect(Object.keys(services).sort()).toEqual(['mongodb', 'mongodb-setup', 'usher']);
    for (const service of Object.values(services)) {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        deploy: { resources: { limits: { memory: expect.anything(), pids: expect.anything() } } },
      });
      expect(service).not.toHaveProperty('privileged');
    }
    // The image of Usher has its user; that of MongoDB would start as root.
    for (const name of ['mongodb', 'mongodb-setup']) expect(named(name).user).toBe('mongodb');
  });

  it('opens the database to nobody outside, and to nobody without a password', () => {
    expect(named('mongodb')).not.toHaveProperty('ports');
    expect(JSON.stringify(named('mongodb').command)).toContain('--keyFile');
    for (const { published, host_ip } of named('usher').ports as { published: string; host_ip: string }[])
      expect([published, host_ip]).toEqual([published, '127.0.0.1']);
  });

  it('starts Usher when the database has its users', () => {
    expect(named('usher').depends_on).toMatchObject({
      'mongodb-setup': { condition: 'service_completed_successfully' },
    });
    expect(named('mongodb-setup').network_mode).toBe('service:mongodb');
  });

  it('gives Usher the password that the set-up gives its user', () => {
    const password = '0123456789abcdef';
    const uri = named('usher').environment.MONGODB_URI?.replace(/\$\{DATABASE_PASSWORD\}/, password);
    const [, own] = /^\$\{MONGODB_URI:-(.*)\}$/.exec(uri ?? '') ?? [];
    const { environment } = named('usher');
    const signIn = { AUTH_TYPE: 'basic', PUBLIC_URL: 'https://usher.example.com' };
    expect(loadConfig({ ...environment, ...signIn, MONGODB_URI: own }).mongodbUri).toBe(
      `mongodb://usher:${password}@mongodb:27017/usher?replicaSet=rs0`,
    );
    expect(named('mongodb-setup').environment.DATABASE_PASSWORD).toMatch(/^\$\{DATABASE_PASSWORD:\?[^}]*\}$/);
    expect(readFileSync(join(docker, 'mongodb-setup.js'), 'utf8')).toContain("usher.createUser({ user: 'usher'");
  });
});
