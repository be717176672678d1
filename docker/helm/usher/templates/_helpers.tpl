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

{{/* What cannot work is refused before it is installed. */}}
{{- define "usher.validate" -}}
{{- if not .Values.config.publicUrl -}}
{{- fail "config.publicUrl is not set: set it to the https address that people will use" -}}
{{- end -}}
{{- with .Values.config -}}
{{- if and (kindIs "bool" .userOrgCreationDisabled) (kindIs "bool" .orgCreationDisabled) (ne .userOrgCreationDisabled .orgCreationDisabled) -}}
{{- fail (printf "config.userOrgCreationDisabled=%t (USER_ORG_CREATION_DISABLED) and config.orgCreationDisabled=%t (ORG_CREATION_DISABLED) are two names of one setting with different values: keep one of them" .userOrgCreationDisabled .orgCreationDisabled) -}}
{{- end -}}
{{- end -}}
{{- $given := include "usher.environment" (dict "context" . "list" "usher.secrets") -}}
{{- if and .Values.secrets.existingSecret $given -}}
{{- fail "secrets.existingSecret names a Secret of your own, so the other values of `secrets` would have no effect: put them into it and remove them here" -}}
{{- end -}}
{{- if not (or .Values.secrets.existingSecret .Values.secrets.mongodbUri) -}}
{{- fail "secrets.mongodbUri is not set: set it, or name a Secret with MONGODB_URI in secrets.existingSecret" -}}
{{- end -}}
{{- end -}}
