import { counted, countOf } from '../format.ts';

const requests = (count: number) => countOf(count, ['request', 'requests']);

export const home = {
  access: 'Your access',
  accessText: (organization: string) => `What you may in ${organization}, and what gives it.`,
  list: (organization: string) => `Workspaces of ${organization}`,
  organization: 'In the organization',
  none: 'No workspace yet',
  noneText: (name: string) =>
    `You belong to ${name}, but to none of its workspaces. Ask an administrator of ${name} to add you, or whoever manages the groups in your company directory.`,
  programs: {
    title: 'For your programs',
    key: ['Make an API key', 'For your own programs, and for a first request.'],
    docs: ['Read the API documentation', 'Whatever this console does, the API does as well.'],
  },
} as const;

export const firstSteps = {
  title: 'First steps',
  text: (done: number, all: number) => `${done} of ${all} done. Each ticks itself when it has happened.`,
  list: 'First steps',
  done: 'done',
  next: 'next',
  hide: 'Hide first steps',
  show: 'Show first steps',
  steps: {
    scimTokenMade: ['Make a SCIM token', 'Your identity provider pushes people and groups with it.'],
    pushed: ['Push people and groups', 'Enter base URL and token at your identity provider, and assign somebody.'],
    groupMatched: ['Match a group', 'By its name, or by a mapping, it gives a role in a workspace.'],
    signInConfigured: ['Configure sign-in', 'Connect the provider that people sign in at.'],
    signedIn: ['Let somebody sign in', 'Invite the first people by their addresses.'],
    secondAdmin: ['Make a second Organization Admin', 'So that one can help the other in.'],
  },
} as const;

export const house = {
  title: 'State of the house',
  list: 'State of the house',
  active: 'Active people',
  pending: 'Pending',
  inactive: 'Inactive',
  locked: 'Locked people',
  lockedNote: 'denied everything until unlocked',
  unmatched: 'Groups that give nothing',
  ofGroups: (total: number) => `of ${countOf(total, ['group', 'groups'])}`,
  held: 'Held changes',
  heldNote: 'wait for an admin',
  lastPush: 'Last push',
  noPush: 'none yet',
  pushRefused: 'it was refused',
  pushFailed: 'it failed',
  failing: 'Refused or failed requests',
  lastDay: (all: number) => `of ${requests(all)} in 24 hours`,
  tokens: 'SCIM tokens that end soon',
  keys: 'Service keys that end soon',
  overrides: 'Overrides that end soon',
  noneEnds: 'none within 30 days',
  nextEnds: (when: string, name?: string) => (name ? `${name} ends ${when}` : `the first ends ${when}`),
};

export const chart = {
  title: 'What the identity provider sent',
  time: 'Time',
  times: { day: '24 hours', month: '30 days' },
  as: 'Show as',
  forms: { picture: 'Chart', table: 'Table' },
  list: 'SCIM requests over time',
  columns: { at: { day: 'Hour', month: 'Day (UTC)' }, succeeded: 'Succeeded', refused: 'Refused', failed: 'Failed' },
  outcomes: { succeeded: 'succeeded', refused: 'refused', failed: 'failed' },
  picture: (time: 'day' | 'month', said: string) =>
    `SCIM requests of the last ${time === 'day' ? '24 hours' : '30 days'}: ${said}`,
  said: ({ succeeded, refused, failed }: { succeeded: number; refused: number; failed: number }) =>
    `${counted(succeeded)} succeeded, ${counted(refused)} refused, ${counted(failed)} failed`,
  nothing: 'Nothing came in this time.',
  connect: 'Connect your identity provider',
};
