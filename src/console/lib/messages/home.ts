export const home = {
  welcome: (name: string) => name,
  start: 'First steps',
  startText: 'Each is one click away.',
  steps: {
    token: ['Connect your identity provider', 'Make the SCIM token that it pushes people and groups with.'],
    invite: ['Invite the first people', 'By their addresses, into workspaces with roles.'],
    key: ['Make an API key', 'For your own programs, and for a first request.'],
    docs: ['Read the API documentation', 'Whatever this console does, the API does as well.'],
  },
  access: 'Your access',
  accessText: (organization: string) => `What you may in ${organization}, and what gives it.`,
  list: (organization: string) => `Workspaces of ${organization}`,
  organization: 'In the organization',
  none: 'No workspace yet',
  noneText: (name: string) =>
    `You belong to ${name}, but to none of its workspaces. Ask an administrator of ${name} to add you, or whoever manages the groups in your company directory.`,
} as const;
