export const organization = {
  title: 'Organization',
  text: 'What it is called, who may come, for how long it remembers, and its end.',
  name: 'Name',
  nameHint: 'Nobody loses access by a new one.',
  rename: 'Rename',
  renameFirst: 'Change the name first.',
  renamed: (name: string) => `It is called ${name} now.`,
  id: 'Id',
  isDefault: 'Default organization',
  yes: 'Yes: who signs in for the first time joins it.',
  no: 'No. An Organization Admin of both can make it so, in the organization selector.',
  personal: 'A personal organization cannot be it.',
};

export const inviting = {
  title: 'Invitations',
  text: 'Off where only the identity provider brings people.',
  label: 'People may be invited',
  hint: 'Off: nobody is invited, by nobody. Invitations of before rest until it is on again. Who is active can be added to workspaces.',
  isOn: 'People may be invited again.',
  isOff: 'Nobody is invited from now on.',
};

export const recentSignIn = {
  title: 'Confirm it is you',
  text: 'For what could hand the organization over: tokens, keys, sign-in, domains, who administers, exports and these settings.',
  label: 'Ask for a sign-in of the last 10 minutes',
  hint: 'At the identity provider, where it says when somebody signed in, or by the password. API keys are not asked.',
  isOn: 'People are asked for a recent sign-in.',
  isOff: 'Nobody is asked for a recent sign-in any more.',
};

export const retention = {
  title: 'Audit log',
  text: 'Events are kept for ever, unless you say for how long.',
  days: 'Days that events are kept',
  hint: 'Empty: for ever. At least 30.',
  forEver: 'for ever',
  save: 'Save',
  same: 'Nothing is changed yet.',
  saved: 'What is kept of the audit log is saved.',
  cutTitle: (days: string) => `Keep events for ${days}?`,
  cutText: (date: string) =>
    `What happened before ${date} is deleted within the hour, for good, and so on every day. The chain of what is left still verifies.`,
  nothingYet: (date: string) => `Nothing is that old now: the oldest event is of ${date}.`,
  oldest: (date: string) => `The oldest event is of ${date}.`,
  cut: 'Delete what is older',
  day: ['day', 'days'] as const,
};

export const deleteOrganization = {
  title: 'Delete this organization',
  text: 'With it goes everything in it, and all access that it gives.',
  action: 'Delete…',
  isDefault:
    'This is the default organization, which newcomers join. Make another one the default first, in the organization selector.',
  dialogTitle: (name: string) => `Delete ${name}?`,
  dialogText: 'It is gone at once, for everybody. This cannot be undone.',
  counting: 'Counting what goes…',
  goes: 'What goes',
  people: ['person', 'people'] as const,
  groups: ['group', 'groups'] as const,
  workspaces: ['workspace', 'workspaces'] as const,
  peopleLine: (people: string) => `${people} with all access here. Who is in no other organization is signed out.`,
  placesLine: (workspaces: string, groups: string) =>
    `${workspaces} and ${groups}, with roles, mappings and overrides.`,
  keysLine: 'SCIM tokens, service keys, webhooks and SSO connections: they are refused from now on.',
  logLine: 'The audit log. The deployment keeps the name, who deleted it, and when.',
  now: (people: string) => `Delete it for ${people}`,
  done: (name: string) => `${name} is deleted.`,
};
