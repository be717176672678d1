/** What the API's document says beyond its routes: how to call it, what its parts are, how it refuses. */

export const guide = `Everything that admins and programs do in Usher. JSON in and out; times are ISO 8601 in UTC; ids are strings.

**Signing in.** Send an API key as \`Authorization: Bearer ...\`, or the session cookie of a browser; writes with a cookie also need a same-origin \`Origin\` and \`X-CSRF-Token\` with the \`csrfToken\` of \`GET /me\`. A key may do what its owner may, within its scopes: a service key counts as Organization Admin of its organization, the deployment key of all. Each operation says who may, and by which permission of \`GET /permissions\`.

**Lists** are read page by page: \`limit\` items (50 unless asked, 500 at most), and \`nextCursor\` for the next page, sent as \`cursor\`; null on the last page. A cursor belongs to its list: another list, or another \`sort\`, refuses it with \`invalid_cursor\`.

**Errors** are problem details (RFC 9457). Programs switch on \`code\`; \`detail\` is for people and says what to do; \`errors\` points at each value at fault. Not visible to the caller is 404, as if it did not exist; visible but not allowed is 403. Quote \`requestId\` when you ask for help.

**Sending again.** A write with an \`Idempotency-Key\` is done once, however often it is sent within a day: the answer is that of the first request, with the header \`Idempotency-Replayed: true\`. The same key with another request is 422; an answer that held a secret is not repeated, but 409 \`secret_shown_once\`. Refusals are not kept: put the request right and send it with the same key. After 429 and 503 wait for \`Retry-After\` seconds.`;

const tagDescriptions: Readonly<Record<string, string>> = {
  Me: 'The caller: who they are, where they belong, their sessions',
  Organizations: 'Organizations, and which of them is the default one',
  Statistics: 'An organization in numbers',
  Workspaces: 'The workspaces of an organization',
  Members: 'Who is in an organization, with which role, and why',
  'Workspace members': 'Who is in a workspace, and what admins decided about single members',
  Invitations: 'Inviting people by email, and accepting',
  Access: 'Access as a whole, and changes of it that go on in the background',
  Roles: 'Custom workspace roles, and what each role permits',
  'Sign-in': 'How people sign in, and what newcomers get',
  'Set-up links':
    'Links by which the IT of a customer sets up domain, sign-in and directory, and what they do with one',
  Groups: 'Groups that admins make: people picked by hand, and what they get',
  Provisioning: 'SCIM tokens, and what the groups that identity providers push mean here',
  'API keys': 'Personal keys, and service keys of an organization',
  Audit: 'What happened, by whom, and when',
  Webhooks: 'The same events, sent to you as they happen',
};

/** The tags that routes have, in the order of the routes. */
export function describedTags(tags: readonly string[]): { name: string; description: string }[] {
  return [...new Set(tags)].map((name) => ({ name, description: tagDescriptions[name] ?? '' }));
}

/** By status: what each refusal means, whatever the operation. */
export const refusals: Readonly<Record<string, string>> = {
  400: 'The input is not valid; `errors` says where',
  401: 'Nobody is signed in, or the API key is unknown, expired or revoked',
  403: 'The caller may not do this',
  404: 'There is no such thing, or it is not visible to the caller',
  409: 'What is there already does not allow this; `code` says which rule. `secret_shown_once`: a replay cannot show a secret again',
  413: 'The body is larger than 1 MB',
  415: 'The body is not application/json',
  422: 'This Idempotency-Key was sent with another request before',
  429: 'Too many requests; `Retry-After` says when to go on',
  500: 'A fault of ours; quote the `requestId`',
  502: 'A server that an admin has named does not answer as it should; `detail` says what is wrong',
  503: 'The database does not answer, or too many changes meet; `Retry-After` says when to try again',
};
