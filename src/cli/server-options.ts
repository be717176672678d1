/** Which server the commands that use the admin API talk to, and with which key. */
import { type AdminApi, adminApi } from './admin-api.ts';

/** The options that these commands share. */
export const serverOptions = {
  url: {
    type: 'string',
    valueHint: 'URL',
    description: 'The address of Usher (or USHER_URL; else http://localhost:3000)',
  },
  key: {
    type: 'string',
    valueHint: 'KEY',
    description: 'An API key; better in USHER_API_KEY or BOOTSTRAP_API_KEY, where others do not see it',
  },
} as const;

/** @throws Error when the address is none, or there is no key */
export function connect(
  { url, key }: { readonly url?: string | undefined; readonly key?: string | undefined },
  environment: NodeJS.ProcessEnv,
): AdminApi {
  const address = url ?? (environment.USHER_URL || 'http://localhost:3000');
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Error('The address of Usher is no URL: write it as https://usher.example (--url or USHER_URL).');
  const secret = key ?? (environment.USHER_API_KEY || environment.BOOTSTRAP_API_KEY);
  if (!secret)
    throw new Error(
      'There is no API key: set USHER_API_KEY, or BOOTSTRAP_API_KEY to the deployment key of the server.',
    );
  return adminApi(address, secret);
}
