type Wanted = {
  /** null: as the deployment signs people in. */
  readonly connectionId?: string | null;
  /** A path of ours. */
  readonly returnTo?: string;
  /** The provider asks who it is, also where it knows the browser. */
  readonly asAnother?: boolean;
  /** Whom the provider shall expect; null: it asks. */
  readonly loginHint?: string | null;
};

/** Where somebody who is signed in shows once more who they are. */
export const confirmPath = '/auth/confirm';

/** Where the address says by which provider somebody signs in. */
export const addressPath = '/auth/login/address';

/** The address at which a sign-in begins. Pure. */
export function signInPath({
  connectionId = null,
  returnTo = '/',
  asAnother = false,
  loginHint = null,
}: Wanted = {}): string {
  const query = new URLSearchParams({
    ...(connectionId === null ? {} : { connection: connectionId }),
    ...(returnTo === '/' ? {} : { returnTo }),
    ...(asAnother ? { prompt: 'login' } : {}),
    ...(loginHint === null ? {} : { login_hint: loginHint }),
  });
  return query.size === 0 ? '/auth/login' : `/auth/login?${query}`;
}
