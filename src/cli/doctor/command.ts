/** `usher doctor`: whether a deployment has what it needs, and what to do where it has not. Changes nothing. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { defineCommand } from 'citty';
import { type Config, ConfigError } from '../../config/config.ts';
import { loadConfig, readEnvironment } from '../../config/load-config.ts';
import { checkDatabase } from './check-database.ts';
import { checkMail, checkProvider, checkProxies, checkPublicUrl } from './check-network.ts';
import { type Finding, findingsOf } from './finding.ts';

export const doctor = defineCommand({
  meta: {
    name: 'doctor',
    description: 'Check configuration, database, provider, mail and addresses; changes nothing.',
  },
  args: { json: { type: 'boolean', description: 'Write one JSON object and nothing else' } },
  run: async ({ args: { json } }) => {
    const findings = await examine(readEnvironment());
    const faults = findings.filter(({ level }) => level === 'fault').length;
    if (json) console.log(JSON.stringify({ ok: faults === 0, findings }));
    else for (const { level, check, message } of findings) console.log(`${level.padEnd(8)} ${check}: ${message}`);
    process.exitCode = faults === 0 ? 0 : 1;
  },
});

async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const { ok, warning, fault } = findingsOf('configuration');
  let config: Config;
  try {
    config = loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(fault);
    throw error;
  }
  const checks = [checkDatabase, checkProvider, checkMail, checkPublicUrl, checkProxies, checkSpace];
  const found = await Promise.all(checks.map((check) => check(config)));
  const told = config.warnings.length > 0 ? config.warnings.map(warning) : [ok('has no faults')];
  return withoutSecrets([...told, ...found.flat()], config);
}

const megabyte = 1_048_576;

async function checkSpace({ mongodbUri, dataDir }: Config): Promise<Finding[]> {
  if (mongodbUri !== null) return [];
  const { ok, warning, fault } = findingsOf('DATA_DIR');
  let folder = resolve(dataDir);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / megabyte);
  const space = `${free} MB are free for ${resolve(dataDir)}`;
  if (free < 200) return [fault(`${space}: make room before the database stops`)];
  return [free < 1_000 ? warning(`${space}: make room`) : ok(space)];
}

/** Messages of drivers and servers may repeat what they were given. */
function withoutSecrets(findings: readonly Finding[], config: Config): Finding[] {
  const { mongodbUri, mail, oidc, encryptionKey } = config;
  const passwords = [mongodbUri, mail?.smtpUrl].flatMap((url) => {
    const [, password] = /^[^:]+:\/\/[^:@/]*:([^@/]+)@/.exec(url ?? '') ?? [];
    return password === undefined ? [] : [password, decodeURIComponent(password)];
  });
  const secrets = [...passwords, oidc?.clientSecret, encryptionKey].filter((text) => text);
  return findings.map((finding) => ({
    ...finding,
    message: secrets.reduce<string>((text, secret) => text.replaceAll(String(secret), '***'), finding.message),
  }));
}
