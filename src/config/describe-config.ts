/** The effective configuration as people read it, in the start log and by `usher config`. It holds no secrets. */
import type { Config } from './config.ts';
import { type Variable, type VariableName, variableNames, variables } from './variables.ts';

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
  WORKERS: (config) => String(config.workers),
  METRICS_PORT: (config) => String(config.metrics?.port ?? 'off'),
  METRICS_HOST: (config) => config.metrics?.host ?? null,
  TRUSTED_PROXIES: (config) => config.trustedProxies.join(','),
  DATA_DIR: (config) => config.dataDir,
  MONGODB_URI: (config) => (config.mongodbUri === null ? null : redact(config.mongodbUri)),
  ENCRYPTION_KEY: (config) => config.encryptionKey,
  ENCRYPTION_KEY_PREVIOUS: (config) => config.previousEncryptionKey,
  ALLOW_EVALUATION_DATA: (config) => String(config.evaluationDataAllowed),
  LOG_LEVEL: (config) => config.logLevel,
  OTEL_EXPORTER_OTLP_ENDPOINT: (config) => config.tracesEndpoint,
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
  OAUTH_ACR_VALUES: (config) => config.oidc?.acrValues.join(' ') ?? null,
  OAUTH_MAX_AGE_SEC: (config) => config.oidc?.maxAgeSeconds?.toString() ?? null,
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
