/** Why somebody has a role. What comes after "Workspace Editor": `because the group “Design” says so`. */

export const reasonTexts = {
  newcomer: 'as a newcomer (SSO member settings)',
  invitation: 'by an invitation',
  manual: 'added by an admin',
  creator: 'as its creator',
  group: (name: string | undefined) => `because ${group(name)} says so`,
  heldGroup: (name: string | undefined) => `because ${group(name)} said so, which waits for an admin`,
  adminGroup: (name: string | undefined) => `because ${group(name)}, which admins made, says so`,
  directoryRole: 'because the directory names this role for the person',
  signInGroup: (name: string | undefined) => `because ${group(name)} of the sign-in says so`,
  override: (reason: string | null | undefined) =>
    reason ? `override by an admin: ${reason}` : 'override by an admin',
  organizationAdmin: 'as Organization Admin',
  fallback: 'default for members of the organization',
  until: (reason: string, date: string) => `${reason}, until ${date}`,
};

const group = (name: string | undefined) => (name === undefined ? 'a group' : `the group “${name}”`);

/** The source in a word or two, beside a role. */
export const sourceNames: Readonly<Record<string, string>> = {
  'sso-default': 'Newcomer',
  invitation: 'Invitation',
  manual: 'Added by an admin',
  creator: 'Creator',
  'scim-group': 'Group',
  'admin-group': 'Group by admins',
  'scim-role': 'Directory role',
  'sso-group': 'Sign-in group',
  override: 'Override',
  'organization-admin': 'Organization Admin',
  default: 'Default',
};

export const why = {
  title: 'Why',
  label: (role: string, source: string) => `${role}, ${source}: why?`,
  also: 'Counts too',
  others: 'Does not count',
  more: (count: number) => `+${count}`,
  lost: (because: string) => `because ${because}`,
  noOther: 'Nothing else gives access here.',
  nothing: 'Nothing gives access here.',
};
