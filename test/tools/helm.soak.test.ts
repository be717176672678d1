/** The Helm chart: rendered by Helm, it sets what its values say, and each of them reaches the variable that is read. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Config, ConfigError } from '../../src/config/config.ts';
import { loadConfig, readEnvironment } from '../../src/config/load-config.ts';
import { type VariableName, variableNames } from '../../src/config/variables.ts';
import {
  canRender,
  chart,
  deploymentOf,
  environmentOf,
  type Manifest,
  readManifests,
  run,
  type Setting,
  type Values,
} from '../support/helm.ts';

const root = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');

const base: readonly Setting[] = [
  ['config.publicUrl', 'https://usher.example.com'],
  ['config.oauth.issuerUrl', 'https://login.example.com/'],
  ['config.oauth.clientId', 'usher'],
  ['secrets.oauthClientSecret', 'client-secret-canary'],
  ['secrets.mongodbUri', 'mongodb://usher:database-canary@db.example/usher?replicaSet=rs0'],
];

const tryRender = (values: readonly Setting[]) => run(['template', 'rel', chart], values);

/** With these values over the necessary ones. */
function render(...values: readonly Setting[]): Manifest[] {
  const { status, stdout, stderr } = tryRender([...base, ...values]);
  if (status !== 0) throw new Error(stderr);
  return readManifests(stdout);
}

const known = new Map<string, Manifest[]>();
/** The same, rendered once for the same values: what most rows are held against. */
function rendered(...values: readonly Setting[]): Manifest[] {
  const key = JSON.stringify(values);
  const manifests = known.get(key) ?? render(...values);
  known.set(key, manifests);
  return manifests;
}

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

type Row = [path: string, value: unknown, variable: string, read: (config: Config) => unknown, meant?: unknown];
const flag = (path: string, variable: string, read: Row[3]): Row[] =>
  [true, false].map((value) => [`config.${path}`, value, variable, read]);
const text = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
const key = 'canary-0123456789-0123456789-abcdef';

/** Each value, the variable that it must reach, and what the product then reads from it. */
const rows: readonly Row[] = [
  ['config.publicUrl', 'https://other.example.com', 'PUBLIC_URL', (c) => c.publicUrl],
  ['config.logLevel', 'debug', 'LOG_LEVEL', (c) => c.logLevel],
  ['config.otelEndpoint', 'http://collector:4318', 'OTEL_EXPORTER_OTLP_ENDPOINT', (c) => c.tracesEndpoint],
  ['config.workers', 4, 'WORKERS', (c) => c.workers],
  ['config.workers', 'auto', 'WORKERS', (c) => c.workers],
  ['config.authType', 'oauth', 'AUTH_TYPE', (c) => c.sources.AUTH_TYPE, 'AUTH_TYPE'],
  ['config.authType', 'basic', 'AUTH_TYPE', (c) => c.basicAuth, true],
  ...flag('basicAuthEnabled', 'BASIC_AUTH_ENABLED', (c) => c.basicAuth),
  ['config.oauth.issuerUrl', 'https://other.example.com', 'OAUTH_ISSUER_URL', (c) => c.oidc?.issuer],
  ['config.oauth.clientId', 'other', 'OAUTH_CLIENT_ID', (c) => c.oidc?.clientId],
  ['config.oauth.scopes', 'openid groups', 'OAUTH_SCOPES', (c) => c.oidc?.scopes],
  ...flag('oauth.trustEmail', 'OAUTH_TRUST_EMAIL', (c) => c.oidc?.trustEmail),
  ...flag('oauth.trustUserName', 'OAUTH_TRUST_USERNAME', (c) => c.oidc?.trustUserName),
  ...flag('oauth.linkByExternalId', 'OAUTH_LINK_BY_EXTERNAL_ID', (c) => c.linkByExternalId),
  ...flag('oauth.allowMissingEmail', 'OAUTH_ALLOW_MISSING_EMAIL', (c) => c.oidc?.allowMissingEmail),
  ['config.oauth.sessionMaxSec', 604_800, 'OAUTH_SESSION_MAX_SEC', (c) => c.sessionMaxSeconds],
  ['config.oauth.acrValues', 'phr phrh', 'OAUTH_ACR_VALUES', (c) => c.oidc?.acrValues.join(' ')],
  ['config.oauth.maxAgeSec', 2_592_000, 'OAUTH_MAX_AGE_SEC', (c) => c.oidc?.maxAgeSeconds],
  [
    'config.oauth.issuerSubClaimOverrides',
    { 'https://login.microsoftonline.com/': 'oid' },
    'ISSUER_SUB_CLAIM_OVERRIDES',
    (c) => c.subjectClaims,
  ],
  ['config.trustedProxies', '10.42.0.0/16', 'TRUSTED_PROXIES', (c) => c.trustedProxies, ['10.42.0.0/16']],
  ['config.outboundAllowedHosts', 'idp.corp', 'OUTBOUND_ALLOWED_HOSTS', (c) => c.outboundAllowedHosts, ['idp.corp']],
  ['config.initialOrgName', 'Ärzte: "Nord" #1', 'INITIAL_ORG_NAME', (c) => c.initial.orgName],
  ['config.defaultWorkspaceName', 'Home', 'DEFAULT_WORKSPACE_NAME', (c) => c.initial.workspaceName],
  ['config.initialOrgAdminEmail', 'ada@acme.example', 'INITIAL_ORG_ADMIN_EMAIL', (c) => c.initial.adminEmail],
  ...flag('workspaceScopeOrgInvitesEnabled', 'WORKSPACE_SCOPE_ORG_INVITES_ENABLED', (c) => {
    return c.flags.workspaceScopeOrgInvitesEnabled;
  }),
  ...flag('userOrgCreationDisabled', 'USER_ORG_CREATION_DISABLED', (c) => c.flags.userOrgCreationDisabled),
  ...flag('orgCreationDisabled', 'ORG_CREATION_DISABLED', (c) => c.flags.userOrgCreationDisabled),
  ...flag('personalOrgsDisabled', 'PERSONAL_ORGS_DISABLED', (c) => c.flags.personalOrgsDisabled),
  ...flag('selfHostedJitProvisioningEnabled', 'SELF_HOSTED_JIT_PROVISIONING_ENABLED', (c) => {
    return c.flags.jitProvisioningEnabled;
  }),
  ['config.apiKeyMaxDays', 90, 'API_KEY_MAX_DAYS', (c) => c.apiKeyMaxDays],
  ['config.invitationTtlDays', 30, 'INVITATION_TTL_DAYS', (c) => c.invitationTtlDays],
  ['config.mailFrom', 'Usher <usher@acme.example>', 'MAIL_FROM', (c) => c.mail?.from],
  ['secrets.smtpUrl', 'smtps://usher:canary@mail.example:465', 'SMTP_URL', (c) => c.mail?.smtpUrl],
  ['config.scimLogDays', 365, 'SCIM_LOG_DAYS', (c) => c.scimLog.days],
  ...flag('allowEvaluationData', 'ALLOW_EVALUATION_DATA', (c) => c.evaluationDataAllowed),
  ...flag('logPii', 'LOG_PII', (c) => c.scimLog.pii),
  ['config.scimRateLimit', 1_000_000, 'SCIM_RATE_LIMIT', (c) => c.scimRateLimit],
  ['config.scimRateLimit', 0, 'SCIM_RATE_LIMIT', (c) => c.scimRateLimit],
  ['metrics.port', 9_465, 'METRICS_PORT', (c) => c.metrics?.port],
  ['secrets.mongodbUri', 'mongodb+srv://u:p%40ss@other.example', 'MONGODB_URI', (c) => c.mongodbUri],
  ['secrets.oauthClientSecret', 'with "quotes", $(HOME) and \\', 'OAUTH_CLIENT_SECRET', (c) => c.oidc?.clientSecret],
  ['secrets.encryptionKey', `a${key}`, 'ENCRYPTION_KEY', (c) => c.encryptionKey],
  ['secrets.encryptionKeyPrevious', `d${key}`, 'ENCRYPTION_KEY_PREVIOUS', (c) => c.previousEncryptionKey],
  [
    'secrets.initialOrgAdminPassword',
    'canary password',
    'INITIAL_ORG_ADMIN_PASSWORD',
    (c) => c.sources.INITIAL_ORG_ADMIN_PASSWORD,
    'INITIAL_ORG_ADMIN_PASSWORD',
  ],
  ['secrets.bootstrapScimToken', `b${key}`, 'BOOTSTRAP_SCIM_TOKEN', (c) => c.bootstrap.scimToken],
  ['secrets.bootstrapApiKey', `c${key}`, 'BOOTSTRAP_API_KEY', (c) => c.bootstrap.apiKey],
];

/** What has an effect only together. */
const beside: Readonly<Record<string, readonly [path: string, value: unknown, variable: string]>> = {
  'config.mailFrom': ['secrets.smtpUrl', 'smtp://mail.example', 'SMTP_URL'],
  'secrets.encryptionKeyPrevious': ['secrets.encryptionKey', `a${'x'.repeat(40)}`, 'ENCRYPTION_KEY'],
  'secrets.smtpUrl': ['config.mailFrom', 'usher@acme.example', 'MAIL_FROM'],
};

/** Values that are no variable: what they must bring into the manifests. */
const others: readonly [path: string, value: unknown, fragment: string][] = [
  ['replicaCount', 7, '"replicas":7'],
  ['autoscaling.enabled', true, '"kind":"HorizontalPodAutoscaler"'],
  ['autoscaling.minReplicas', 3, '"minReplicas":3'],
  ['autoscaling.maxReplicas', 9, '"maxReplicas":9'],
  ['autoscaling.averageCpu', '1500m', '"averageValue":"1500m"'],
  ['podDisruptionBudget.maxUnavailable', '25%', '"maxUnavailable":"25%"'],
  ['image.repository', 'registry.example/usher', '"image":"registry.example/usher:'],
  ['image.tag', '9.9.9', '"image":"usher:9.9.9"'],
  ['image.pullPolicy', 'Always', '"imagePullPolicy":"Always"'],
  ['imagePullSecrets', [{ name: 'pull' }], '"imagePullSecrets":[{"name":"pull"}]'],
  ['nameOverride', 'other', '"app.kubernetes.io/name":"other"'],
  ['fullnameOverride', 'whole-name', '"name":"whole-name"'],
  ['config.scimSchemas', { 'badge.json': '{"id":"urn:badge"}' }, '"badge.json":"{\\"id\\":\\"urn:badge\\"}"'],
  ['extraEnv', [{ name: 'NODE_EXTRA_CA_CERTS', value: '/ca.pem' }], '{"name":"NODE_EXTRA_CA_CERTS","value":"/ca.pem"}'],
  ['serviceAccount.create', false, '"serviceAccountName":"default"'],
  ['serviceAccount.name', 'runner', '"serviceAccountName":"runner"'],
  ['serviceAccount.annotations', { role: 'arn' }, '"annotations":{"role":"arn"}'],
  ['service.type', 'LoadBalancer', '"type":"LoadBalancer"'],
  ['service.port', 8443, '"port":8443'],
  ['service.annotations', { lb: 'internal' }, '"annotations":{"lb":"internal"}'],
  ['metrics.enabled', false, '{"name":"METRICS_PORT","value":"off"}'],
  ['metrics.from', [{ podSelector: {} }], '{"ports":[{"port":"metrics"}],"from":[{"podSelector":{}}]}'],
  ['metrics.serviceMonitor.enabled', true, '"kind":"ServiceMonitor"'],
  ['metrics.serviceMonitor.interval', '15s', '"interval":"15s"'],
  ['metrics.serviceMonitor.labels', { release: 'prometheus' }, '"release":"prometheus"'],
  ['networkPolicy.from', [{ podSelector: {} }], '{"ports":[{"port":"http"}],"from":[{"podSelector":{}}]}'],
  ['ingress.enabled', true, '"host":"usher.example.com"'],
  ['ingress.className', 'nginx', '"ingressClassName":"nginx"'],
  ['ingress.annotations', { issuer: 'le' }, '"annotations":{"issuer":"le"}'],
  ['ingress.tlsSecretName', 'cert', '"tls":[{"hosts":["usher.example.com"],"secretName":"cert"}]'],
  ['resources', { requests: { cpu: '3' } }, '"requests":{"cpu":"3"'],
  ['podAnnotations', { scrape: 'yes' }, '"scrape":"yes"'],
  ['podLabels', { team: 'iam' }, '"team":"iam"'],
  ['podSecurityContext', { fsGroup: 4711 }, '"fsGroup":4711'],
  ['securityContext', { privileged: false }, '"privileged":false'],
  ['terminationGracePeriodSeconds', 77, '"terminationGracePeriodSeconds":77'],
  ['nodeSelector', { disk: 'ssd' }, '"nodeSelector":{"disk":"ssd"}'],
  ['tolerations', [{ key: 'spot' }], '"tolerations":[{"key":"spot"}]'],
  ['affinity', { nodeAffinity: {} }, '"affinity":{"nodeAffinity":{}}'],
  ['topologySpreadConstraints', [{ maxSkew: 3 }], '"topologySpreadConstraints":[{"maxSkew":3}]'],
];

/** What has its effect only where something is switched on. */
const switches = ['ingress.enabled', 'autoscaling.enabled', 'metrics.serviceMonitor.enabled'];

/** Set by the chart itself, whatever the values say. */
const ownVariables: readonly VariableName[] = ['NODE_ENV', 'HOST', 'PORT', 'METRICS_HOST', 'SCIM_SCHEMAS_DIR'];
/** The image has no embedded database. */
const withoutMeaning: readonly VariableName[] = ['DATA_DIR'];

const variableOf = (path: string) => rows.find(([name]) => name === path)?.[2] as string;
const short = 'canary-too-short';
/** What keeps the product from starting, and the value that Helm must name. */
const refusals: readonly [values: Setting[], name: string][] = [
  [[['config.publicUrl', '']], 'config.publicUrl is not set'],
  [[['config.publicUrl', 'http://usher.example.com']], 'config.publicUrl=http://usher.example.com: set an https'],
  [[['config.publicUrl', 'https://example.com/usher']], 'config.publicUrl='],
  [[['config.oauth.issuerUrl', '']], 'config.oauth.issuerUrl is not set'],
  [[['config.oauth.issuerUrl', 'http://login.example.com']], 'config.oauth.issuerUrl='],
  [[['config.oauth.issuerUrl', 'https://x.example/.well-known/openid-configuration']], 'config.oauth.issuerUrl='],
  [[['config.oauth.clientId', '']], 'config.oauth.clientId is not set'],
  [[['secrets.oauthClientSecret', '']], 'secrets.oauthClientSecret is not set'],
  [[['secrets.mongodbUri', 'http://canary.example']], 'secrets.mongodbUri: begin with'],
  [[['secrets.encryptionKey', short]], 'secrets.encryptionKey: set at least 32'],
  [[['secrets.encryptionKeyPrevious', key]], 'secrets.encryptionKeyPrevious is set, but'],
  [
    [
      ['secrets.encryptionKey', key],
      ['secrets.encryptionKeyPrevious', key],
    ],
    'secrets.encryptionKeyPrevious and',
  ],
  [[['secrets.bootstrapScimToken', short]], 'secrets.bootstrapScimToken: set at least 32'],
  [[['secrets.bootstrapApiKey', short]], 'secrets.bootstrapApiKey: set at least 32'],
  [
    [
      ['secrets.bootstrapApiKey', key],
      ['secrets.bootstrapScimToken', key],
    ],
    'secrets.bootstrapScimToken and',
  ],
  [[['secrets.smtpUrl', 'smtp://canary.example']], 'config.mailFrom is not set'],
  [
    [
      ['config.authType', 'basic'],
      ['secrets.initialOrgAdminPassword', 'canary password'],
    ],
    'config.initialOrgAdminEmail is not set',
  ],
];

type Schema = { properties?: Record<string, Schema> };
const leaves = ({ properties }: Schema, path = ''): string[] =>
  properties
    ? Object.entries(properties).flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`))
    : [path];

describe('the values of the chart', () => {
  const schema = JSON.parse(read('docker/helm/usher/values.schema.json')) as Schema;
  const declared = leaves(schema).filter((path) => path !== 'global');

  it('each have a test of their effect below', () => {
    const tested = [...rows, ...others].map(([path]) => path);
    const besides = ['secrets.existingSecret', 'networkPolicy.enabled', 'podDisruptionBudget.enabled'];
    expect([...new Set([...tested, ...besides])].sort()).toEqual(declared.sort());
  });

  it('are those of the schema, so that a misspelt one is refused', () => {
    const values = parse(read('docker/helm/usher/values.yaml')) as Values;
    const at = (path: string) => path.split('.').reduce<unknown>((node, step) => (node as Values)[step], values);
    for (const path of declared) expect([path, at(path)]).not.toEqual([path, undefined]);
  });

  it('reach every variable that the product reads', () => {
    const reached = rows.map(([, , variable]) => variable).filter((name) => name !== 'ORG_CREATION_DISABLED');
    expect([...new Set([...reached, ...ownVariables, ...withoutMeaning])].sort()).toEqual([...variableNames].sort());
  });

  it('have the version of the package', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(parse(read('docker/helm/usher/Chart.yaml'))).toMatchObject({ version, appVersion: version });
  });

  it('have the same effect by .env', () => {
    const folder = mkdtempSync(join(tmpdir(), 'usher-helm-'));
    try {
      for (const [path, value, variable, readBack, meant] of rows) {
        const [, otherValue, otherVariable] = beside[path] ?? [];
        const together = otherVariable ? { [otherVariable]: text(otherValue) } : {};
        const secrets = { MONGODB_URI: 'mongodb://db.example' };
        const lines = { ...environmentOfBase, ...secrets, ...together, [variable]: text(value) };
        writeFileSync(join(folder, '.env'), toDotenv(lines));
        expect([variable, readBack(loadConfig(readEnvironment(folder)))]).toEqual([variable, meant ?? value]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

const environmentOfBase = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://usher.example.com',
  OAUTH_ISSUER_URL: 'https://login.example.com/',
  OAUTH_CLIENT_ID: 'usher',
  OAUTH_CLIENT_SECRET: 'secret',
};
const toDotenv = (lines: Record<string, string>) =>
  Object.entries(lines)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');

describe.skipIf(!canRender)('rendered by Helm', () => {
  it('is clean for helm lint', () => {
    const { status, stdout } = run(['lint', '--strict', chart], base);
    expect([status, stdout]).toEqual([0, expect.not.stringMatching(/\[(WARNING|ERROR)\]/)]);
  });

  it('the necessary values alone make a production configuration with the product’s own defaults', () => {
    const env = environmentOf(render());
    expect(loadConfig(env)).toEqual({
      ...loadConfig({
        ...environmentOfBase,
        OAUTH_CLIENT_SECRET: 'client-secret-canary',
        MONGODB_URI: String(base[4]?.[1]),
      }),
      metrics: { host: '0.0.0.0', port: 9_464, isDefault: false },
      sources: expect.any(Object),
    });
    const own = ['HOST', 'METRICS_HOST', 'METRICS_PORT', 'MONGODB_URI', 'PORT'];
    expect(Object.keys(env).sort()).toEqual([...Object.keys(environmentOfBase), ...own].sort());
  });

  it.each(rows)('%s=%j reaches the product as %s, and nothing else does', (path, value, variable, readBack, meant) => {
    const [otherPath, otherValue, otherVariable] = beside[path] ?? [];
    const together: [string, unknown][] = otherPath ? [[otherPath, otherValue]] : [];
    const after = environmentOf(render(...together, [path, value]));
    const besides = otherVariable ? { [otherVariable]: text(otherValue) } : {};
    expect(after).toEqual({ ...environmentOf(rendered()), ...besides, [variable]: text(value) });
    const config = loadConfig(after);
    expect(readBack(config)).toEqual(meant ?? value);
    expect(Object.values(config.sources)).toContain(variable);
  });

  it.each(others)('%s=%j has its effect', (path, value, fragment) => {
    const on = switches.filter((name) => path !== name && path.startsWith(name.replace('enabled', '')));
    const before = on.map((name): Setting => [name, true]);
    expect(JSON.stringify(rendered(...before))).not.toContain(fragment);
    expect(JSON.stringify(render(...before, [path, value]))).toContain(fragment);
  });

  it('mounts schema documents where the product looks for them', () => {
    const { container, pod } = deploymentOf(render(['config.scimSchemas', { 'badge.json': '{}' }]));
    const { SCIM_SCHEMAS_DIR } = environmentOf(render(['config.scimSchemas', { 'badge.json': '{}' }]));
    expect(container.volumeMounts).toContainEqual({ name: 'schemas', mountPath: SCIM_SCHEMAS_DIR, readOnly: true });
    expect(pod.volumes).toContainEqual({ name: 'schemas', configMap: { name: 'rel-usher-schemas' } });
  });

  it('has the metrics at a Service of their own, which only those may reach whom the values name', () => {
    const monitoring = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
    const pick = (manifests: Manifest[], kind: string, name: string) =>
      manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
    const named = render(['metrics.from', [monitoring]]);
    expect(pick(named, 'Service', 'rel-usher-metrics')).toMatchObject({
      metadata: { labels: { 'app.kubernetes.io/component': 'metrics' } },
      spec: { type: 'ClusterIP', ports: [{ name: 'metrics', port: 9_464, targetPort: 'metrics' }] },
    });
    expect(JSON.stringify(pick(named, 'Service', 'rel-usher'))).not.toContain('metrics');
    expect(deploymentOf(named).container.ports).toContainEqual({ name: 'metrics', containerPort: 9_464 });
    const open = { ports: [{ port: 'http' }] };
    const toMonitoring = { ports: [{ port: 'metrics' }], from: [monitoring] };
    const ingressOf = (manifests: Manifest[]) =>
      (pick(manifests, 'NetworkPolicy', 'rel-usher')?.spec as { ingress: unknown } | undefined)?.ingress;
    expect(ingressOf(named)).toEqual([open, toMonitoring]);
    expect(ingressOf(render())).toEqual([open]);
    expect(ingressOf(render(['networkPolicy.enabled', false]))).toBeUndefined();
    const off = render(['metrics.enabled', false], ['metrics.from', [monitoring]]);
    expect(loadConfig(environmentOf(off)).metrics).toBeNull();
    expect(ingressOf(off)).toEqual([open]);
    expect(pick(off, 'Service', 'rel-usher-metrics')).toBeUndefined();
    expect(JSON.stringify(deploymentOf(off).container.ports)).not.toContain('metrics');
  });

  it('takes the secrets from a Secret of the operator’s own, and then from nowhere else', () => {
    const values: Setting[] = [...base.slice(0, 3), ['secrets.existingSecret', 'mine']];
    const { status, stdout } = tryRender(values);
    expect([status, stdout]).toEqual([0, expect.not.stringMatching(/kind: Secret/)]);
    const manifests = readManifests(stdout);
    expect(deploymentOf(manifests).container.envFrom).toContainEqual({ secretRef: { name: 'mine' } });
    const env = { ...environmentOf(manifests), MONGODB_URI: 'mongodb://db.example', OAUTH_CLIENT_SECRET: 'x' };
    expect(loadConfig(env).mongodbUri).toBe('mongodb://db.example');
    const both = tryRender([...base, ['secrets.existingSecret', 'mine']]);
    expect([both.status, both.stderr]).toEqual([1, expect.stringMatching(/secrets\.existingSecret/)]);
  });

  it('keeps secrets in the Secret alone', () => {
    const secrets = rows.filter(([path]) => path.startsWith('secrets.') && path !== 'secrets.oauthClientSecret');
    const settings = secrets.map(([path, value]): Setting => [path, value]);
    const manifests = render(['config.mailFrom', 'usher@acme.example'], ...settings);
    const [inSecret, elsewhere] = [
      manifests.filter(({ kind }) => kind === 'Secret'),
      manifests.filter(({ kind }) => kind !== 'Secret'),
    ];
    expect(JSON.stringify(inSecret).match(/canary/g)).toHaveLength(7);
    expect(JSON.stringify(elsewhere)).not.toContain('canary');
    expect(run(['template', 'rel', chart, '--show-only', 'templates/NOTES.txt'], base).stdout).not.toContain('canary');
  });

  it('reports the two names of one flag when they say different things, and naming both', () => {
    const userName = 'config.userOrgCreationDisabled';
    const orgName = 'config.orgCreationDisabled';
    for (const value of [true, false]) {
      const refused = tryRender([...base, [userName, value], [orgName, !value]]);
      expect(refused.status).toBe(1);
      for (const name of [userName, orgName, 'USER_ORG_CREATION_DISABLED', '(ORG_CREATION_DISABLED'])
        expect(refused.stderr).toContain(name);
      expect(loadConfig(environmentOf(render([userName, value], [orgName, value]))).flags).toMatchObject({
        userOrgCreationDisabled: value,
      });
    }
  });

  it.each([
    ['config.orgCreationDisabled', 'FF_USER_ORG_CREATION_DISABLED', 'ORG_CREATION_DISABLED'],
    ['config.personalOrgsDisabled', 'FF_PERSONAL_ORGS_DISABLED', 'PERSONAL_ORGS_DISABLED'],
    [
      'config.workspaceScopeOrgInvitesEnabled',
      'FF_WORKSPACE_SCOPE_ORG_INVITES_ENABLED',
      'WORKSPACE_SCOPE_ORG_INVITES_ENABLED',
    ],
  ])('%s against %s in extraEnv stops the start, naming both', (path, other, own) => {
    const env = environmentOf(render([path, true], ['extraEnv', [{ name: other, value: 'false' }]]));
    const faults = faultsOf(env);
    expect(faults).toEqual([expect.stringContaining(`${own}="true"`)]);
    expect(faults[0]).toContain(`${other}="false"`);
  });

  it.each<[what: string, values: Setting[], message: RegExp]>([
    ['a misspelt value', [['config.orgCreationDisbled', true]], /orgCreationDisbled/],
    ['a flag that is a word', [['config.personalOrgsDisabled', 'yes']], /personalOrgsDisabled/],
    [
      'a ServiceMonitor of nothing',
      [['metrics', { enabled: false, serviceMonitor: { enabled: true } }]],
      /nothing to read/,
    ],
    [
      'fewer pods at most than at least',
      [['autoscaling', { enabled: true, minReplicas: 7 }]],
      /autoscaling\.minReplicas/,
    ],
  ])('refuses %s before anything is installed', (_what, values, message) => {
    const { status, stderr } = tryRender([...base, ...values]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(message)]);
  });

  it.each(refusals)('refuses %j, which the product refuses, naming %s', (values, name) => {
    const env = { ...Object.fromEntries([...base, ...values].map(([path, value]) => [variableOf(path), text(value)])) };
    expect(faultsOf({ ...env, NODE_ENV: 'production' })).not.toEqual([]);
    const { status, stderr } = tryRender([...base, ...values]);
    expect([status, stderr]).toEqual([1, expect.stringContaining(`\n  ${name}`)]);
    expect(stderr).not.toContain('canary');
  });

  it('tells all faults at once, and lets extraEnv set what is missing', () => {
    const missing = ['config.publicUrl', 'config.oauth.issuerUrl', 'config.oauth.clientId', 'secrets.mongodbUri'];
    const { stderr } = tryRender([]);
    for (const path of missing) expect(stderr).toContain(`${path} is not set`);
    const extraEnv = missing.map((path) => ({
      name: variableOf(path),
      value: base.find(([name]) => name === path)?.[1],
    }));
    const given = tryRender([
      ['secrets.oauthClientSecret', 'x'],
      ['extraEnv', extraEnv],
    ]);
    expect([given.status, given.stderr]).toEqual([0, '']);
    expect(faultsOf(environmentOf(readManifests(given.stdout)))).toEqual([]);
  });

  it('wants no provider where people sign in with passwords', () => {
    const { status, stdout } = tryRender([base[0], base[4], ['config.authType', 'basic']] as Setting[]);
    expect(status).toBe(0);
    expect(faultsOf(environmentOf(readManifests(stdout)))).toEqual([]);
  });

  it('keeps a pod where nodes are emptied, and lets the autoscaler alone say how many there are', () => {
    const pick = (manifests: Manifest[], name: string) => manifests.find(({ kind }) => kind === name)?.spec;
    expect(pick(render(), 'PodDisruptionBudget')).toMatchObject({ maxUnavailable: 1 });
    expect(pick(render(['podDisruptionBudget.enabled', false]), 'PodDisruptionBudget')).toBeUndefined();
    expect(pick(render(), 'Deployment')).toHaveProperty('replicas');
    expect(pick(render(['autoscaling.enabled', true]), 'Deployment')).not.toHaveProperty('replicas');
  });

  it('runs without privileges, answers probes, and has time to drain', () => {
    const { pod, container } = deploymentOf(render());
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(5 + 25);
    expect(container).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      livenessProbe: { httpGet: { path: '/livez', port: 'http' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 'http' } },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    });
  });

  it('restarts the pods when settings change', () => {
    const checksums = (manifests: Manifest[]) => {
      const { spec } = manifests.find(({ kind }) => kind === 'Deployment') as Manifest;
      return (spec as { template: { metadata: { annotations: Values } } }).template.metadata.annotations;
    };
    const before = checksums(render());
    expect(checksums(render())).toEqual(before);
    expect(checksums(render(['config.logLevel', 'debug']))['checksum/config']).not.toBe(before['checksum/config']);
    const rotated = checksums(render(['secrets.oauthClientSecret', 'new']));
    expect(rotated['checksum/secret']).not.toBe(before['checksum/secret']);
  });
});
