import type { Reach } from '../domain/entry/reach/reach.ts';

/** A person with a session cookie. */
export type SessionCaller = {
  readonly kind: 'session';
  readonly accountId: string;
  /** Of the account, for the audit log. */
  readonly name: string;
  readonly sessionId: string;
  /** By which the person signed in, and where that reaches. */
  readonly connectionId: string;
  readonly reach: Reach;
};

/** A program with an API key. */
export type ApiKeyCaller = {
  readonly kind: 'api-key';
  readonly keyId: string;
  /** `personal`: acts as its account; `service`: one organization's own; `deployment`: the operator's. */
  readonly key: 'personal' | 'service' | 'deployment';
  /** Of a personal key, else null. */
  readonly accountId: string | null;
  /** Of a service key, else null. */
  readonly organizationId: string | null;
  /** Of the account of a personal key, else the key's description: for the audit log. */
  readonly name: string;
  readonly scopes: readonly ('read' | 'write')[];
  /** As it was ordered: what bounds the tokens that are made with it. */
  readonly expiresAt: Date | null;
  /** Of a personal key: from when its days count. */
  readonly countsFrom: Date | null;
  /** Of a personal key: the connection of the session that it was made in, and where that reaches. */
  readonly connectionId: string | null;
  readonly reach: Reach;
};

/** Who calls the API: authenticated, not yet allowed anything. */
export type Caller = SessionCaller | ApiKeyCaller;
