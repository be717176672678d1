/** `usher config`, as operators run it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Environment, emptyFolder, runProgram } from '../support/usher.ts';

async function config(env: Environment, dotenv = '') {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, '.env'), dotenv);
  const program = runProgram(['cli/usher.js', 'config'], { cwd, env });
  const code = await program.ended;
  return { code, output: program.output() };
}

const secrets = {
  OAUTH_CLIENT_SECRET: 'secret-of-the-client',
  BOOTSTRAP_SCIM_TOKEN: 'secret-of-scim-0123456789-0123456789',
  BOOTSTRAP_API_KEY: 'secret-of-the-api-0123456789-0123456789',
  MONGODB_URI: 'mongodb://usher:secret-of-mongodb@db.test:27017/usher?tlsCertificateKeyFilePassword=secret-of-the-key',
};

describe('usher config', () => {
  it('shows the effective values, and where they come from: environment over .env over defaults', async () => {
    const { code, output } = await config(
      { PORT: '4000', FF_ORG_CREATION_DISABLED: 'false' },
      'PORT=5000\nDATA_DIR=/var/lib/usher\n',
    );
    expect(code).toBe(0);
    expect(output).toMatch(/^PORT +4000 {2}\(set\)$/m);
    expect(output).toMatch(/^DATA_DIR +\/var\/lib\/usher {2}\(set\)$/m);
    expect(output).toMatch(/^USER_ORG_CREATION_DISABLED +false {2}\(set as FF_ORG_CREATION_DISABLED\)$/m);
    expect(output).toMatch(/^DEFAULT_WORKSPACE_NAME +Workspace 1$/m);
    expect(output).toMatch(/^PUBLIC_URL +http:\/\/localhost:4000$/m);
    expect(output).toMatch(/^MONGODB_URI +not set$/m);
  });

  it('tells that secrets are set, and none of them', async () => {
    const sso = { OAUTH_ISSUER_URL: 'https://idp.test', OAUTH_CLIENT_ID: 'usher' };
    const { code, output } = await config({ ...sso, ...secrets });
    expect(code).toBe(0);
    expect(output).not.toContain('secret-of');
    expect(output).toMatch(/^OAUTH_CLIENT_SECRET +set {2}\(set\)$/m);
    expect(output).toMatch(/^MONGODB_URI +mongodb:\/\/\*\*\*@db\.test:27017\/usher {2}\(set\)$/m);
  });

  it('lists every fault without a stack and without a secret, and exits with 1', async () => {
    const { code, output } = await config({ ...secrets, PORT: 'eighty', BOOTSTRAP_API_KEY: 'secret-of-short' });
    expect(code).toBe(1);
    expect(output).toMatch(/^The configuration has faults/);
    expect(output).toMatch(/^ {2}- .*PORT/m);
    expect(output).toMatch(/^ {2}- .*BOOTSTRAP_API_KEY/m);
    expect(output).toMatch(/^ {2}- .*OAUTH_ISSUER_URL/m);
    expect(output).not.toContain('secret-of');
    expect(output).not.toMatch(/\n\s+at /);
  });
});
