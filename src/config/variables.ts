/**
 * Every environment variable that the product reads, in the order in which people are told of them. This table is the
 * only list: loading, the printed configuration and the check of docker/.env.example all walk it.
 */
import { z } from 'zod';
import {
  acrValues,
  bearerSecret,
  boolean,
  claimOverrides,
  collector,
  displayName,
  email,
  host,
  hostList,
  issuer,
  mailFrom,
  mongodbUri,
  oneOf,
  password,
  portOrOff,
  processCount,
  proxyList,
  publicUrl,
  scopes,
  smtpUrl,
  wholeNumber,
} from './schemas.ts';

export type Variable = {
  /** From the trimmed, not empty text to the value; messages are instructions to the operator. */
  readonly schema: z.ZodType<unknown, string>;
  /** The text that stands for a variable that is not set, where it does not depend on others. */
  readonly fallback?: string;
  /** Older names. A flag's names all work with the prefix `FF_` too. */
  readonly also?: readonly string[];
  readonly flag?: true;
  /** Never shown, not even when it is at fault. */
  readonly secret?: true;
};

export const variables = {
  NODE_ENV: { schema: z.string(), fallback: 'development' },
  PUBLIC_URL: { schema: publicUrl },
  HOST: { schema: host },
  PORT: { schema: wholeNumber(1, 65_535, 'set a port number from 1 to 65535'), fallback: '3000' },
  WORKERS: { schema: processCount, fallback: '1' },
  METRICS_PORT: { schema: portOrOff, fallback: '9464' },
  METRICS_HOST: { schema: host, fallback: '127.0.0.1' },
  TRUSTED_PROXIES: { schema: proxyList },
  DATA_DIR: { schema: z.string(), fallback: './data' },
  MONGODB_URI: { schema: mongodbUri, secret: true },
  ENCRYPTION_KEY: { schema: bearerSecret, secret: true },
  ENCRYPTION_KEY_PREVIOUS: { schema: bearerSecret, secret: true },
  ALLOW_EVALUATION_DATA: { schema: boolean, fallback: 'false' },
  LOG_LEVEL: {
    schema: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    fallback: 'info',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: { schema: collector },

  AUTH_TYPE: { schema: oneOf(['oauth', 'basic']) },
  OAUTH_ISSUER_URL: { schema: issuer },
  OAUTH_CLIENT_ID: { schema: z.string() },
  OAUTH_CLIENT_SECRET: { schema: z.string(), secret: true },
  OAUTH_SCOPES: { schema: scopes, fallback: 'openid profile email' },
  OAUTH_TRUST_EMAIL: { schema: boolean, fallback: 'false' },
  OAUTH_TRUST_USERNAME: { schema: boolean, fallback: 'false' },
  OAUTH_LINK_BY_EXTERNAL_ID: { schema: boolean, fallback: 'true' },
  OAUTH_ALLOW_MISSING_EMAIL: { schema: boolean, fallback: 'false' },
  OAUTH_SESSION_MAX_SEC: {
    schema: wholeNumber(60, 604_800, 'set seconds from 60 to 604800 (7 days)'),
    fallback: '86400',
  },
  OAUTH_ACR_VALUES: { schema: acrValues },
  OAUTH_MAX_AGE_SEC: { schema: wholeNumber(60, 2_592_000, 'set seconds from 60 to 2592000 (30 days)') },
  ISSUER_SUB_CLAIM_OVERRIDES: { schema: claimOverrides, fallback: '{}' },
  BASIC_AUTH_ENABLED: { schema: boolean, fallback: 'false' },
  INITIAL_ORG_ADMIN_PASSWORD: { schema: password, secret: true },

  OUTBOUND_ALLOWED_HOSTS: { schema: hostList },

  INITIAL_ORG_NAME: { schema: displayName, fallback: 'Default' },
  DEFAULT_WORKSPACE_NAME: { schema: displayName, fallback: 'Workspace 1' },
  INITIAL_ORG_ADMIN_EMAIL: { schema: email },
  BOOTSTRAP_SCIM_TOKEN: { schema: bearerSecret, secret: true },
  BOOTSTRAP_API_KEY: { schema: bearerSecret, secret: true },

  WORKSPACE_SCOPE_ORG_INVITES_ENABLED: { schema: boolean, fallback: 'false', flag: true },
  USER_ORG_CREATION_DISABLED: { schema: boolean, fallback: 'true', flag: true, also: ['ORG_CREATION_DISABLED'] },
  PERSONAL_ORGS_DISABLED: { schema: boolean, fallback: 'true', flag: true },
  SELF_HOSTED_JIT_PROVISIONING_ENABLED: { schema: boolean, fallback: 'true', flag: true },

  API_KEY_MAX_DAYS: { schema: wholeNumber(1, 3_650, 'set days from 1 to 3650'), fallback: '365' },

  INVITATION_TTL_DAYS: { schema: wholeNumber(1, 90, 'set days from 1 to 90'), fallback: '7' },
  SMTP_URL: { schema: smtpUrl, secret: true },
  MAIL_FROM: { schema: mailFrom },

  SCIM_SCHEMAS_DIR: { schema: z.string() },
  SCIM_LOG_DAYS: { schema: wholeNumber(1, 3_650, 'set days from 1 to 3650'), fallback: '30' },
  LOG_PII: { schema: boolean, fallback: 'true' },
  SCIM_RATE_LIMIT: {
    schema: wholeNumber(25, 1_000_000, 'set requests per second, 25 or more, or 0 for no limit', true),
  },
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;

/** The parsed values: null where a variable without a fallback is not set. */
export type VariableValues = {
  readonly [Name in VariableName]:
    | z.output<(typeof variables)[Name]['schema']>
    | ((typeof variables)[Name] extends { fallback: string } ? never : null);
};

export const variableNames = Object.keys(variables) as VariableName[];

/** Every name under which a variable may be set, its own first. */
export function namesOf(name: VariableName): string[] {
  const { also = [], flag }: Variable = variables[name];
  const names = [name, ...also];
  return flag ? [...names, ...names.map((each) => `FF_${each}`)] : names;
}
