// @ts-check
/**
 * An application that lets Usher decide who may open its page. Who is signed in, the proxy in front tells
 * (docs/forward-auth.md). What Usher said is kept for a minute, and forgotten at once when a webhook tells of a change.
 */
import { createServer } from 'node:http';
import process from 'node:process';
import { UsherError, usher, verifyWebhook } from 'usher/client';

const api = usher({ url: setting('USHER_URL'), key: setting('USHER_KEY') });
const secret = setting('USHER_WEBHOOK_SECRET');
const organization = setting('ORGANIZATION');
const workspace = setting('WORKSPACE');
const permission = 'reports:export';

// What people can do here, so that admins can give it; the same again changes nothing.
await api.put('/organizations/{org}/application-permissions', {
  path: { org: organization },
  body: { permissions: [{ name: permission, description: 'Take reports out', roles: ['Workspace Editor'] }] },
});

/** @typedef {{ allowed: boolean, reason: string, until: number }} Decision */
/** @type {Map<string, Decision>} */
let decisions = new Map();

/** @param {string} account */
async function decide(account) {
  const known = decisions.get(account);
  if (known && known.until > Date.now()) return known;
  // An answer that a change has overtaken goes into a map that nobody asks any more.
  const current = decisions;
  const { allowed, reason } = await api.check({ organization, workspace, permission, account });
  const decision = { allowed, reason, until: Date.now() + 60_000 };
  current.set(account, decision);
  return decision;
}

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {[status: number, text: string]} Answer */

/** @param {Request} request @returns {Promise<Answer>} */
async function page({ headers }) {
  const account = headers['x-usher-account'];
  if (typeof account !== 'string') return [401, 'Sign in first.'];
  const { allowed, reason } = await decide(account);
  return allowed ? [200, `The reports. You see them by: ${reason}`] : [403, `These reports are not for you: ${reason}`];
}

/** @param {Request} request @returns {Promise<Answer>} */
async function webhook(request) {
  const message = verifyWebhook({ secret, headers: request.headers, body: await bodyOf(request) });
  // It may come again, with the same id; to forget twice does no harm.
  decisions = new Map();
  console.log(`${message.type} at ${message.timestamp}`);
  return [204, ''];
}

/** @param {Request} request */
async function bodyOf(request) {
  let body = '';
  for await (const part of request.setEncoding('utf8')) {
    body += part;
    if (body.length > 1_000_000) throw new Error('Nothing of Usher is as long as this.');
  }
  return body;
}

/** @param {unknown} error @returns {Answer} */
function failure(error) {
  if (error instanceof UsherError && error.code === 'invalid_signature') return [401, 'Not signed by Usher.'];
  console.error(error);
  // No answer is no permission.
  return [503, 'Whether you may see this cannot be told at the moment.'];
}

const server = createServer(async (request, response) => {
  const isWebhook = request.method === 'POST' && request.url === '/usher';
  const [status, text] = await (isWebhook ? webhook(request) : page(request)).catch(failure);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
});
server.listen(Number(setting('PORT')), '127.0.0.1', () => console.log('The reports are open.'));

/** @param {string} name */
function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}.`);
  return value;
}
