/**
 * The environment -> one frozen, validated object. Owns `config/` and imports nothing else of the product; every layer
 * may import this file. Faults are listed all at once, and secrets are never printed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { readVariables, warnOfUnknownNames } from './config/read-variables.ts';
import { isLoopback } from './config/schemas.ts';
import { type Variable, type VariableName, type VariableValues, variableNames, variables } from './config/variables.ts';

export type OidcSettings = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Space separated, `openid` among them. */
  scopes: string;
  /** Take the provider's emails as verified even where `email_verified` is absent. */
  trustEmail: boolean;
  /** Take `preferred_username` as the name of somebody without a proven address. */
  trustUserName: boolean;
  /** Let a newcomer in whose provider sends no email. */
  allowMissingEmail: boolean;
};

export type Config = Readonly<{
  /** `evaluation`: no sign-in is configured, so a demo provider on loopback stands in. Never in production. */
  mode: 'evaluation' | 'configured';
  production: boolean;
  /** Without a trailing slash. */
  publicUrl: string;
  host: string;
  port: number;
  /** Where Prometheus reads; null: nowhere. `isDefault`: nobody asked for this port, so it may be taken. */
  metrics: Readonly<{ host: string; port: number; isDefault: boolean }> | null;
  /** Addresses and networks of the proxies whose `X-Forwarded-For` counts. */
  trustedProxies: readonly string[];
  dataDir: string;
  /** Null: the embedded database under `dataDir`. */
  mongodbUri: string | null;
  /** Encrypts the secrets of others that are stored; null: the deployment's own secret does. */
  encryptionKey: string | null;
  /** A configured start may go on with data of evaluation mode. */
  evaluationDataAllowed: boolean;
  /** People sign in with passwords, alone or beside the provider. */
  basicAuth: boolean;
  /** Null in evaluation mode, until the demo provider is up, and where people sign in with passwords alone. */
  oidc: Readonly<OidcSettings> | null;
  /** Subjects of the provider are the `externalId`s that the default organization's directory sends (4.1a P1). */
  linkByExternalId: boolean;
  /** Issuer prefix -> the claim that is the subject there. */
  subjectClaims: Readonly<Record<string, string>>;
  sessionMaxSeconds: number;
  /** Hosts that issuers and webhooks of organizations may name although they lie in a private network. */
  outboundAllowedHosts: readonly string[];
  flags: Readonly<{
    workspaceScopeOrgInvitesEnabled: boolean;
    userOrgCreationDisabled: boolean;
    personalOrgsDisabled: boolean;
    jitProvisioningEnabled: boolean;
  }>;
  initial: Readonly<{
    orgName: string;
    workspaceName: string;
    adminEmail: string | null;
    adminPassword: string | null;
  }>;
  bootstrap: Readonly<{ scimToken: string | null; apiKey: string | null }>;
  /** Days that a personal API key lives at most. */
  apiKeyMaxDays: number;
  /** Days after which an invitation ends. */
  invitationTtlDays: number;
  /** Null: no mail is sent; who invites gets the link. */
  mail: Readonly<{ smtpUrl: string; from: string }> | null;
  /** Null: the schema documents that come with the product. */
  scimSchemasDir: string | null;
  /** The provisioning log: how long it is kept, and whether it shows email addresses in full. */
  scimLog: Readonly<{ days: number; pii: boolean }>;
  /** Requests per second and organization; 0 is no limit. */
  scimRateLimit: number;
  logLevel: string;
  /** Sentences for the start log: settings that have no effect or deserve a second look. */
  warnings: readonly string[];
  /** Variable -> the name under which it was set; absent where the default holds. */
  sources: Readonly<Partial<Record<VariableName, string>>>;
}>;

/** The configuration cannot be used. `faults` names each variable at fault and what to do; no secrets in it. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[], warnings: readonly string[] = []) {
    const lines = [...faults, ...warnings].map((line) => `  - ${line}`);
    super(['The configuration has faults, so nothing was started:', ...lines].join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/**
 * The variables of the process over those of the file `.env` in the folder `cwd`, if there is one.
 * Throws ConfigError if the file is there but cannot be read.
 */
export function readEnvironment(cwd: string = process.cwd()): NodeJS.ProcessEnv {
  const file = join(cwd, '.env');
  try {
    return { ...parse(readFileSync(file)), ...process.env };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return { ...process.env };
    throw new ConfigError([`${file} cannot be read (${code}). Make it a file that this user may read, or remove it.`]);
  }
}

/** Turns the environment into a frozen Config. Pure. Throws ConfigError with every fault at once. */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const { values, sources, faults: unreadable } = readVariables(env);
  const production = values.NODE_ENV.toLowerCase() === 'production';
  const basicAuth = values.AUTH_TYPE === 'basic' || values.BASIC_AUTH_ENABLED;
  const evaluation = !production && !basicAuth && !signInVariables.some((name) => env[name]?.trim());
  const warnings = [...warnOfUnknownNames(env), ...warnOfEffects(values, evaluation, basicAuth)];
  const faults = [
    ...unreadable,
    ...findSignInFaults(env, evaluation || (basicAuth && !asksForProvider(env, values))),
    ...(production && !env.PUBLIC_URL?.trim()
      ? ['PUBLIC_URL is not set. With NODE_ENV=production set it to the https address that people will use.']
      : []),
    ...(basicAuth && values.INITIAL_ORG_ADMIN_PASSWORD && !values.INITIAL_ORG_ADMIN_EMAIL
      ? ['INITIAL_ORG_ADMIN_PASSWORD is set, but INITIAL_ORG_ADMIN_EMAIL is not. Set the address that it belongs to.']
      : []),
    ...(values.BOOTSTRAP_SCIM_TOKEN && values.BOOTSTRAP_SCIM_TOKEN === values.BOOTSTRAP_API_KEY
      ? ['BOOTSTRAP_SCIM_TOKEN and BOOTSTRAP_API_KEY are equal. Give each a secret of its own.']
      : []),
    ...(values.SMTP_URL && !values.MAIL_FROM
      ? ['MAIL_FROM is not set, but SMTP_URL asks for mail. Set it to the address that mail comes from.']
      : []),
  ];
  if (faults.length > 0) throw new ConfigError(faults, warnings);

  return freeze({
    mode: evaluation ? 'evaluation' : 'configured',
    production,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    host: values.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: values.PORT,
    metrics:
      values.METRICS_PORT === null
        ? null
        : {
            host: values.METRICS_HOST,
            port: values.METRICS_PORT,
            isDefault: sources.METRICS_PORT === undefined,
          },
    trustedProxies: values.TRUSTED_PROXIES ?? [],
    dataDir: values.DATA_DIR,
    mongodbUri: values.MONGODB_URI,
    encryptionKey: values.ENCRYPTION_KEY,
    evaluationDataAllowed: values.ALLOW_EVALUATION_DATA,
    basicAuth,
    oidc:
      evaluation || !values.OAUTH_ISSUER_URL
        ? null
        : {
            issuer: values.OAUTH_ISSUER_URL,
            clientId: values.OAUTH_CLIENT_ID ?? '',
            clientSecret: values.OAUTH_CLIENT_SECRET ?? '',
            scopes: values.OAUTH_SCOPES,
            trustEmail: values.OAUTH_TRUST_EMAIL,
            trustUserName: values.OAUTH_TRUST_USERNAME,
            allowMissingEmail: values.OAUTH_ALLOW_MISSING_EMAIL,
          },
    linkByExternalId: values.OAUTH_LINK_BY_EXTERNAL_ID,
    subjectClaims: values.ISSUER_SUB_CLAIM_OVERRIDES,
    sessionMaxSeconds: values.OAUTH_SESSION_MAX_SEC,
    outboundAllowedHosts: values.OUTBOUND_ALLOWED_HOSTS ?? [],
    flags: {
      workspaceScopeOrgInvitesEnabled: values.WORKSPACE_SCOPE_ORG_INVITES_ENABLED,
      userOrgCreationDisabled: values.USER_ORG_CREATION_DISABLED,
      personalOrgsDisabled: values.PERSONAL_ORGS_DISABLED,
      jitProvisioningEnabled: values.SELF_HOSTED_JIT_PROVISIONING_ENABLED,
    },
    initial: {
      orgName: values.INITIAL_ORG_NAME,
      workspaceName: values.DEFAULT_WORKSPACE_NAME,
      adminEmail: values.INITIAL_ORG_ADMIN_EMAIL,
      adminPassword: basicAuth ? values.INITIAL_ORG_ADMIN_PASSWORD : null,
    },
    bootstrap: { scimToken: values.BOOTSTRAP_SCIM_TOKEN, apiKey: values.BOOTSTRAP_API_KEY },
    apiKeyMaxDays: values.API_KEY_MAX_DAYS,
    invitationTtlDays: values.INVITATION_TTL_DAYS,
    mail: values.SMTP_URL && values.MAIL_FROM ? { smtpUrl: values.SMTP_URL, from: values.MAIL_FROM } : null,
    scimSchemasDir: values.SCIM_SCHEMAS_DIR,
    scimLog: { days: values.SCIM_LOG_DAYS, pii: values.LOG_PII },
    scimRateLimit: values.SCIM_RATE_LIMIT ?? (evaluation ? 0 : 500),
    logLevel: values.LOG_LEVEL,
    warnings,
    sources,
  });
}

const requiredForOauth = ['OAUTH_ISSUER_URL', 'OAUTH_CLIENT_ID', 'OAUTH_CLIENT_SECRET'] as const;
const signInVariables = variableNames.filter((name) => name === 'AUTH_TYPE' || name.startsWith('OAUTH_'));

/** Whether a provider is to be used, beside passwords or instead of them. */
function asksForProvider(env: NodeJS.ProcessEnv, values: VariableValues): boolean {
  return values.AUTH_TYPE === 'oauth' || requiredForOauth.some((name) => env[name]?.trim());
}

/** Partial OAUTH_* anywhere, or no sign-in in production, is a fault. */
function findSignInFaults(env: NodeJS.ProcessEnv, withoutProvider: boolean): string[] {
  const isSet = (name: VariableName) => Boolean(env[name]?.trim());
  const missing = requiredForOauth.filter((name) => !isSet(name));
  if (withoutProvider || missing.length === 0) return [];
  const present = signInVariables.filter(isSet);
  if (present.length === 0) {
    return [`No sign-in is configured. With NODE_ENV=production set ${missing.join(', ')}, or AUTH_TYPE=basic.`];
  }
  const verb = missing.length === 1 ? 'is' : 'are';
  return [
    `${missing.join(', ')} ${verb} not set, but ${present.join(', ')} asks for sign-in. Set all of them or none.`,
  ];
}

function warnOfEffects(values: VariableValues, evaluation: boolean, basicAuth: boolean): string[] {
  return [
    ...(values.INITIAL_ORG_ADMIN_PASSWORD && !basicAuth
      ? [
          'INITIAL_ORG_ADMIN_PASSWORD is ignored: it has a meaning only with AUTH_TYPE=basic or BASIC_AUTH_ENABLED=true.',
        ]
      : []),
    ...(values.MAIL_FROM && !values.SMTP_URL
      ? ['MAIL_FROM has no effect without SMTP_URL: invitations are not mailed, their links are shown to who invites.']
      : []),
    ...(values.NODE_ENV.toLowerCase() === 'prod'
      ? ['NODE_ENV is "prod", which is not production. Set NODE_ENV=production.']
      : []),
    ...(evaluation && values.HOST && !isLoopback(values.HOST)
      ? [`HOST=${values.HOST} opens evaluation mode, where anybody signs in as a demo person, to the network.`]
      : []),
  ];
}

/** One line of the effective configuration. `source` is the name under which it was set, or `default`. */
export type Setting = { readonly name: VariableName; readonly value: string; readonly source: string };

/** The effective values in the order of the table, for the start log and `usher config`. Holds no secrets. */
export function describeConfig(config: Config): Setting[] {
  return variableNames.map((name) => {
    const value = effective[name](config);
    const { secret }: Variable = variables[name];
    const hidden = secret && name !== 'MONGODB_URI';
    return {
      name,
      value: value === null || value === '' ? 'not set' : hidden ? 'set' : value,
      source: config.sources[name] ?? 'default',
    };
  });
}

const effective: Record<VariableName, (config: Config) => string | null> = {
  NODE_ENV: (config) => (config.production ? 'production' : 'development'),
  PUBLIC_URL: (config) => config.publicUrl,
  HOST: (config) => config.host,
  PORT: (config) => String(config.port),
  METRICS_PORT: (config) => String(config.metrics?.port ?? 'off'),
  METRICS_HOST: (config) => config.metrics?.host ?? null,
  TRUSTED_PROXIES: (config) => config.trustedProxies.join(','),
  DATA_DIR: (config) => config.dataDir,
  MONGODB_URI: (config) => (config.mongodbUri === null ? null : redact(config.mongodbUri)),
  ENCRYPTION_KEY: (config) => config.encryptionKey,
  ALLOW_EVALUATION_DATA: (config) => String(config.evaluationDataAllowed),
  LOG_LEVEL: (config) => config.logLevel,
  AUTH_TYPE: (config) => (config.oidc ? 'oauth' : config.basicAuth ? 'basic' : null),
  OAUTH_ISSUER_URL: (config) => config.oidc?.issuer ?? null,
  OAUTH_CLIENT_ID: (config) => config.oidc?.clientId ?? null,
  OAUTH_CLIENT_SECRET: (config) => config.oidc?.clientSecret ?? null,
  OAUTH_SCOPES: (config) => config.oidc?.scopes ?? null,
  OAUTH_TRUST_EMAIL: (config) => String(config.oidc?.trustEmail ?? false),
  OAUTH_TRUST_USERNAME: (config) => String(config.oidc?.trustUserName ?? false),
  OAUTH_LINK_BY_EXTERNAL_ID: (config) => String(config.linkByExternalId),
  OAUTH_ALLOW_MISSING_EMAIL: (config) => String(config.oidc?.allowMissingEmail ?? false),
  OAUTH_SESSION_MAX_SEC: (config) => String(config.sessionMaxSeconds),
  ISSUER_SUB_CLAIM_OVERRIDES: (config) => JSON.stringify(config.subjectClaims),
  BASIC_AUTH_ENABLED: (config) => String(config.basicAuth),
  INITIAL_ORG_ADMIN_PASSWORD: (config) => config.sources.INITIAL_ORG_ADMIN_PASSWORD ?? null,
  OUTBOUND_ALLOWED_HOSTS: (config) => config.outboundAllowedHosts.join(','),
  INITIAL_ORG_NAME: (config) => config.initial.orgName,
  DEFAULT_WORKSPACE_NAME: (config) => config.initial.workspaceName,
  INITIAL_ORG_ADMIN_EMAIL: (config) => config.initial.adminEmail,
  BOOTSTRAP_SCIM_TOKEN: (config) => config.bootstrap.scimToken,
  BOOTSTRAP_API_KEY: (config) => config.bootstrap.apiKey,
  WORKSPACE_SCOPE_ORG_INVITES_ENABLED: (config) => String(config.flags.workspaceScopeOrgInvitesEnabled),
  USER_ORG_CREATION_DISABLED: (config) => String(config.flags.userOrgCreationDisabled),
  PERSONAL_ORGS_DISABLED: (config) => String(config.flags.personalOrgsDisabled),
  SELF_HOSTED_JIT_PROVISIONING_ENABLED: (config) => String(config.flags.jitProvisioningEnabled),
  API_KEY_MAX_DAYS: (config) => String(config.apiKeyMaxDays),
  INVITATION_TTL_DAYS: (config) => String(config.invitationTtlDays),
  SMTP_URL: (config) => config.mail?.smtpUrl ?? null,
  MAIL_FROM: (config) => config.mail?.from ?? null,
  SCIM_SCHEMAS_DIR: (config) => config.scimSchemasDir,
  SCIM_LOG_DAYS: (config) => String(config.scimLog.days),
  LOG_PII: (config) => String(config.scimLog.pii),
  SCIM_RATE_LIMIT: (config) => String(config.scimRateLimit),
};

/** Scheme, hosts and database of a connection string; neither credentials nor options, which may hold secrets too. */
function redact(uri: string): string {
  return uri.replace(/\/\/[^@/?]*@/, '//***@').replace(/\?.*$/, '');
}

function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) freeze(part);
  }
  return Object.freeze(value);
}
