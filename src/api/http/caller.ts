/** Who calls the API: authenticated, not yet allowed anything. In the domain the same is a `Principal`. */
import type { LiveSetup } from '../../domain/administration/setup/open-setup.ts';
import type { Reach } from '../../domain/entry/reach/admits.ts';

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
  /** Whether the person has shown in the last minutes who they are, and by what they show it again. */
  readonly isRecent: boolean;
  readonly confirmsBy: 'password' | 'provider';
};

type WithApiKey = {
  readonly kind: 'api-key';
  readonly keyId: string;
  readonly scopes: readonly ('read' | 'write')[];
  /** As it was ordered: what bounds the tokens that are made with it. */
  readonly expiresAt: Date | null;
};

/** A person with a personal key, which acts as its account. */
type PersonalKeyCaller = WithApiKey & {
  readonly key: 'personal';
  readonly accountId: string;
  readonly organizationId: null;
  /** Of the account, for the audit log. */
  readonly name: string;
  /** From when its days count. */
  readonly countsFrom: Date;
  /** The connection of the session that it was made in, and where that reaches. */
  readonly connectionId: string;
  readonly reach: Reach;
};

/** A program with an organization's own key, or the operator with the deployment key. */
type ProgramCaller = WithApiKey & {
  readonly accountId: null;
  /** The key's description, for the audit log. */
  readonly name: string;
} & (
    | { readonly key: 'service'; readonly organizationId: string }
    | { readonly key: 'deployment'; readonly organizationId: null }
  );

export type ApiKeyCaller = PersonalKeyCaller | ProgramCaller;

/** A person, by session or personal key. */
export type PersonCaller = SessionCaller | PersonalKeyCaller;

export type Caller = PersonCaller | ProgramCaller;

/** Whoever has opened a set-up link: nobody's account, known to the few routes that are for set-up links and to no other. */
export type SetupCaller = { readonly kind: 'setup-link'; readonly csrfToken: string } & LiveSetup;
