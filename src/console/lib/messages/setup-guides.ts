/** What to click at each identity provider, in the words of its own pages; `docs/idp/` has the rest. */

type Guide = {
  readonly label: string;
  /** Within a sentence, where it has no name of its own. */
  readonly called?: string;
  readonly signIn: {
    readonly steps: readonly string[];
    /** As in this example. */
    readonly issuer: string;
    readonly issuerHint: string;
    /** Where another claim than `sub` tells people apart. */
    readonly subject?: string;
    readonly note?: string;
  };
  readonly directory: {
    readonly steps: readonly string[];
    /** What follows the base URL there. */
    readonly suffix?: string;
    /** More to copy there. */
    readonly copy?: { readonly label: string; readonly value: string };
    readonly note?: string;
  };
};

const discovery = 'It is what its .well-known/openid-configuration calls "issuer", to the last slash.';

const byAnotherWay =
  'People then come by signing in or by invitation. If your directory itself is Okta, Entra ID or another one that pushes by SCIM, let that one push, and choose it in step 1.';

/** As in docs/idp/onelogin.md: what stands in braces OneLogin fills in. */
const oneLoginTemplate = JSON.stringify({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  userName: '{$parameters.scimusername}',
  displayName: '{$user.display_name}',
  name: { givenName: '{$user.firstname}', familyName: '{$user.lastname}' },
  emails: [{ value: '{$user.email}', type: 'work', primary: true }],
  title: '{$parameters.title}',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: '{$parameters.department}' },
});

export const setupGuides = {
  okta: {
    label: 'Okta',
    signIn: {
      steps: [
        'In the Okta admin console: Applications › Create App Integration › OIDC - OpenID Connect › Web Application.',
        'Grant type: Authorization Code. Sign-in redirect URI: the redirect address below.',
        'Assignments: the people or groups who may sign in. Save.',
        'General: copy Client ID and Client secret.',
      ],
      issuer: 'https://YOUR-ORG.okta.com',
      issuerHint: 'The address of your Okta, without -admin. With a custom authorization server: …/oauth2/default.',
    },
    directory: {
      steps: [
        'Okta cannot add provisioning to an OpenID Connect app: Applications › Browse App Catalog, add “SCIM 2.0 Test App (OAuth Bearer Token)”.',
        'Provisioning › Configure API Integration › Enable: paste base URL and token, Test API Credentials, Save.',
        'Provisioning › To App › Edit: Create Users, Update User Attributes, Deactivate Users. Leave Sync Password off.',
        'Assignments: the people. Push Groups: the groups that give access.',
      ],
    },
  },
  entra: {
    label: 'Microsoft Entra ID',
    signIn: {
      steps: [
        'In the Entra admin center: App registrations › New registration, accounts in this organizational directory only.',
        'Redirect URI: platform Web, and the redirect address below. Register.',
        'Overview: copy Application (client) ID, and Directory (tenant) ID for the issuer.',
        'Certificates & secrets › New client secret: copy its Value, not its Secret ID.',
        'Token configuration › Add optional claim › ID: email.',
      ],
      issuer: 'https://login.microsoftonline.com/TENANT-ID/v2.0',
      issuerHint: 'With your own tenant id in place of TENANT-ID; never common or organizations.',
      subject: 'oid',
      note: 'Entra does not say whether addresses are verified. People are found by oid, which the directory sends as externalId; without a directory an admin decides whether addresses are trusted.',
    },
    directory: {
      steps: [
        'Enterprise apps › New application › Create your own application: “Integrate any other application you don’t find in the gallery”.',
        'Provisioning › New configuration: paste the tenant URL, and the token as secret token. Test Connection, Create.',
        'Attribute mapping of users, before anybody is provisioned: map externalId from objectId instead of mailNickname.',
        'Users and groups: assign them (groups inside groups do not count). Then Start provisioning.',
      ],
      suffix: '?aadOptscim062020',
      note: 'The first cycle begins within minutes of Start provisioning; later ones come every 40 minutes. Provision on demand sends one person at once.',
    },
  },
  google: {
    label: 'Google Workspace',
    signIn: {
      steps: [
        'In the Google Cloud console, in a project of your organization: Google Auth Platform (or OAuth consent screen), audience Internal, so that only your own people can sign in.',
        'Clients (or Credentials) › Create client › OAuth client ID, type Web application.',
        'Authorized redirect URIs: the redirect address below. Create.',
        'Copy Client ID and Client secret.',
      ],
      issuer: 'https://accounts.google.com',
      issuerHint: 'The same for everybody, without a slash at the end.',
      note: 'Google sends no groups. Its addresses are verified; they count within the email domain that is proven.',
    },
    directory: {
      steps: [
        'Google Workspace provisions to the apps of its own catalogue, and offers no place for the address of another one.',
        'Leave this step out.',
      ],
      note: byAnotherWay,
    },
  },
  onelogin: {
    label: 'OneLogin',
    signIn: {
      steps: [
        'Applications › Add App: “OpenId Connect (OIDC)”. Save.',
        'Configuration › Redirect URI’s: the redirect address below.',
        'SSO: application type Web, token endpoint Basic or POST. Copy Client ID and Client Secret.',
        'Access or Users: give the app to the people who may sign in.',
      ],
      issuer: 'https://YOUR-SUBDOMAIN.onelogin.com/oidc/2',
      issuerHint: 'SSO shows it as Issuer URL.',
    },
    directory: {
      steps: [
        'Applications › Add App: “SCIM Provisioner with SAML (SCIM v2 Enterprise)”. Save.',
        'Configuration: paste SCIM base URL, SCIM bearer token, and the JSON template below. Enable the API connection.',
        'Parameters: scimusername is the email; Groups: tick Include in User Provisioning.',
        'Provisioning: enable it. Deleted and suspended users: Suspend.',
        'Access or Users: give people the app; Rules › Set Groups maps roles to groups.',
      ],
      copy: { label: 'SCIM JSON template', value: oneLoginTemplate },
    },
  },
  jumpcloud: {
    label: 'JumpCloud',
    signIn: {
      steps: [
        'SSO Applications › Add New Application › Custom Application › Manage Single Sign-On: Configure SSO with OIDC.',
        'Redirect URIs: the redirect address below. Client authentication type: Client Secret Basic or POST.',
        'Login URL: the address of this server. Attribute mapping: the standard scopes Email and Profile.',
        'Activate: copy Client ID and Client Secret, which are shown once. User Groups: tick who may sign in.',
      ],
      issuer: 'https://oauth.id.jumpcloud.com/',
      issuerHint: 'The slash at the end counts. Outside the United States it is another host.',
    },
    directory: {
      steps: [
        'In the custom application: Export users to this app (Identity Management).',
        'Identity Management: SCIM 2.0, paste base URL, and the token as token key; an address for the test user.',
        'Test Connection makes a user and a group and deletes both. Activate, Save.',
        'Switch on management of User Groups and Group Membership. User Groups: tick the groups.',
      ],
    },
  },
  keycloak: {
    label: 'Keycloak',
    signIn: {
      steps: [
        'In the realm: Clients › Create client, type OpenID Connect.',
        'Client authentication: on. Authentication flow: Standard flow alone.',
        'Valid redirect URIs: the redirect address below. Save.',
        'Credentials: copy the Client Secret. The client id is what you called it.',
      ],
      issuer: 'https://keycloak.example/realms/YOUR-REALM',
      issuerHint: discovery,
      note: 'Keycloak says that an address is verified where the user has Email verified switched on.',
    },
    directory: {
      steps: [
        'Keycloak has no SCIM client of its own. With an extension that adds one: paste base URL and token there, content type application/scim+json.',
        'Without one, leave this step out.',
      ],
      note: byAnotherWay,
    },
  },
  auth0: {
    label: 'Auth0',
    signIn: {
      steps: [
        'Applications › Create Application: Regular Web Applications.',
        'Settings › Allowed Callback URLs: the redirect address below. Save Changes.',
        'Settings: copy Domain (for the issuer), Client ID and Client Secret.',
        'Connections of the application: leave those on whose people may sign in.',
      ],
      issuer: 'https://YOUR-TENANT.REGION.auth0.com/',
      issuerHint: 'https://, your domain, and a slash at the end.',
    },
    directory: {
      steps: ['Auth0 takes people in by SCIM, and pushes nobody to other applications.', 'Leave this step out.'],
      note: byAnotherWay,
    },
  },
  other: {
    label: 'Another one',
    called: 'your identity provider',
    signIn: {
      steps: [
        'Register a web application (a confidential OpenID Connect client) with the authorization code flow.',
        'Its redirect URI is the redirect address below, letter by letter.',
        'Let it send the scopes openid, profile and email: sub, name, email and email_verified.',
        'Copy client id and client secret.',
      ],
      issuer: 'https://login.example.com',
      issuerHint: discovery,
    },
    directory: {
      steps: [
        'Choose SCIM 2.0 with a bearer token (an HTTP header), and paste base URL and token.',
        'Send the address that people sign in with as userName, and the subject of their sign-ins as externalId.',
        'Turn on creating, updating and deactivating people. Nobody has to be deleted: active false ends all access.',
        'Push the groups that give access.',
      ],
    },
  },
} as const satisfies Record<string, Guide>;

export function guideOf(provider: keyof typeof setupGuides): Guide {
  return setupGuides[provider];
}
