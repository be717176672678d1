/**
 * One person is moved from a password to the deployment's provider: the provider's word for the proven address leads to the
 * account from now on, and the password goes where it was asked for. Safe to repeat, and to be killed between two people.
 */
import { system } from '../../../storage/tenant.ts';
import { type Context, systemContext } from '../../kernel/context.ts';
import { type AccountDocument, accounts, identities, isOwnIssuer } from '../../model/account.ts';
import { deploymentConnectionId, passwordConnectionId } from '../../model/connection.ts';
import { organizations } from '../../model/organization.ts';
import { type PasswordDocument, passwordResets, passwords } from '../../model/password.ts';
import { type Draft, operate } from '../../operation/operate.ts';
import { draftEndings, type Endings, entriesOf, loadEndings } from '../reach/end-entries.ts';
import { type Told, tell, whereTold } from '../reach/where-told.ts';
import { type Administration, type Move, type PasswordFate, planFor } from './plan.ts';

/** What was done for somebody. */
export type Moved = {
  /** The provider may name them by their address from now on. */
  readonly expected: boolean;
  readonly passwordRemoved: boolean;
  readonly sessions: number;
  readonly keys: number;
};

const nothing: Moved = { expected: false, passwordRemoved: false, sessions: 0, keys: 0 };

export function moveToProvider(
  accountId: string,
  fate: PasswordFate,
  context: Context = systemContext,
): Promise<Moved> {
  return operate(null, context, {
    load: async () => {
      // Their revision guards what follows from it.
      const administrations = new Map<string, Administration>();
      const [move] = await planFor([accountId], fate, administrations);
      const [account, password, own, endings, told] = await Promise.all([
        system('sign-in').findOne(accounts, { _id: accountId }),
        system('sign-in').findOne(passwords, { _id: accountId }),
        system('sign-in').find(identities, { accountId }),
        loadEndings(entriesOf([accountId], [passwordConnectionId]), null),
        whereTold(accountId),
      ]);
      return { move, account, password, own, endings, told, administrations };
    },
    decide: ({ move, account, password, own, endings, told, administrations }, draft) => {
      if (!move || !account) return nothing;
      const expected = move.standing === 'ready' && password !== null;
      if (expected) draftExpectation(draft, account, password, told);
      const passwordRemoved = password !== null && move.password?.kept === null;
      if (!passwordRemoved) return { ...nothing, expected };
      if (move.standing !== 'arrived') assertAdmins(draft, move, administrations);
      draftRemoval(draft, password, endings, told);
      for (const { _id, issuer } of own) if (isOwnIssuer(issuer)) draft.delete(identities, _id, { accountId });
      return { expected, passwordRemoved, sessions: endings.sessions.length, keys: endings.keys.length };
    },
  });
}

function draftExpectation(
  draft: Draft,
  { _id: accountId, email, emailKey, emailVerified, expectedEmailKey }: AccountDocument,
  password: PasswordDocument,
  told: readonly Told[],
): void {
  const known = { emailKey, emailVerified, expectedEmailKey: expectedEmailKey ?? null };
  draft.update(accounts, accountId, { expectedEmailKey: password.emailKey }, known);
  // That the address is proven is the password's to know.
  draft.update(passwords, accountId, { proven: true }, { emailKey: password.emailKey, proven: true });
  tell(draft, told, accountId, {
    type: 'user.expected',
    subject: { connectionId: deploymentConnectionId },
    after: { email, connectionId: deploymentConnectionId },
  });
}

function draftRemoval(draft: Draft, password: PasswordDocument, endings: Endings, told: readonly Told[]): void {
  const { _id: accountId, hash } = password;
  draft.delete(passwords, accountId, { hash });
  draft.deleteAll(passwordResets, { accountId });
  draftEndings(draft, endings, { reason: 'password_removed', decidedIn: null });
  tell(draft, told, accountId, { type: 'password.removed', after: { reason: 'signs in at the provider' } });
}

/** Nobody else takes, at this moment, the last administrator away who has come in by a provider. */
function assertAdmins(draft: Draft, { administers }: Move, administrations: ReadonlyMap<string, Administration>): void {
  for (const orgId of administers) {
    const { adminRevision = 0 } = administrations.get(orgId)?.organization ?? {};
    draft.update(organizations, orgId, { adminRevision: adminRevision + 1 }, { adminRevision });
  }
}
