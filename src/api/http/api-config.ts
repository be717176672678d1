import type { Config, OidcSettings } from '../../config/config.ts';
import type { LiveFeed } from '../../domain/audit/live.ts';
import type { InvitationSettings } from '../../domain/entry/invitations/invitation-settings.ts';

/** What the API needs of the configuration, and what was made of it at the start. */
export type ApiConfig = Pick<
  Config,
  'mode' | 'publicUrl' | 'flags' | 'basicAuth' | 'subjectClaims' | 'outboundAllowedHosts' | 'apiKeyMaxDays'
> &
  InvitationSettings & {
    /** Where open streams of what happens get it from; its worker runs beside the server. */
    readonly live: LiveFeed;
    readonly initial: Pick<Config['initial'], 'workspaceName'>;
    /** How the deployment's own connection is read; null: by whatever issuer the claims name (evaluation mode). */
    readonly oidc: Pick<
      OidcSettings,
      'issuer' | 'trustEmail' | 'trustUserName' | 'allowMissingEmail' | 'acrValues' | 'maxAgeSeconds'
    > | null;
    /** Name servers that know the domains of organizations (`host:port`); absent: the machine's own. For tests. */
    readonly dnsServers?: readonly string[];
  };
