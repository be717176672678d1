/** What the environment makes of Usher: one frozen object. Every layer may import this folder, which imports nothing of the product. */
import type { VariableName } from './variables.ts';

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
  /** Only sign-ins of one of these classes will do; empty: any. */
  acrValues: readonly string[];
  /** Only sign-ins of the last so many seconds at the provider will do; null: any. */
  maxAgeSeconds: number | null;
};

export type Config = Readonly<{
  /** `evaluation`: no sign-in is configured, so a demo provider on loopback stands in. Never in production. */
  mode: 'evaluation' | 'configured';
  production: boolean;
  /** What is written is validated twice: NODE_ENV says that this is development or a test. */
  validatesWrites: boolean;
  /** Without a trailing slash. */
  publicUrl: string;
  host: string;
  port: number;
  /** Processes at this port; `auto`: one for each processor. One where the database is the embedded one. */
  workers: number | 'auto';
  /** Where Prometheus reads; null: nowhere. `isDefault`: nobody asked for this port, so it may be taken. */
  metrics: Readonly<{ host: string; port: number; isDefault: boolean }> | null;
  /** Addresses and networks of the proxies whose `X-Forwarded-For` counts. */
  trustedProxies: readonly string[];
  dataDir: string;
  /** Null: the embedded database under `dataDir`. */
  mongodbUri: string | null;
  /** Encrypts the secrets of others that are stored; null: the deployment's own secret does. */
  encryptionKey: string | null;
  /** With which some of them may still be encrypted: it is read, and written no more. */
  previousEncryptionKey: string | null;
  /** A configured start may go on with data of evaluation mode. */
  evaluationDataAllowed: boolean;
  /** People sign in with passwords, alone or beside the provider. */
  basicAuth: boolean;
  /** Null in evaluation mode, until the demo provider is up, and where people sign in with passwords alone. */
  oidc: Readonly<OidcSettings> | null;
  /** Subjects of the provider are the `externalId`s that the default organization's directory sends (P1). */
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
  /** The collector that traces go to; null: none are made. */
  tracesEndpoint: string | null;
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
