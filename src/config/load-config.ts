/** The environment -> one frozen, validated object. Faults are listed all at once, and secrets are never printed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { type Config, ConfigError } from './config.ts';
import { readVariables, warnOfUnknownNames } from './read-variables.ts';
import { isLoopback } from './schemas.ts';
import { type VariableName, type VariableValues, variableNames } from './variables.ts';

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
    ...findMissing(values, evaluation),
  ];
  if (faults.length > 0) throw new ConfigError(faults, warnings);

  return freeze({
    mode: evaluation ? 'evaluation' : 'configured',
    production,
    validatesWrites: !production && sources.NODE_ENV !== undefined,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    host: values.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: values.PORT,
    workers: values.MONGODB_URI === null || evaluation ? 1 : values.WORKERS,
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
    previousEncryptionKey: values.ENCRYPTION_KEY_PREVIOUS,
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
            acrValues: values.OAUTH_ACR_VALUES ?? [],
            maxAgeSeconds: values.OAUTH_MAX_AGE_SEC,
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
    tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    warnings,
    sources,
  });
}

/** What is set and needs something else that is not. */
function findMissing(values: VariableValues, evaluation: boolean): string[] {
  return [
    ...(typeof values.WORKERS === 'number' && values.WORKERS > 1 && (values.MONGODB_URI === null || evaluation)
      ? ['WORKERS is more than 1, which needs MONGODB_URI and a sign-in that is configured. Set these, or WORKERS=1.']
      : []),
    ...(values.ENCRYPTION_KEY_PREVIOUS && !values.ENCRYPTION_KEY
      ? ['ENCRYPTION_KEY_PREVIOUS is set, but ENCRYPTION_KEY is not. Set the new key as ENCRYPTION_KEY beside it.']
      : []),
    ...(values.ENCRYPTION_KEY && values.ENCRYPTION_KEY_PREVIOUS === values.ENCRYPTION_KEY
      ? [
          'ENCRYPTION_KEY_PREVIOUS and ENCRYPTION_KEY are equal. Set the new key as ENCRYPTION_KEY, or leave the other out.',
        ]
      : []),
    ...(values.SMTP_URL && !values.MAIL_FROM
      ? ['MAIL_FROM is not set, but SMTP_URL asks for mail. Set it to the address that mail comes from.']
      : []),
  ];
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

function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) freeze(part);
  }
  return Object.freeze(value);
}
