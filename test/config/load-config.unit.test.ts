import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Config, ConfigError } from '../../src/config/config.ts';
import { describeConfig } from '../../src/config/describe-config.ts';
import { loadConfig, readEnvironment } from '../../src/config/load-config.ts';
import { namesOf, type Variable, variableNames, variables } from '../../src/config/variables.ts';

const oauth = {
  OAUTH_ISSUER_URL: 'https://login.example.com/realms/main/',
  OAUTH_CLIENT_ID: 'usher',
  OAUTH_CLIENT_SECRET: 'client-secret-canary',
};
const token = 'scim-token-canary-0123456789abcdef';
const key = 'api-key-canary-0123456789abcdefghi';

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('defaults', () => {
  it('starts in evaluation mode with the documented defaults when nothing is set', () => {
    expect(loadConfig({})).toEqual({
      mode: 'evaluation',
      production: false,
      validatesWrites: false,
      publicUrl: 'http://localhost:3000',
      host: '127.0.0.1',
      port: 3000,
      workers: 1,
      metrics: { host: '127.0.0.1', port: 9464, isDefault: true },
      trustedProxies: [],
      dataDir: './data',
      mongodbUri: null,
      encryptionKey: null,
      previousEncryptionKey: null,
      tracesEndpoint: null,
      evaluationDataAllowed: false,
      basicAuth: false,
      oidc: null,
      subjectClaims: {},
      sessionMaxSeconds: 86_400,
      outboundAllowedHosts: [],
      flags: {
        workspaceScopeOrgInvitesEnabled: false,
        userOrgCreationDisabled: true,
        personalOrgsDisabled: true,
        jitProvisioningEnabled: true,
      },
      initial: { orgName: 'Default', workspaceName: 'Workspace 1', adminEmail: null, adminPassword: null },
      bootstrap: { scimToken: null, apiKey: null },
      apiKeyMaxDays: 365,
      invitationTtlDays: 7,
      linkByExternalId: true,
      mail: null,
      scimSchemasDir: null,
      scimLog: { days: 30, pii: true },
      scimRateLimit: 0,
      logLevel: 'info',
      warnings: [],
      sources: {},
    });
  });

  it('listens everywhere in production and limits SCIM requests', () => {
    const config = loadConfig({ ...oauth, NODE_ENV: 'production', PUBLIC_URL: 'https://usher.example.com/' });
    expect(config).toMatchObject({
      mode: 'configured',
      production: true,
      publicUrl: 'https://usher.example.com',
      host: '0.0.0.0',
      scimRateLimit: 500,
      oidc: {
        issuer: 'https://login.example.com/realms/main/',
        clientId: 'usher',
        clientSecret: 'client-secret-canary',
        scopes: 'openid profile email',
        trustEmail: false,
        trustUserName: false,
        allowMissingEmail: false,
      },
    });
  });

  it('keeps the flag defaults in every mode', () => {
    const flags = loadConfig({}).flags;
    expect(loadConfig(oauth).flags).toEqual(flags);
    expect(loadConfig({ ...oauth, NODE_ENV: 'production', PUBLIC_URL: 'https://a.example' }).flags).toEqual(flags);
  });

  it('listens on loopback when sign-in is configured outside production', () => {
    expect(loadConfig(oauth)).toMatchObject({ mode: 'configured', production: false, host: '127.0.0.1' });
  });

  it('validates what is written once more only where NODE_ENV says that it is development or a test', () => {
    const set = (NODE_ENV: string) =>
      loadConfig({ ...oauth, NODE_ENV, PUBLIC_URL: 'https://usher.example' }).validatesWrites;
    expect(loadConfig(oauth).validatesWrites).toBe(false);
    expect(['development', 'test', 'production'].map(set)).toEqual([true, true, false]);
  });

  it('derives the public address from the port', () => {
    expect(loadConfig({ PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
  });

  it('takes an empty or blank variable as not set', () => {
    const blank = Object.fromEntries(variableNames.flatMap(namesOf).map((name) => [name, ' ']));
    expect(loadConfig(blank)).toEqual(loadConfig({}));
  });

  it('is frozen through and through', () => {
    const config = loadConfig({ ...oauth, ISSUER_SUB_CLAIM_OVERRIDES: '{"https://a.example/":"oid"}' });
    for (const part of [config, config.flags, config.oidc, config.subjectClaims, config.warnings]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });
});

describe('each variable', () => {
  const accepted: [name: string, text: string, read: (config: Config) => unknown, value: unknown][] = [
    ['PORT', '65535', (c) => c.port, 65_535],
    ['METRICS_PORT', '9464', (c) => c.metrics, { host: '127.0.0.1', port: 9_464, isDefault: false }],
    ['METRICS_PORT', 'OFF', (c) => c.metrics, null],
    ['METRICS_HOST', '0.0.0.0', (c) => c.metrics, { host: '0.0.0.0', port: 9_464, isDefault: true }],
    ['HOST', '::1', (c) => c.host, '::1'],
    ['HOST', 'usher.internal', (c) => c.host, 'usher.internal'],
    ['DATA_DIR', '/var/lib/usher', (c) => c.dataDir, '/var/lib/usher'],
    ['PUBLIC_URL', 'http://127.0.0.1:4000/', (c) => c.publicUrl, 'http://127.0.0.1:4000'],
    ['PUBLIC_URL', 'http://[::1]:4000', (c) => c.publicUrl, 'http://[::1]:4000'],
    ['PUBLIC_URL', 'http://usher.localhost', (c) => c.publicUrl, 'http://usher.localhost'],
    ['MONGODB_URI', 'mongodb://a,b:27018/usher?replicaSet=rs0', (c) => c.mongodbUri?.length, 40],
    ['MONGODB_URI', 'mongodb+srv://u:p%40ss@cluster.example.net', (c) => c.mongodbUri?.length, 42],
    ['LOG_LEVEL', 'DEBUG', (c) => c.logLevel, 'debug'],
    ['WORKERS', 'auto', (c) => c.workers, 1],
    [
      'ISSUER_SUB_CLAIM_OVERRIDES',
      '{"https://a.example/":"oid"}',
      (c) => c.subjectClaims,
      { 'https://a.example/': 'oid' },
    ],
    ['INITIAL_ORG_NAME', ' Ärzte ohne Grenzen ', (c) => c.initial.orgName, 'Ärzte ohne Grenzen'],
    ['DEFAULT_WORKSPACE_NAME', '研究', (c) => c.initial.workspaceName, '研究'],
    ['INITIAL_ORG_ADMIN_EMAIL', 'ada@acme.example', (c) => c.initial.adminEmail, 'ada@acme.example'],
    ['BOOTSTRAP_SCIM_TOKEN', token, (c) => c.bootstrap.scimToken, token],
    ['BOOTSTRAP_API_KEY', key, (c) => c.bootstrap.apiKey, key],
    ['API_KEY_MAX_DAYS', '90', (c) => c.apiKeyMaxDays, 90],
    ['SCIM_SCHEMAS_DIR', './schemas', (c) => c.scimSchemasDir, './schemas'],
    ['OUTBOUND_ALLOWED_HOSTS', 'IdP.corp.example, ::1', (c) => c.outboundAllowedHosts, ['idp.corp.example', '::1']],
    [
      'TRUSTED_PROXIES',
      'Loopback, 10.42.0.0/16 2001:DB8::1',
      (c) => c.trustedProxies,
      ['loopback', '10.42.0.0/16', '2001:db8::1'],
    ],
    ['ALLOW_EVALUATION_DATA', 'true', (c) => c.evaluationDataAllowed, true],
    ['SCIM_RATE_LIMIT', '25', (c) => c.scimRateLimit, 25],
    ['SCIM_RATE_LIMIT', '0', (c) => c.scimRateLimit, 0],
  ];
  it.each(accepted)('takes %s=%s', (name, text, read, value) => {
    expect(read(loadConfig({ [name]: text }))).toEqual(value);
  });

  const acceptedWithOauth: [name: string, text: string, read: (config: Config) => unknown, value: unknown][] = [
    ['AUTH_TYPE', 'oauth', (c) => c.mode, 'configured'],
    ['OAUTH_ISSUER_URL', 'http://localhost:9000', (c) => c.oidc?.issuer, 'http://localhost:9000'],
    ['OAUTH_SCOPES', 'openid  email groups', (c) => c.oidc?.scopes, 'openid email groups'],
    ['OAUTH_TRUST_EMAIL', 'TRUE', (c) => c.oidc?.trustEmail, true],
    ['OAUTH_TRUST_USERNAME', 'TRUE', (c) => c.oidc?.trustUserName, true],
    ['OAUTH_LINK_BY_EXTERNAL_ID', 'no', (c) => c.linkByExternalId, false],
    ['OAUTH_ALLOW_MISSING_EMAIL', 'yes', (c) => c.oidc?.allowMissingEmail, true],
    ['OAUTH_SESSION_MAX_SEC', '604800', (c) => c.sessionMaxSeconds, 604_800],
    ['OAUTH_ACR_VALUES', 'phr  phrh', (c) => c.oidc?.acrValues, ['phr', 'phrh']],
    ['OAUTH_ACR_VALUES', '', (c) => c.oidc?.acrValues, []],
    ['OAUTH_MAX_AGE_SEC', '300', (c) => c.oidc?.maxAgeSeconds, 300],
    ['OAUTH_MAX_AGE_SEC', '', (c) => c.oidc?.maxAgeSeconds, null],
    ['BASIC_AUTH_ENABLED', 'false', (c) => c.mode, 'configured'],
  ];
  it.each(acceptedWithOauth)('takes %s=%s beside a provider', (name, text, read, value) => {
    expect(read(loadConfig({ ...oauth, [name]: text }))).toEqual(value);
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '0x50'],
    ['PORT', '80 80'],
    ['METRICS_PORT', '0'],
    ['METRICS_PORT', '65536'],
    ['METRICS_PORT', 'none'],
    ['METRICS_HOST', '*'],
    ['HOST', 'http://localhost'],
    ['HOST', 'localhost:3000'],
    ['PUBLIC_URL', 'usher.example.com'],
    ['PUBLIC_URL', 'http://usher.example.com'],
    ['PUBLIC_URL', 'http://127.0.0.1.example.com'],
    ['PUBLIC_URL', 'http://0.0.0.0:3000'],
    ['PUBLIC_URL', 'https://usher.example.com/usher'],
    ['PUBLIC_URL', 'https://usher.example.com/?a=b'],
    ['PUBLIC_URL', 'ftp://usher.example.com'],
    ['MONGODB_URI', 'postgres://localhost/usher'],
    ['MONGODB_URI', 'mongodb://?replicaSet=rs0'],
    ['MONGODB_URI', 'mongodb://user:p@ss@host/usher'],
    ['LOG_LEVEL', 'loud'],
    ['WORKERS', '0'],
    ['WORKERS', '65'],
    ['WORKERS', 'many'],
    ['OUTBOUND_ALLOWED_HOSTS', 'https://idp.corp.example'],
    ['OUTBOUND_ALLOWED_HOSTS', 'idp.corp.example:8443'],
    ['TRUSTED_PROXIES', 'proxy.corp.example'],
    ['TRUSTED_PROXIES', 'true'],
    ['TRUSTED_PROXIES', '1'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.0/'],
    ['TRUSTED_PROXIES', '::/129'],
    ['TRUSTED_PROXIES', '10.0.0.300'],
    ['AUTH_TYPE', 'saml'],
    ['OAUTH_ISSUER_URL', 'http://login.example.com'],
    ['OAUTH_ISSUER_URL', 'login.example.com'],
    ['OAUTH_ISSUER_URL', 'https://login.example.com/.well-known/openid-configuration'],
    ['OAUTH_ISSUER_URL', 'https://login.example.com/#top'],
    ['OAUTH_SCOPES', 'profile email'],
    ['OAUTH_TRUST_EMAIL', 'sometimes'],
    ['OAUTH_TRUST_USERNAME', 'sometimes'],
    ['OAUTH_LINK_BY_EXTERNAL_ID', '2'],
    ['OAUTH_ALLOW_MISSING_EMAIL', '2'],
    ['OAUTH_SESSION_MAX_SEC', '59'],
    ['OAUTH_SESSION_MAX_SEC', '604801'],
    ['OAUTH_SESSION_MAX_SEC', '-60'],
    ['OAUTH_ACR_VALUES', 'größer'],
    ['OAUTH_ACR_VALUES', 'a b c d e f g h i j k'],
    ['OAUTH_MAX_AGE_SEC', '59'],
    ['OAUTH_MAX_AGE_SEC', '2592001'],
    ['ISSUER_SUB_CLAIM_OVERRIDES', 'oid'],
    ['ISSUER_SUB_CLAIM_OVERRIDES', '["oid"]'],
    ['ISSUER_SUB_CLAIM_OVERRIDES', '{"https://a.example/":1}'],
    ['ISSUER_SUB_CLAIM_OVERRIDES', '{"https://a.example/":""}'],
    ['ISSUER_SUB_CLAIM_OVERRIDES', '{"login.example":"oid"}'],
    ['BASIC_AUTH_ENABLED', 'maybe'],
    ['INITIAL_ORG_ADMIN_PASSWORD', 'eleven char'],
    ['INITIAL_ORG_ADMIN_PASSWORD', 'x'.repeat(201)],
    ['INITIAL_ORG_NAME', 'x'.repeat(256)],
    ['DEFAULT_WORKSPACE_NAME', 'two\nlines'],
    ['INITIAL_ORG_ADMIN_EMAIL', 'ada'],
    ['INITIAL_ORG_ADMIN_EMAIL', 'ada@acme.example, bob@acme.example'],
    ['BOOTSTRAP_SCIM_TOKEN', 'x'.repeat(31)],
    ['BOOTSTRAP_API_KEY', `${'x'.repeat(32)} y`],
    ['API_KEY_MAX_DAYS', '0'],
    ['API_KEY_MAX_DAYS', '3651'],
    ['INVITATION_TTL_DAYS', '0'],
    ['INVITATION_TTL_DAYS', '91'],
    ['SMTP_URL', 'mail.acme.example'],
    ['SMTP_URL', 'https://user:secret@mail.acme.example'],
    ['MAIL_FROM', 'Usher'],
    ['MAIL_FROM', 'a@acme.example, b@acme.example'],
    ['SCIM_RATE_LIMIT', '24'],
    ['SCIM_RATE_LIMIT', '-1'],
    ['SCIM_RATE_LIMIT', 'off'],
    ['WORKSPACE_SCOPE_ORG_INVITES_ENABLED', 'on'],
    ['USER_ORG_CREATION_DISABLED', 'nope'],
    ['PERSONAL_ORGS_DISABLED', '10'],
    ['SELF_HOSTED_JIT_PROVISIONING_ENABLED', 'enabled'],
  ])('refuses %s=%j and names the variable in the only fault', (name, text) => {
    const faults = faultsOf({ ...oauth, [name]: text });
    expect(faults).toHaveLength(1);
    const isSecret = (variables as Record<string, Variable>)[name]?.secret;
    expect(faults[0]).toMatch(isSecret ? new RegExp(`^${name}: \\w`) : new RegExp(`^${name}=".*": \\w`));
    if (isSecret) expect(faults[0]).not.toContain(text);
  });

  it('lists every fault at once', () => {
    const error = (() => {
      try {
        return loadConfig({ PORT: 'x', HOST: '?', NODE_ENV: 'production', OAUTH_CLIENTID: 'usher' });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ConfigError);
    for (const name of ['PORT', 'HOST', 'PUBLIC_URL', 'OAUTH_ISSUER_URL', 'OAUTH_CLIENT_ID', 'OAUTH_CLIENT_SECRET']) {
      expect((error as ConfigError).message).toContain(name);
    }
    expect((error as ConfigError).message).toContain('Did you mean OAUTH_CLIENT_ID?');
  });
});

describe('flags', () => {
  const flags: [name: string, read: (config: Config) => boolean][] = [
    ['WORKSPACE_SCOPE_ORG_INVITES_ENABLED', (c) => c.flags.workspaceScopeOrgInvitesEnabled],
    ['USER_ORG_CREATION_DISABLED', (c) => c.flags.userOrgCreationDisabled],
    ['ORG_CREATION_DISABLED', (c) => c.flags.userOrgCreationDisabled],
    ['PERSONAL_ORGS_DISABLED', (c) => c.flags.personalOrgsDisabled],
    ['SELF_HOSTED_JIT_PROVISIONING_ENABLED', (c) => c.flags.jitProvisioningEnabled],
  ];
  const everyName = flags.flatMap(([name, read]) => [[name, read] as const, [`FF_${name}`, read] as const]);

  it.each(everyName)('%s switches its flag on and off', (name, read) => {
    for (const text of ['true', '1', 'Yes']) expect(read(loadConfig({ [name]: text }))).toBe(true);
    for (const text of ['FALSE', '0', 'no']) expect(read(loadConfig({ [name]: text }))).toBe(false);
  });

  it.each([
    ['USER_ORG_CREATION_DISABLED', 'ORG_CREATION_DISABLED'],
    ['USER_ORG_CREATION_DISABLED', 'FF_USER_ORG_CREATION_DISABLED'],
    ['ORG_CREATION_DISABLED', 'FF_ORG_CREATION_DISABLED'],
    ['PERSONAL_ORGS_DISABLED', 'FF_PERSONAL_ORGS_DISABLED'],
    ['WORKSPACE_SCOPE_ORG_INVITES_ENABLED', 'FF_WORKSPACE_SCOPE_ORG_INVITES_ENABLED'],
    ['SELF_HOSTED_JIT_PROVISIONING_ENABLED', 'FF_SELF_HOSTED_JIT_PROVISIONING_ENABLED'],
  ])('%s and %s with different values stop the start with a message that names both', (one, other) => {
    const faults = faultsOf({ [one]: 'true', [other]: 'false' });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`${one}="true"`);
    expect(faults[0]).toContain(`${other}="false"`);
  });

  it('accepts two names that say the same in different words', () => {
    const config = loadConfig({ PERSONAL_ORGS_DISABLED: 'no', FF_PERSONAL_ORGS_DISABLED: '0' });
    expect(config.flags.personalOrgsDisabled).toBe(false);
  });
});

describe('modes', () => {
  it.each([
    [{ AUTH_TYPE: 'oauth' }, ['OAUTH_ISSUER_URL', 'OAUTH_CLIENT_ID', 'OAUTH_CLIENT_SECRET', 'AUTH_TYPE']],
    [{ OAUTH_CLIENT_ID: 'usher' }, ['OAUTH_ISSUER_URL', 'OAUTH_CLIENT_SECRET']],
    [{ ...oauth, OAUTH_CLIENT_SECRET: '' }, ['OAUTH_CLIENT_SECRET']],
    [{ OAUTH_TRUST_EMAIL: 'true' }, ['OAUTH_ISSUER_URL', 'OAUTH_TRUST_EMAIL']],
  ])('a partly configured sign-in stops the start: %j', (env, names) => {
    const faults = faultsOf(env);
    expect(faults).toHaveLength(1);
    for (const name of names) expect(faults[0]).toContain(name);
  });

  it('production without sign-in stops the start', () => {
    expect(faultsOf({ NODE_ENV: 'production', PUBLIC_URL: 'https://a.example' })).toEqual([
      'No sign-in is configured. With NODE_ENV=production set OAUTH_ISSUER_URL, OAUTH_CLIENT_ID, OAUTH_CLIENT_SECRET, or AUTH_TYPE=basic.',
    ]);
  });

  it('production without a public address stops the start', () => {
    const faults = faultsOf({ ...oauth, NODE_ENV: 'production' });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^PUBLIC_URL is not set/);
  });

  it.each([{ AUTH_TYPE: 'basic' }, { BASIC_AUTH_ENABLED: 'true' }])('passwords alone are a sign-in: %j', (env) => {
    const passwords = { mode: 'configured', basicAuth: true, oidc: null };
    expect(loadConfig(env)).toMatchObject(passwords);
    expect(loadConfig({ ...env, NODE_ENV: 'production', PUBLIC_URL: 'https://a.example' })).toMatchObject(passwords);
    expect(loadConfig({ ...env, OAUTH_SESSION_MAX_SEC: '600' })).toMatchObject({
      ...passwords,
      sessionMaxSeconds: 600,
    });
    expect(loadConfig(env).flags).toEqual(loadConfig({}).flags);
  });

  it.each([{ AUTH_TYPE: 'basic' }, { BASIC_AUTH_ENABLED: 'true' }])('passwords go beside a provider: %j', (env) => {
    const both = loadConfig({ ...oauth, ...env });
    expect(both).toMatchObject({ mode: 'configured', basicAuth: true, oidc: { clientId: 'usher' } });
    expect(faultsOf({ ...env, OAUTH_CLIENT_ID: 'usher' })[0]).toMatch(
      /OAUTH_ISSUER_URL, OAUTH_CLIENT_SECRET are not set/,
    );
  });

  it('the first password belongs to an address, and is nobody’s where there are no passwords', () => {
    const first = { INITIAL_ORG_ADMIN_EMAIL: 'ada@acme.example', INITIAL_ORG_ADMIN_PASSWORD: 'correct horse' };
    expect(loadConfig({ AUTH_TYPE: 'basic', ...first }).initial.adminPassword).toBe('correct horse');
    expect(loadConfig({ ...oauth, ...first }).initial.adminPassword).toBeNull();
    const faults = faultsOf({ AUTH_TYPE: 'basic', INITIAL_ORG_ADMIN_PASSWORD: 'correct horse' });
    expect(faults).toEqual([expect.stringMatching(/INITIAL_ORG_ADMIN_EMAIL is not/)]);
    expect(faultsOf({ BASIC_AUTH_ENABLED: 'true', AUTH_TYPE: 'oauth' })).toHaveLength(1);
  });

  it('the choice of database is independent of the mode', () => {
    expect(loadConfig({ MONGODB_URI: 'mongodb://localhost' }).mode).toBe('evaluation');
    expect(loadConfig(oauth).mongodbUri).toBeNull();
  });

  it('several processes need a database of their own and a sign-in', () => {
    const MONGODB_URI = 'mongodb://localhost';
    expect(loadConfig({ ...oauth, MONGODB_URI, WORKERS: '4' }).workers).toBe(4);
    expect(loadConfig({ ...oauth, MONGODB_URI, WORKERS: 'auto' }).workers).toBe('auto');
    for (const env of [oauth, { MONGODB_URI }])
      expect(faultsOf({ ...env, WORKERS: '2' })).toEqual([expect.stringMatching(/WORKERS is more than 1/)]);
  });

  it('an explicit rate limit holds in evaluation mode', () => {
    expect(loadConfig({ SCIM_RATE_LIMIT: '100' }).scimRateLimit).toBe(100);
  });
});

describe('warnings', () => {
  it.each([
    [{ OAUTH_CLIENTID: 'x' }, 'OAUTH_CLIENTID is not a setting and has no effect. Did you mean OAUTH_CLIENT_ID?'],
    [{ FF_SOMETHING: 'true' }, 'FF_SOMETHING is not a setting and has no effect.'],
    [{ public_url: 'x' }, 'public_url is not a setting and has no effect. Did you mean PUBLIC_URL?'],
    [{ MONGODB_URL: 'x' }, 'MONGODB_URL is not a setting and has no effect.'],
    [{ INITIAL_ORG_ADMIN_PASSWORD: 'twelve chars' }, /^INITIAL_ORG_ADMIN_PASSWORD is ignored/],
    [{ HOST: '0.0.0.0' }, /^HOST=0\.0\.0\.0 opens evaluation mode/],
    [{ NODE_ENV: 'prod' }, /not production/],
    [{ MAIL_FROM: 'usher@acme.example' }, /no effect without SMTP_URL/],
  ])('%j draws one', (env, warning) => {
    const { warnings } = loadConfig(env);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(warning);
  });

  it('leaves the variables of other programs alone', () => {
    expect(loadConfig({ PATH: '/bin', HOME: '/root', NODE_OPTIONS: '', MONGOMS_SYSTEM_BINARY: '/m' }).warnings).toEqual(
      [],
    );
  });
});

describe('mail', () => {
  const SMTP_URL = 'smtps://usher:mail-canary@mail.acme.example';

  it.each(['usher@acme.example', 'Usher <usher@acme.example>', 'Zugang für Ümit <usher@bücher.example>'])(
    'comes from %s',
    (from) => expect(loadConfig({ SMTP_URL, MAIL_FROM: from }).mail).toEqual({ smtpUrl: SMTP_URL, from }),
  );

  it('needs a sender, and the fault does not tell the password', () => {
    expect(faultsOf({ SMTP_URL })).toEqual([expect.stringMatching(/^MAIL_FROM is not set/)]);
    expect(JSON.stringify(describeConfig(loadConfig({ SMTP_URL, MAIL_FROM: 'a@b.example' })))).not.toContain('canary');
  });
});

describe('a key for stored secrets', () => {
  const [now, before] = ['a'.repeat(40), 'b'.repeat(40)];

  it('may have one before it, which is told as little as it is', () => {
    const config = loadConfig({ ENCRYPTION_KEY: now, ENCRYPTION_KEY_PREVIOUS: before });
    expect([config.encryptionKey, config.previousEncryptionKey]).toEqual([now, before]);
    expect(JSON.stringify(describeConfig(config))).not.toMatch(/a{40}|b{40}/);
  });

  it('is needed beside the one before, and is another one', () => {
    expect(faultsOf({ ENCRYPTION_KEY_PREVIOUS: before })).toEqual([
      expect.stringMatching(/^ENCRYPTION_KEY_PREVIOUS is set, but ENCRYPTION_KEY is not/),
    ]);
    expect(faultsOf({ ENCRYPTION_KEY: now, ENCRYPTION_KEY_PREVIOUS: now })).toEqual([
      expect.stringMatching(/^ENCRYPTION_KEY_PREVIOUS and ENCRYPTION_KEY are equal/),
    ]);
  });
});

describe('secrets', () => {
  const secretEnv = {
    ...oauth,
    MONGODB_URI: 'mongodb://usher:database-canary@db.example/usher?authSource=admin&proxyPassword=proxy-canary',
    BOOTSTRAP_SCIM_TOKEN: token,
    BOOTSTRAP_API_KEY: key,
    INITIAL_ORG_ADMIN_PASSWORD: 'password-canary',
  };

  it('are not in the description or the warnings', () => {
    const config = loadConfig(secretEnv);
    const text = JSON.stringify([describeConfig(config), config.warnings]);
    expect(text).not.toContain('canary');
    expect(describeConfig(config)).toContainEqual({
      name: 'MONGODB_URI',
      value: 'mongodb://***@db.example/usher',
      source: 'MONGODB_URI',
    });
    expect(describeConfig(config)).toContainEqual({
      name: 'BOOTSTRAP_API_KEY',
      value: 'set',
      source: 'BOOTSTRAP_API_KEY',
    });
  });

  it('are not in the faults', () => {
    const faults = faultsOf({
      ...secretEnv,
      MONGODB_URI: 'mongodb://usher:data@base-canary@db.example/usher',
      BOOTSTRAP_SCIM_TOKEN: 'short-canary',
      BOOTSTRAP_API_KEY: 'with space canary with space canary',
      OAUTH_ISSUER_URL: 'https://user:issuer-canary@login.example.com',
      PUBLIC_URL: 'https://user:public-canary@usher.example.com',
    });
    expect(faults).toHaveLength(5);
    expect(faults.join('\n')).not.toContain('canary');
  });

  it('one secret for both bootstrap variables is refused', () => {
    const faults = faultsOf({ BOOTSTRAP_SCIM_TOKEN: token, BOOTSTRAP_API_KEY: token });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('BOOTSTRAP_SCIM_TOKEN and BOOTSTRAP_API_KEY');
  });
});

describe('the description', () => {
  it('has every variable once, with the name that set it', () => {
    const settings = describeConfig(loadConfig({ FF_ORG_CREATION_DISABLED: 'false' }));
    expect(settings.map(({ name }) => name)).toEqual(variableNames);
    expect(settings).toContainEqual({
      name: 'USER_ORG_CREATION_DISABLED',
      value: 'false',
      source: 'FF_ORG_CREATION_DISABLED',
    });
    expect(settings).toContainEqual({ name: 'PORT', value: '3000', source: 'default' });
    expect(settings).toContainEqual({ name: 'OAUTH_CLIENT_SECRET', value: 'not set', source: 'default' });
  });
});

describe('docker/.env.example', () => {
  it('has every variable that the product or compose.yaml reads, with its default, and no other', async () => {
    const text = await readFile(new URL('../../docker/.env.example', import.meta.url), 'utf8');
    const example = parse(text.replaceAll(/^# ?(?=[A-Z][A-Z0-9_]*=)/gm, ''));
    expect(Object.keys(example).sort()).toEqual(['DATABASE_PASSWORD', ...variableNames].sort());
    for (const name of variableNames) {
      const { fallback }: Variable = variables[name];
      if (fallback !== undefined && name !== 'NODE_ENV' && name !== 'DATA_DIR')
        expect([name, example[name]]).toEqual([name, fallback]);
    }
  });
});

describe('the file .env', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usher-config-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is read from the working directory, and the process environment wins', async () => {
    await writeFile(join(folder, '.env'), 'USHER_TEST_ONLY="from the file"\nPATH=from-the-file\n# comment\n');
    const env = readEnvironment(folder);
    expect(env.USHER_TEST_ONLY).toBe('from the file');
    expect(env.PATH).toBe(process.env.PATH);
    expect(process.env.USHER_TEST_ONLY).toBeUndefined();
  });

  it('need not exist', () => {
    expect(readEnvironment(folder)).toEqual(process.env);
  });

  it('that cannot be read is a fault that names it', async () => {
    await mkdir(join(folder, '.env'));
    expect(() => readEnvironment(folder)).toThrow(ConfigError);
    expect(() => readEnvironment(folder)).toThrow(/\.env cannot be read \(EISDIR\)/);
  });
});
