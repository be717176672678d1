/** Who does something, and in which request: the first argument of every operation after the organization. */

/** The actor of an event. `id` is null only for the system itself. */
export type Actor =
  | Maker
  | { readonly type: 'setup-link'; readonly id: string; readonly name: string; readonly madeBy: Maker };

/** Who acts on their own, and may make a set-up link that acts for them. */
export type Maker =
  | { readonly type: 'account'; readonly id: string; readonly name?: string }
  | { readonly type: 'scim-token'; readonly id: string; readonly name?: string }
  | { readonly type: 'scim-client'; readonly id: string; readonly name?: string }
  | { readonly type: 'service-key'; readonly id: string; readonly name?: string }
  | { readonly type: 'deployment-key'; readonly id: string }
  | { readonly type: 'sign-in'; readonly id: string }
  | { readonly type: 'system'; readonly id: null };

/**
 * A request whose caller wants it done once (`idempotency.ts`). The first operation of the request takes it on itself; the
 * later ones are safe to repeat, as all operations are.
 */
export type IdempotentRequest = {
  readonly id: string;
  readonly fingerprint: string;
  /** An operation of this request has begun. */
  begun: boolean;
  /** `replayed`: what it answers is the result of the same request before. */
  readonly answer: { replayed: boolean };
};

export type Context = {
  readonly actor: Actor;
  readonly requestId: string | null;
  /** The client's IP address, where the request came by a door. */
  readonly address?: string | null;
  readonly idempotency?: IdempotentRequest | undefined;
  /** Work of a job: nobody is there to be told no, so the last Organization Admin is kept by an override instead. */
  readonly unattended?: true;
};

/** The actor of bootstrap, expiry and jobs. */
export const systemContext: Context = { actor: { type: 'system', id: null }, requestId: null };
