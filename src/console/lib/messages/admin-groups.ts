/** Groups that admins make: the tab, the dialogs, and what is particular on the page of one. */
export const adminGroups = {
  tab: 'By admins',
  list: 'Groups made by admins',
  search: 'Search by name',
  make: 'Make a group…',
  empty: {
    heading: 'Admins have made no group yet',
    text: 'Pick people by hand and give all of them the same roles. Your identity provider does not see such a group.',
  },
  none: { heading: 'No group fits', text: 'Try fewer letters.' },
  mark: 'By admins',
  makers: { directory: 'The directory', admin: 'Admins, here. The directory does not see it' },
  madeBy: 'Made by',
  givesText: 'What admins said. Its name says nothing.',
  givesNothing: 'Nothing yet: say what its members get.',
  membersText: 'Whom admins have picked.',
  change: 'Change…',
  handOver: 'Hand over…',
  delete: 'Delete…',
  add: 'Add people…',
  takeOut: 'Take out',
  takeOutLabel: (person: string) => `Take out ${person}`,
};

export const groupDialog = {
  newTitle: 'Make a group',
  title: (group: string) => `Change ${group}`,
  text: 'Its members get these roles. It ranks with the groups of the directory, which does not see it.',
  name: 'Name',
  nameHint: 'No other group has it, also none of the directory.',
  noName: 'Enter a name first.',
  noChange: 'Nothing is changed yet.',
  make: 'Make group',
  save: 'Save',
  made: (group: string) => `${group} is there.`,
  saved: (group: string) => `${group} is changed.`,
};

export const picking = {
  label: 'People',
  hint: 'Type a name or an address',
  nothing: 'Nobody who is active fits.',
  picked: 'Who comes in',
  leaveOut: (person: string) => `Leave out ${person}`,
};

export const groupMembership = {
  addTitle: (group: string) => `Add people to ${group}`,
  addText: 'Active members of the organization. Who is in it already stays.',
  add: 'Add',
  pickFirst: 'Pick somebody first.',
  added: (people: string, group: string) => `${people} now in ${group}.`,
  takeOutTitle: (person: string, group: string) => `Take ${person} out of ${group}?`,
  takeOutText: 'They lose what no other group and nobody else gives them.',
  takeOut: 'Take out',
  takenOut: (person: string, group: string) => `${person} is no longer in ${group}.`,
};

export const groupEnd = {
  handOverTitle: (group: string) => `Hand ${group} over to the directory?`,
  handOverText:
    'From then on the identity provider sees the group with its members and decides who is in it. What it gives stays. This cannot be taken back here.',
  handOver: 'Hand over',
  handedOver: (group: string) => `${group} is the directory’s now.`,
  deleteTitle: (group: string) => `Delete ${group}?`,
  deleteText: 'Its members lose what no other group and nobody else gives them.',
  delete: 'Delete group',
  deleted: (group: string) => `${group} is deleted.`,
};
