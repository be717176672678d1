/** What several pages say. */

export const failures = {
  unreachable: 'The server cannot be reached. Check your connection and try again.',
  notReady: 'The server is not ready right now. Try again in a minute.',
  unknown: (status: number) =>
    `The server answered with an error (${status}). If it happens again, tell the people who run it.`,
  heading: 'This could not be loaded',
  headingOfAction: 'This was not done',
  retry: 'Try again',
  requestId: 'Request id',
};

export const words = {
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  select: 'The browser does not let this page copy: the text is selected for you.',
  never: 'never',
  none: 'None',
  loading: 'Loading',
  more: 'More',
  people: ['person', 'people'] as const,
  typeName: (name: string) => `Type ${name} to go on`,
  onlyWho: (roles: string) => `Only an ${roles} may do this.`,
};

export const refused = {
  heading: 'You may not see this page',
  text: (roles: string, organization: string) =>
    `It is for people who are ${roles} of ${organization}. Ask one of them for what you need.`,
};

export const locked = 'Locked';

export const statuses = { active: 'Active', pending: 'Pending', inactive: 'Inactive' };

export const noAccess = 'No access';

export const live = {
  live: 'Live',
  polling: 'Looks every 10 seconds',
  newest: 'Show what is new',
};
