export const scim = {
  title: 'SCIM',
  text: (organization: string) =>
    `By SCIM an identity provider such as Okta or Microsoft Entra ID pushes people and groups to ${organization}.`,
  tabs: {
    label: 'About SCIM',
    connect: 'Connection',
    roles: 'Roles',
    guard: (waiting: number) => (waiting === 0 ? 'Mass-change guard' : `Mass-change guard (${waiting} waiting)`),
  },
  baseUrl: 'SCIM base URL',
  secret: 'SCIM token',
  tokens: 'Tokens',
  tokensText: 'One for each identity provider, so that one can be revoked without the others.',
  list: 'SCIM tokens',
  make: 'Make a SCIM token',
  makeText: 'Whoever has it can change people and groups here. Its secret is shown once.',
  description: 'A name for the token',
  descriptionHint: 'Such as the identity provider that will have it.',
  suggested: 'Identity provider',
  made: 'The token is made',
  empty: 'No token yet',
  emptyText: 'Make one, and give it to your identity provider with the address above.',
  rotateText: 'A new secret takes its place. The old one works on for a day, so that nothing is pushed in vain.',
  ofMember: 'one member',
  personal: 'A personal organization has no directory. Choose another organization above.',
};

/** What `roles` of a User give. */
export const directoryRoles = {
  title: 'Roles that the directory names',
  text: 'Beside groups, a directory may name roles of a person: in the attribute roles, such as an app role of Microsoft Entra ID.',
  change: 'Change…',
  enabled: 'Roles of a person give access',
  enabledHint:
    'They rank with groups. What names no role here is kept, gives nothing, and says why on the page of the person.',
  admins: 'They may make Organization Admins',
  adminsHint: 'Whoever runs the directory can then make anybody an admin here.',
  on: 'Named roles count',
  off: 'Named roles are kept and give nothing',
  adminsOn: 'May be made by the directory',
  adminsOff: 'Are never made by the directory',
  facts: { roles: 'Roles', admins: 'Organization Admins' },
  form: 'A value is an organization role, or a workspace and a role in it. Capitals, spaces, hyphens and underscores do not matter.',
  examples: ['Organization Viewer', 'Workspace 1:Workspace Editor', '*:Workspace Viewer'],
  list: 'All values that may be sent, with ids that stay when something is renamed, are at',
  save: 'Save',
  same: 'This is how it is now.',
  saved: 'Saved. It holds for everybody from now on.',
  savedByJob: 'Saved. There are many people: roles follow while they are read again.',
};

/** Of a token or an OAuth client. */
export const strict = {
  label: 'Strict',
  hint: 'By the SCIM Interoperability Profile: unknown attributes, PATCH without paths and passwords are refused. Off: as most identity providers need it.',
  mark: 'strict',
};

export const scimClients = {
  title: 'OAuth clients',
  text: 'They fetch short-lived tokens. Those with a key of their own are made by the API.',
  list: 'OAuth clients',
  make: 'Make an OAuth client',
  makeText: 'It gets access tokens that are good for ten minutes. Its secret is shown once.',
  description: 'A name for the client',
  descriptionHint: 'Such as the identity provider that will have it.',
  suggested: 'Identity provider',
  made: 'The client is made',
  secret: 'Client secret',
  clientId: 'Client id',
  tokenUrl: 'Token endpoint',
  empty: 'No OAuth client yet',
  emptyText: 'Most identity providers do with a token.',
  rotateText: 'A new secret takes its place. The old one works on for a day, so that nothing is pushed in vain.',
  ownKey: 'signs with a key of its own',
};

/** What to click and what to copy, in the words of each vendor. `docs/idp/` has the rest. */
export const guide = {
  title: 'At your identity provider',
  provider: 'Identity provider',
  providers: { okta: 'Okta', entra: 'Microsoft Entra ID', other: 'Another one' },
  tenantUrl: 'Tenant URL',
  more: (guides: string) =>
    `Attributes, sign-in and what to do when something is refused are in Usher’s documentation: ${guides}.`,
  afterwards: 'Then look at',
  activity: 'what arrives',
  and: 'and at',
  naming: 'how group names give access',
  steps: {
    okta: [
      'Applications › Browse App Catalog: add “SCIM 2.0 Test App (OAuth Bearer Token)”.',
      'Provisioning › Configure API Integration › Enable: paste the base URL and a token, Test API Credentials, Save.',
      'Provisioning › To App: enable Create Users, Update User Attributes and Deactivate Users. Leave Sync Password off.',
      'Assignments: the people. Push Groups: the groups that give access; Okta wants them apart from those that assign.',
    ],
    entra: [
      'Enterprise apps › New application › Create your own application: the one that is not in the gallery.',
      'Provisioning › New configuration: paste the tenant URL and a token as the secret token, Test Connection, Create.',
      'Attribute mapping of users, before anybody is provisioned: map externalId from objectId instead of mailNickname.',
      'Users and groups: assign them, then Start provisioning. Groups inside an assigned group do not count.',
    ],
    other: [
      'Choose SCIM 2.0 with a bearer token (an HTTP header), and paste the base URL and a token.',
      'Send the address that people sign in with as userName, and the subject of their sign-ins as externalId.',
      'Turn on creating, updating and deactivating people. Nobody has to be deleted: active false ends all access.',
      'Push the groups that give access.',
    ],
  },
  documents: {
    okta: 'the guide for Okta',
    entra: 'the guide for Microsoft Entra ID',
    other: 'the guides for JumpCloud, OneLogin and Keycloak, and the page about SCIM',
  },
};
