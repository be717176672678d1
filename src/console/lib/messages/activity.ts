export const activity = {
  title: 'Activity',
  text: 'What your identity provider sent and what became of it, and everything that was changed here.',
  tabs: { label: 'Activity', provisioning: 'Provisioning', audit: 'Audit', deliveries: 'Deliveries' },
  more: 'Older',
  clear: 'Clear filters',
};

export const requests = {
  list: 'Requests of identity providers, newest first',
  operation: 'Operation',
  anyOperation: 'Any operation',
  operations: {
    create: 'Create',
    read: 'Read',
    replace: 'Replace',
    patch: 'Patch',
    delete: 'Delete',
    list: 'List',
    search: 'Search',
    bulk: 'Bulk',
  },
  outcome: 'Outcome',
  anyOutcome: 'Any outcome',
  refused: 'Refused',
  columns: { request: 'Request', outcome: 'Outcome', token: 'Token', at: 'When' },
  empty: {
    heading: 'Nothing was pushed yet',
    text: 'Make a SCIM token and test the connection at your identity provider: each request shows here at once.',
    connect: 'Connect your identity provider',
  },
  none: { heading: 'No request fits', text: 'Try another operation or outcome.' },
  onlyWho: (roles: string) => `Only an ${roles} sees what identity providers send.`,
};

export const deliveries = {
  webhook: 'Webhook',
  anyWebhook: 'Any webhook',
  webhooks: 'Webhooks',
  empty: { heading: 'Nothing was sent yet', text: 'Webhooks tell your own programs what happens here, as it happens.' },
  none: { heading: 'No delivery fits', text: 'Try another webhook, state or kind.' },
};

export const request = {
  title: (method: string, path: string) => `${method} ${path}`,
  unknown: 'There is no such request. The log keeps them for some time only.',
  outcome: 'Outcome',
  why: 'Why',
  at: 'When',
  took: 'Took',
  milliseconds: (count: string) => `${count} ms`,
  token: 'Token',
  changed: 'Changed',
  ignored: 'Ignored',
  resource: 'About',
  person: 'The person',
  group: 'The group',
  body: 'What was sent',
  bodyText: 'Without secrets, and cut at 4,000 characters.',
  noBody: 'It had no body.',
  requestId: 'Request id',
};

export const audit = {
  list: 'What happened, newest first',
  kind: 'Kind',
  anyKind: 'Anything',
  empty: 'Nothing of this kind has happened.',
  request: 'the request',
  export: 'Export',
  formats: { csv: 'CSV, for a spreadsheet', jsonl: 'JSON lines', ocsf: 'OCSF, for a SIEM' },
  verify: 'Verify the chain',
  verified: (count: string) => `Chain verified: ${count} events hold`,
  broken: (seq: string, reason: string) => `Broken at event ${seq}: ${reason}`,
};
