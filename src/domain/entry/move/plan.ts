/**
 * Who moves from a password to the deployment's provider, and what becomes of the passwords: what `usher migrate-auth` prints
 * before anything is done, and decides by when it does it.
 */
import { system } from '../../../storage/tenant.ts';
import { accounts, isOwnIssuer } from '../../model/account.ts';
import { deploymentConnectionId, listConnections, passwordConnectionId } from '../../model/connection.ts';
import { mayEnter, members } from '../../model/member.ts';
import { type OrganizationDocument, organizations } from '../../model/organization.ts';
import { type PasswordDocument, passwords } from '../../model/password.ts';
import { addressOf, hasArrived, loadMovers, type Mover, type WhyNot, whyNotBy } from '../proof/expected.ts';
import { entriesOf, loadEndings } from '../reach/end-entries.ts';

/** Whose passwords go: nobody's; of those who have signed in at the provider; also of those who are expected there. */
export const passwordFates = ['keep', 'arrived', 'all'] as const;
export type PasswordFate = (typeof passwordFates)[number];

/** `ready`: nothing was done yet; `expected`: by the address; `arrived`: has signed in at the provider; `stays`: signs in as before. */
export type Standing = 'ready' | 'expected' | 'arrived' | 'stays';

/** Why a password stays: it was asked for, its owner does not move, has not come yet, or no other admin of an organization has. */
export type KeptBecause = 'asked' | 'stays' | 'not_arrived' | 'last_admin';

export type Move = {
  readonly accountId: string;
  readonly name: string;
  /** With which the person signs in. */
  readonly email: string;
  readonly standing: Standing;
  /** Of who stays. */
  readonly why: WhyNot | 'no_access' | null;
  /** null: there is none any more. */
  readonly password: { readonly kept: KeptBecause | null } | null;
  /** The organizations of which the person is an administrator, by id. */
  readonly administers: readonly string[];
};

/** How an Organization Admin comes in: by a provider that has let them in before; as expected; by a password; by nothing that is known. */
export type AdminWay = 'provider' | 'expected' | 'password' | 'none';
export type Administration = {
  readonly organization: Pick<OrganizationDocument, '_id' | 'name' | 'adminRevision'>;
  readonly admins: readonly { readonly accountId: string; readonly name: string; readonly way: AdminWay }[];
};

export type MovePlan = { readonly moves: readonly Move[]; readonly administrations: readonly Administration[] };

const batch = 200;

/** The plan for everybody who signs in with a password, or is expected at the provider. */
export async function planMoves(fate: PasswordFate): Promise<MovePlan> {
  const moves: Move[] = [];
  const administrations = new Map<string, Administration>();
  for await (const ids of concerned()) moves.push(...(await planFor(ids, fate, administrations)));
  return { moves, administrations: [...administrations.values()] };
}

/** How many sessions and personal keys end with the passwords of these people: those that came by them. */
export async function countEntries(accountIds: readonly string[]): Promise<{ sessions: number; keys: number }> {
  const total = { sessions: 0, keys: 0 };
  for (let at = 0; at < accountIds.length; at += batch) {
    const which = entriesOf(accountIds.slice(at, at + batch), [passwordConnectionId]);
    const { sessions, keys } = await loadEndings(which, null);
    total.sessions += sessions.length;
    total.keys += keys.length;
  }
  return total;
}

/** Ids of accounts, some at a time. */
async function* concerned(): AsyncGenerator<readonly string[]> {
  const scope = system('sign-in');
  const page = { sort: { _id: 1 }, limit: batch } as const;
  for (let last = ''; ; ) {
    const found = await scope.find(passwords, { _id: { $gt: last } }, page);
    if (found.length > 0) yield found.map(({ _id }) => _id);
    if (found.length < batch) break;
    last = found.at(-1)?._id ?? '';
  }
  for (let last = ''; ; ) {
    const found = await scope.find(accounts, { _id: { $gt: last }, expectedEmailKey: { $type: 'string' } }, page);
    const ids = found.map(({ _id }) => _id);
    const listed = new Set((await scope.find(passwords, { _id: { $in: ids } })).map(({ _id }) => _id));
    const others = ids.filter((id) => !listed.has(id));
    if (others.length > 0) yield others;
    if (found.length < batch) return;
    last = ids.at(-1) ?? '';
  }
}

/** @param administrations of these people; those that are not in it yet are added */
export async function planFor(
  accountIds: readonly string[],
  fate: PasswordFate,
  administrations: Map<string, Administration> = new Map(),
): Promise<Move[]> {
  const [movers, rows] = await Promise.all([
    loadMovers(accountIds),
    system('sign-in').find(passwords, { _id: { $in: accountIds } }),
  ]);
  const byAccount = new Map(rows.map((row) => [row._id, row]));
  await addAdministrations([...movers.values()].flatMap(administeredBy), administrations);
  return accountIds.flatMap((id) => {
    const mover = movers.get(id);
    return mover ? [moveOf(mover, byAccount.get(id) ?? null, fate, administrations)] : [];
  });
}

/** Where somebody administers more than their own things. */
function administeredBy({ members: own }: Mover): string[] {
  return own.flatMap(({ orgId, organizationRole, status }) =>
    organizationRole === 'Organization Admin' && status === 'active' ? [orgId] : [],
  );
}

function moveOf(
  mover: Mover,
  password: PasswordDocument | null,
  fate: PasswordFate,
  administrations: ReadonlyMap<string, Administration>,
): Move {
  const { account } = mover;
  const why = whyStays(mover, password);
  const expected = (account.expectedEmailKey ?? null) !== null;
  const standing = hasArrived(mover) ? 'arrived' : why !== null ? 'stays' : expected ? 'expected' : 'ready';
  const administers = administeredBy(mover).filter((orgId) => administrations.has(orgId));
  const isSafe = administers.every((orgId) => administrations.get(orgId)?.admins.some(({ way }) => way === 'provider'));
  return {
    accountId: account._id,
    name: account.name,
    email: addressOf(mover, password?.emailKey ?? null),
    standing,
    why: standing === 'stays' ? why : null,
    password: password && { kept: keptBecause(standing, fate, isSafe) },
    administers,
  };
}

function whyStays(mover: Mover, password: PasswordDocument | null): Move['why'] {
  const key = password?.emailKey ?? mover.account.expectedEmailKey ?? '';
  if (password && !password.proven) return 'address_not_proven';
  return mover.members.some(({ status }) => status === 'active') ? whyNotBy(key, mover) : 'no_access';
}

function keptBecause(standing: Standing, fate: PasswordFate, isSafe: boolean): KeptBecause | null {
  if (fate === 'keep') return 'asked';
  if (standing === 'arrived') return null;
  if (standing === 'stays') return 'stays';
  if (fate === 'arrived') return 'not_arrived';
  return isSafe ? null : 'last_admin';
}

/** Adds how the administrators of these organizations come in. Personal ones are their owner's alone, who moves with them. */
async function addAdministrations(orgIds: readonly string[], to: Map<string, Administration>): Promise<void> {
  const wanted = [...new Set(orgIds)].filter((id) => !to.has(id));
  const found = await system('deployment').find(organizations, { _id: { $in: wanted }, kind: 'shared' });
  for (const organization of found) to.set(organization._id, await administrationOf(organization));
}

async function administrationOf({ _id, name, adminRevision }: OrganizationDocument): Promise<Administration> {
  const filter = {
    orgId: _id,
    organizationRole: 'Organization Admin',
    ...mayEnter,
    accountId: { $type: 'string' },
  } as const;
  const rows = await system('account-memberships').find(members, filter, { projection: { accountId: 1, name: 1 } });
  const ids = rows.flatMap(({ accountId }) => accountId ?? []);
  const [movers, own, known] = await Promise.all([
    loadMovers(ids),
    listConnections(_id),
    system('sign-in').find(passwords, { _id: { $in: ids } }),
  ]);
  const open = [deploymentConnectionId, ...own.filter(({ enabled }) => enabled).map((row) => row._id)];
  const withPassword = new Set(known.map((row) => row._id));
  const wayOf = (accountId: string): AdminWay => {
    const mover = movers.get(accountId);
    if (mover?.identities.some(({ connectionId, issuer }) => open.includes(connectionId) && !isOwnIssuer(issuer)))
      return 'provider';
    if (mover?.account.expectedEmailKey) return 'expected';
    return withPassword.has(accountId) ? 'password' : 'none';
  };
  return {
    organization: { _id, name, adminRevision },
    admins: rows.map((row) => ({ accountId: row.accountId ?? '', name: row.name, way: wayOf(row.accountId ?? '') })),
  };
}
