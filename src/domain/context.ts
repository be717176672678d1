/** Who does something, and in which request: the first argument of every operation after the organization. */

/** The actor of an event. `id` is null only for the system itself. */
export type Actor =
  | { readonly type: 'account'; readonly id: string; readonly name?: string }
  | { readonly type: 'scim-token'; readonly id: string; readonly name?: string }
  | { readonly type: 'service-key'; readonly id: string; readonly name?: string }
  | { readonly type: 'deployment-key'; readonly id: string }
  | { readonly type: 'sign-in'; readonly id: string }
  | { readonly type: 'system'; readonly id: null };

export type Context = { readonly actor: Actor; readonly requestId: string | null };

/** The actor of bootstrap, expiry and jobs. */
export const systemContext: Context = { actor: { type: 'system', id: null }, requestId: null };
