{{- define "usher.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "usher.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "usher.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "usher.metricsName" -}}
{{- include "usher.fullname" . | trunc 55 | trimSuffix "-" -}}-metrics
{{- end -}}

{{- define "usher.selectorLabels" -}}
app.kubernetes.io/name: {{ include "usher.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "usher.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "usher.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "usher.serviceAccountName" -}}
{{- .Values.serviceAccount.name | default (ternary (include "usher.fullname" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{- define "usher.secretName" -}}
{{- .Values.secrets.existingSecret | default (include "usher.fullname" .) -}}
{{- end -}}

{{/* Variable -> where its value stands. The one list: the ConfigMap and the Secret both walk it. */}}
{{- define "usher.settings" -}}
PUBLIC_URL: config.publicUrl
TRUSTED_PROXIES: config.trustedProxies
LOG_LEVEL: config.logLevel
OTEL_EXPORTER_OTLP_ENDPOINT: config.otelEndpoint
WORKERS: config.workers
AUTH_TYPE: config.authType
BASIC_AUTH_ENABLED: config.basicAuthEnabled
OAUTH_ISSUER_URL: config.oauth.issuerUrl
OAUTH_CLIENT_ID: config.oauth.clientId
OAUTH_SCOPES: config.oauth.scopes
OAUTH_TRUST_EMAIL: config.oauth.trustEmail
OAUTH_TRUST_USERNAME: config.oauth.trustUserName
OAUTH_LINK_BY_EXTERNAL_ID: config.oauth.linkByExternalId
OAUTH_ALLOW_MISSING_EMAIL: config.oauth.allowMissingEmail
OAUTH_SESSION_MAX_SEC: config.oauth.sessionMaxSec
OAUTH_ACR_VALUES: config.oauth.acrValues
OAUTH_MAX_AGE_SEC: config.oauth.maxAgeSec
ISSUER_SUB_CLAIM_OVERRIDES: config.oauth.issuerSubClaimOverrides
ALLOW_EVALUATION_DATA: config.allowEvaluationData
OUTBOUND_ALLOWED_HOSTS: config.outboundAllowedHosts
INITIAL_ORG_NAME: config.initialOrgName
DEFAULT_WORKSPACE_NAME: config.defaultWorkspaceName
INITIAL_ORG_ADMIN_EMAIL: config.initialOrgAdminEmail
WORKSPACE_SCOPE_ORG_INVITES_ENABLED: config.workspaceScopeOrgInvitesEnabled
USER_ORG_CREATION_DISABLED: config.userOrgCreationDisabled
ORG_CREATION_DISABLED: config.orgCreationDisabled
PERSONAL_ORGS_DISABLED: config.personalOrgsDisabled
SELF_HOSTED_JIT_PROVISIONING_ENABLED: config.selfHostedJitProvisioningEnabled
API_KEY_MAX_DAYS: config.apiKeyMaxDays
INVITATION_TTL_DAYS: config.invitationTtlDays
MAIL_FROM: config.mailFrom
SCIM_LOG_DAYS: config.scimLogDays
LOG_PII: config.logPii
SCIM_RATE_LIMIT: config.scimRateLimit
{{- end -}}

{{- define "usher.secrets" -}}
MONGODB_URI: secrets.mongodbUri
OAUTH_CLIENT_SECRET: secrets.oauthClientSecret
ENCRYPTION_KEY: secrets.encryptionKey
ENCRYPTION_KEY_PREVIOUS: secrets.encryptionKeyPrevious
SMTP_URL: secrets.smtpUrl
INITIAL_ORG_ADMIN_PASSWORD: secrets.initialOrgAdminPassword
BOOTSTRAP_SCIM_TOKEN: secrets.bootstrapScimToken
BOOTSTRAP_API_KEY: secrets.bootstrapApiKey
{{- end -}}

{{/* `NAME: "text"` for each value of a list that is set. Numbers keep their digits, objects become JSON. */}}
{{- define "usher.environment" -}}
{{- $values := .context.Values -}}
{{- range $variable, $path := fromYaml (include .list .context) -}}
{{- $value := $values -}}
{{- range splitList "." $path -}}{{- $value = index $value . -}}{{- end -}}
{{- if kindIs "map" $value -}}
{{- if $value }}
{{ $variable }}: {{ toJson $value | quote }}
{{- end -}}
{{- else if kindIs "float64" $value }}
{{ $variable }}: {{ printf "%.0f" $value | quote }}
{{- else if not (or (kindIs "invalid" $value) (eq (toString $value) "")) }}
{{ $variable }}: {{ toString $value | quote }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* "true" where a variable has a value: at its place in the values, in extraEnv, or perhaps in the operator's own Secret. */}}
{{- define "usher.isSet" -}}
{{- $values := .context.Values -}}
{{- $value := $values -}}
{{- range splitList "." .path -}}{{- $value = index $value . -}}{{- end -}}
{{- $own := and $values.secrets.existingSecret (hasPrefix "secrets." .path) -}}
{{- $extra := false -}}
{{- range $values.extraEnv -}}{{- if eq .name $.name -}}{{- $extra = true -}}{{- end -}}{{- end -}}
{{- if or $value $own $extra -}}true{{- end -}}
{{- end -}}

{{/* A line for each thing that would keep Usher from starting: as loadConfig in src/config reads it. */}}
{{- define "usher.faults" -}}
{{- $config := .Values.config -}}
{{- $oauth := $config.oauth -}}
{{- $secrets := .Values.secrets -}}
{{- if not (include "usher.isSet" (dict "context" . "path" "config.publicUrl" "name" "PUBLIC_URL")) }}
config.publicUrl is not set: set it to the https address that people will use
{{- else if and $config.publicUrl (not (regexMatch "^https://[^/?#@\\s]+/?$" $config.publicUrl)) }}
config.publicUrl={{ $config.publicUrl }}: set an https address without a path, such as https://usher.example.com
{{- end }}
{{- $passwords := or (eq $config.authType "basic") $config.basicAuthEnabled -}}
{{- if or (not $passwords) (eq $config.authType "oauth") $oauth.issuerUrl $oauth.clientId $secrets.oauthClientSecret }}
{{- if not (include "usher.isSet" (dict "context" . "path" "config.oauth.issuerUrl" "name" "OAUTH_ISSUER_URL")) }}
config.oauth.issuerUrl is not set: set the issuer as your identity provider writes it, or config.authType=basic for sign-in with passwords
{{- else if and $oauth.issuerUrl (not (regexMatch "^https://[^?#@\\s]+$" $oauth.issuerUrl)) }}
config.oauth.issuerUrl={{ $oauth.issuerUrl }}: set the https address of the issuer, such as https://login.example.com/realms/main
{{- else if contains "/.well-known/" $oauth.issuerUrl }}
config.oauth.issuerUrl={{ $oauth.issuerUrl }}: set the issuer itself, without /.well-known/openid-configuration
{{- end }}
{{- if not (include "usher.isSet" (dict "context" . "path" "config.oauth.clientId" "name" "OAUTH_CLIENT_ID")) }}
config.oauth.clientId is not set: set the client id that your identity provider gave to Usher
{{- end }}
{{- if not (include "usher.isSet" (dict "context" . "path" "secrets.oauthClientSecret" "name" "OAUTH_CLIENT_SECRET")) }}
secrets.oauthClientSecret is not set: set it, or name a Secret with OAUTH_CLIENT_SECRET in secrets.existingSecret
{{- end }}
{{- end }}
{{- if and (kindIs "bool" $config.userOrgCreationDisabled) (kindIs "bool" $config.orgCreationDisabled) (ne $config.userOrgCreationDisabled $config.orgCreationDisabled) }}
config.userOrgCreationDisabled={{ $config.userOrgCreationDisabled }} (USER_ORG_CREATION_DISABLED) and config.orgCreationDisabled={{ $config.orgCreationDisabled }} (ORG_CREATION_DISABLED) are two names of one setting with different values: keep one of them
{{- end }}
{{- if and $secrets.existingSecret (include "usher.environment" (dict "context" . "list" "usher.secrets")) }}
secrets.existingSecret names a Secret of your own, so the other values of `secrets` would have no effect: put them into it and remove them here
{{- end }}
{{- if not (include "usher.isSet" (dict "context" . "path" "secrets.mongodbUri" "name" "MONGODB_URI")) }}
secrets.mongodbUri is not set: set it, or name a Secret with MONGODB_URI in secrets.existingSecret
{{- else if and $secrets.mongodbUri (not (regexMatch "^mongodb(\\+srv)?://" $secrets.mongodbUri)) }}
secrets.mongodbUri: begin with mongodb:// or mongodb+srv://
{{- end }}
{{- range list "encryptionKey" "encryptionKeyPrevious" "bootstrapScimToken" "bootstrapApiKey" }}
{{- $secret := index $secrets . }}
{{- if and $secret (not (and (ge (len $secret) 32) (regexMatch "^[A-Za-z0-9._~+/-]+=*$" $secret))) }}
secrets.{{ . }}: set at least 32 letters, digits and - . _ ~ + /, for example the output of openssl rand -hex 32
{{- end }}
{{- end }}
{{- if and $secrets.encryptionKeyPrevious (eq $secrets.encryptionKeyPrevious $secrets.encryptionKey) }}
secrets.encryptionKeyPrevious and secrets.encryptionKey are equal: set the new key as secrets.encryptionKey, or leave the other out
{{- else if and $secrets.encryptionKeyPrevious (not (include "usher.isSet" (dict "context" . "path" "secrets.encryptionKey" "name" "ENCRYPTION_KEY"))) }}
secrets.encryptionKeyPrevious is set, but secrets.encryptionKey is not: set the new key as secrets.encryptionKey
{{- end }}
{{- if and $secrets.bootstrapScimToken (eq $secrets.bootstrapScimToken $secrets.bootstrapApiKey) }}
secrets.bootstrapScimToken and secrets.bootstrapApiKey are equal: give each a secret of its own
{{- end }}
{{- if and $secrets.smtpUrl (not (include "usher.isSet" (dict "context" . "path" "config.mailFrom" "name" "MAIL_FROM"))) }}
config.mailFrom is not set, but secrets.smtpUrl asks for mail: set it to the address that mail comes from
{{- end }}
{{- if and $passwords $secrets.initialOrgAdminPassword (not (include "usher.isSet" (dict "context" . "path" "config.initialOrgAdminEmail" "name" "INITIAL_ORG_ADMIN_EMAIL"))) }}
config.initialOrgAdminEmail is not set, but secrets.initialOrgAdminPassword is: set the address that it belongs to
{{- end }}
{{- if and .Values.metrics.serviceMonitor.enabled (not .Values.metrics.enabled) }}
metrics.serviceMonitor.enabled is true, but metrics.enabled is false: there would be nothing to read
{{- end }}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
autoscaling.minReplicas is more than autoscaling.maxReplicas
{{- end }}
{{- end -}}

{{/* What cannot work is refused before it is installed, all of it at once. */}}
{{- define "usher.validate" -}}
{{- with include "usher.faults" . | trim -}}
{{- fail (printf "the values cannot work, so nothing was installed:\n%s" (. | indent 2)) -}}
{{- end -}}
{{- end -}}
