/** What a change would do to people's access, before it is made. */
export const effects = {
  heading: 'What this changes',
  nobody: 'Nobody’s access changes.',
  people: ['person', 'people'] as const,
  summary: (people: string, parts: readonly string[]) => `${people}: ${parts.join(', ')}.`,
  gained: (count: string) => `${count} gained`,
  lost: (count: string) => `${count} lost`,
  changed: (count: string) => `${count} changed`,
  permissions: (count: string) => `${count} with other permissions`,
  organizationRoles: (count: string) => `${count} in the organization`,
  organization: 'organization',
  where: (person: string, place: string) => `${person}, ${place}`,
  may: (role: string, added: readonly string[], removed: readonly string[]) =>
    [role, ...added.map((name) => `+ ${name}`), ...removed.map((name) => `− ${name}`)].join('  '),
  lastAdmin: 'No active Organization Admin would be left.',
  wait: 'Wait until it is known what this changes.',
  for: (action: string, people: string) => `${action} for ${people}`,
};
