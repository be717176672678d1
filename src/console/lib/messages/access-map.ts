import { countOf } from '../format.ts';

const people = (count: number) => countOf(count, ['person', 'people']);
/** Somebody’s role in a workspace: who has it in several is in several. */
const roles = (count: number) => countOf(count, ['role', 'roles']);
const workspaces = (count: number) => countOf(count, ['workspace', 'workspaces']);

export const accessMap = {
  title: 'Access map',
  text: 'Where access comes from, and who has it where.',
  tabs: { label: 'Access map', flows: 'Groups to workspaces', matrix: 'People by workspaces' },
  as: 'Show as',
  csv: 'CSV',
  collecting: (done: string, total: string) => `Reading ${done} of ${total}…`,
};

export const flows = {
  forms: { picture: 'Picture', table: 'Table' },
  list: 'Where access comes from',
  file: 'access-map.csv',
  search: 'Find a group, role or workspace',
  count: (decided: number, ways: number) => `${roles(decided)} in ${countOf(ways, ['way', 'ways'])}`,
  columns: { from: 'Given by', role: 'Role', to: 'Workspace', mapping: 'By', people: 'People' },
  mapping: { convention: 'its name', explicit: 'a mapping' },
  others: {
    groups: (count: number) => countOf(count, ['other group', 'other groups']),
    workspaces: (count: number) => countOf(count, ['other workspace', 'other workspaces']),
  },
  label: (name: string, decided: number) => `${name}: ${roles(decided)}`,
  only: (name: string) => `Only ${name}`,
  clear: 'Show all',
  open: { group: 'Open the group', workspace: 'Open the workspace' },
  counting: 'A large change is being stored at this moment: the numbers still move.',
  how: 'Point at something, or move through it with the arrow keys, to read what it does; press it to see it alone.',
  explain: {
    group: (name: string, members: number, decides: number, where: number) =>
      decides === 0
        ? `${name} has ${countOf(members, ['direct member', 'direct members'])} and decides nobody’s role: it is empty, or something else wins.`
        : `${name} has ${countOf(members, ['direct member', 'direct members'])} and decides ${roles(decides)} in ${workspaces(where)}.`,
    source: (name: string, decides: number, where: number) =>
      `${name} decides ${roles(decides)} in ${workspaces(where)}.`,
    folded: (name: string, decides: number, where: number) =>
      `${name}, those with the fewest people, drawn as one: ${roles(decides)} in ${workspaces(where)}.`,
    role: (role: string, name: string, count: number, by: string) => `${people(count)} with ${role} in ${name}: ${by}.`,
    workspace: (name: string, count: number, by: string) => `${people(count)} with access to ${name}: ${by}.`,
    share: (count: number, of: string) => `${count} by ${of}`,
    shareOfRole: (count: number, role: string) => `${count} ${role}`,
    more: (count: number) => `${count} more`,
    flow: (from: string, role: string, to: string, count: number, by: string | null) =>
      count === 0
        ? `${from} gives ${role} in ${to}, and decides nobody’s role there: it is empty, or something else wins.`
        : `${from} gives ${people(count)} the role ${role} in ${to}${by === null ? '' : `, by ${by}`}.`,
  },
  nobody: 'Nobody has access to',
  onlyAdmins: {
    text: 'Only Organization Admins have access yet. Push groups whose names say what they give, map one, or invite people: here you then see who comes in by what.',
    groups: 'Go to the groups',
    connect: 'Connect your identity provider',
  },
  nothing: { heading: 'Nothing fits', text: 'Try fewer letters, or show all.' },
};

export const matrix = {
  forms: { picture: 'Grid', table: 'List' },
  list: 'People by workspaces',
  file: 'access-matrix.csv',
  search: 'Search by name or address',
  status: 'Status',
  anyStatus: 'Any status',
  clear: 'Clear filters',
  columns: {
    person: 'Person',
    email: 'Email',
    status: 'Status',
    organizationRole: 'Organization role',
    workspace: 'Workspace',
    role: 'Role',
    origin: 'By',
  },
  cell: (person: string, workspace: string, role: string, source: string) =>
    `${person} in ${workspace}: ${role}, ${source}. Why?`,
  none: 'no access',
  how: 'Arrow keys go from cell to cell; Enter says why.',
  nothing: { heading: 'Nobody fits', text: 'Try fewer letters, or other filters.' },
};
