/** What stands around every page. */

export const shell = {
  skip: 'Skip to the content',
  product: 'Usher',
  navigation: 'Pages',
  settingsNavigation: 'Settings',
  menu: 'Menu',
  search: 'Search',
  searchKey: 'Ctrl K',
  pages: {
    home: 'Home',
    people: 'People',
    groups: 'Groups',
    accessMap: 'Access map',
    activity: 'Activity',
    settings: 'Settings',
    workspaces: 'Workspaces',
    roles: 'Roles',
    sso: 'SSO',
    scim: 'SCIM',
    invitations: 'Invitations',
    apiKeys: 'API keys',
    webhooks: 'Webhooks',
    organization: 'Organization',
    account: 'Account',
  },
};

export const account = {
  menu: (name: string) => `Account of ${name}`,
  profile: 'Account and API keys',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  shortcuts: 'Keyboard shortcuts',
  guide: 'Guide',
  docs: 'API documentation',
  signOut: 'Sign out',
};

export const session = {
  ended: 'You are signed out',
  endedText: 'Your session has ended. Sign in again to go on where you are; what you typed is still here until then.',
  signIn: 'Sign in again',
};

export const confirmIdentity = {
  title: 'Confirm it is you',
  byProvider:
    'What you want to do could hand this organization over, and your sign-in is some time ago. Confirm at your identity provider, in a tab of its own; what you typed stays here.',
  byPassword: 'What you want to do could hand this organization over, and your sign-in is some time ago.',
  password: 'Your password',
  confirm: 'Confirm',
  goThere: 'Confirm at your identity provider',
  waiting: 'Waiting for the other tab. This goes on by itself when you come back.',
  cancelled: 'Nothing was done: you did not confirm that it is you.',
  done: 'Thank you, it is you',
  doneText: 'What you were doing goes on in the tab that you came from. You can close this one.',
};

export const organizations = {
  select: (name: string) => `Organization ${name}: choose another`,
  none: 'No organization',
  search: 'Find an organization',
  list: 'Organizations',
  nothing: 'No organization of that name.',
  isDefault: 'default',
  personal: 'personal',
  setDefault: 'Set Default Organization',
  create: 'Create an organization',
  createOff: 'This deployment does not let people create organizations. Ask its operator.',
  created: (name: string) => `${name} is there. You are its Organization Admin.`,
  name: 'Name',
  createText: 'It begins with one workspace, and with you as its Organization Admin.',
  unknown: 'There is no such organization',
  unknownText: 'It may have been deleted, or you do not belong to it any more. Choose another one above.',
  elsewhere: 'Need another sign-in',
  elsewhereHeading: (name: string) => `${name} needs another sign-in`,
  elsewhereText: (name: string) =>
    `You belong to ${name}, which lets people in by its own identity provider only. You came in otherwise.`,
  signInBy: (connection: string) => `Sign in by ${connection}`,
  noWay: 'Its identity provider is switched off. Ask an administrator of it.',
  nowhere: 'You belong to no organization yet',
  nowhereText: 'Ask an administrator of the organization that you want to work in for an invitation.',
};

export const setDefault = {
  title: (name: string) => `Make ${name} the default organization?`,
  text: (name: string, present: string) =>
    `People who sign in for the first time will join ${name} instead of ${present}, as its SSO member settings say. Nobody who has joined loses anything.`,
  present: 'the present default organization',
  done: (name: string) => `${name} is the default organization now.`,
  already: 'This is the default organization.',
  personal: 'A personal organization cannot be the default one.',
  both: (name: string, present: string) =>
    `Only an Organization Admin of both may do this: of ${name} and of ${present}.`,
};

export const palette = {
  title: 'Go to or do',
  input: 'Search people, groups and pages, or type what you want to do',
  empty: 'Nothing fits.',
  searching: 'Searching…',
  groups: { people: 'People', groups: 'Groups', pages: 'Go to', actions: 'Do', organizations: 'Organizations' },
  invite: 'Invite people',
  createWorkspace: 'Create a workspace',
  createRole: 'Create a role',
  makeToken: 'Make a SCIM token',
  makeKey: 'Make an API key',
  switchTo: (name: string) => `Switch to ${name}`,
  theme: (name: string) => `Theme: ${name}`,
};

export const shortcuts = {
  title: 'Keyboard shortcuts',
  groups: [
    {
      name: 'Everywhere',
      keys: [
        ['Ctrl K', 'Go to a person, group or page, or do something'],
        ['/', 'Search on this page'],
        ['?', 'Show this list'],
        ['Esc', 'Close what is open'],
      ],
    },
    {
      name: 'In lists',
      keys: [
        ['↑ ↓', 'Go from row to row'],
        ['Page ↑ ↓', 'Go by a dozen rows'],
        ['Home End', 'First and last row'],
        ['Enter', 'Open the row'],
      ],
    },
  ],
} as const;

export const notFound = {
  heading: 'There is no such page',
  text: 'The address may be mistyped, or the page has moved.',
  action: 'Go home',
};
