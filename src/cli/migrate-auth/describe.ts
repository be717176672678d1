/** The plan of `usher migrate-auth`, for people and for programs. */
import type { Moved } from '../../domain/entry/move/move.ts';
import {
  type AdminWay,
  countEntries,
  type KeptBecause,
  type Move,
  type MovePlan,
  type PasswordFate,
  type Standing,
} from '../../domain/entry/move/plan.ts';
import type { Finding } from '../doctor/finding.ts';

type Ends = { readonly sessions: number; readonly keys: number };

type Facts = {
  readonly issuer: string;
  readonly findings: readonly Finding[];
  readonly fate: PasswordFate | null;
  readonly basicAuth: boolean;
  readonly plan: MovePlan;
  /** What ends with the passwords that go. */
  readonly ends: Ends;
  /** null: nothing was done yet. */
  readonly done: readonly Moved[] | null;
};

/** What ends with the passwords that go by this plan. */
export function endingWith({ moves }: MovePlan): Promise<Ends> {
  return countEntries(moves.filter(({ password }) => password?.kept === null).map(({ accountId }) => accountId));
}

export function planAsJson({ issuer, findings, fate, plan, ends, done }: Facts): object {
  const { moves, administrations } = plan;
  return {
    provider: issuer,
    findings,
    passwords: fate,
    done: done !== null,
    totals: {
      ...Object.fromEntries(standings.map((standing) => [standing, withStanding(moves, standing).length])),
      passwordsThatGo: moves.filter(({ password }) => password?.kept === null).length,
      sessionsThatEnd: done ? 0 : ends.sessions,
      keysThatEnd: done ? 0 : ends.keys,
      ...(done && {
        nowExpected: done.filter(({ expected }) => expected).length,
        passwordsRemoved: done.filter(({ passwordRemoved }) => passwordRemoved).length,
      }),
    },
    people: moves.map(({ why, password, ...move }) => ({
      ...move,
      why: why && { reason: why, whatToDo: reasons[why] },
      password: password === null ? 'none' : password.kept === null ? 'goes' : 'stays',
      passwordStaysBecause: password?.kept ?? null,
    })),
    organizations: administrations.map(({ organization: { _id, name }, admins }) => ({
      id: _id,
      name,
      admins: admins.map(({ accountId, name: admin, way }) => ({ accountId, name: admin, way })),
    })),
  };
}

const standings: readonly Standing[] = ['ready', 'expected', 'arrived', 'stays'];
const withStanding = (moves: readonly Move[], standing: Standing) => moves.filter((move) => move.standing === standing);

export function planAsText({ issuer, findings, fate, basicAuth, plan, ends }: Facts): string {
  const { moves, administrations } = plan;
  const moving = moves.filter(({ standing }) => standing !== 'stays');
  const staying = withStanding(moves, 'stays');
  return [
    `From passwords to ${issuer}`,
    ...findings.map(({ level, message }) => `  ${level.padEnd(7)} ${message}`),
    ...section(
      `Move (${moving.length})`,
      moving.map((move) => `${whoIs(move)}: ${movesHow[move.standing]}`),
    ),
    ...section(
      `Stay as they are (${staying.length})`,
      staying.map((move) => `${whoIs(move)}: ${move.why && reasons[move.why]}`),
    ),
    ...administrations.flatMap(({ organization, admins }) =>
      section(
        `Organization Admins of ${organization.name}`,
        admins.map(({ name, way }) => `${name}: ${ways[way]}`),
      ),
    ),
    ...section('Passwords, sessions, personal keys', passwordLines(moves, fate, ends, basicAuth)),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

const whoIs = ({ name, email }: Move) => (name === email ? email : `${name} <${email}>`);

const movesHow: Readonly<Record<Standing, string>> = {
  ready: 'will be who they are here when the provider verifies this address',
  expected: 'is expected there by this address, and has not come yet',
  arrived: 'has signed in there',
  stays: '',
};

const reasons: Readonly<Record<NonNullable<Move['why']>, string>> = {
  address_not_proven:
    'nobody has proven that the address is theirs. An admin unlinks their sign-in in the console; they sign in at the provider, as somebody new; the admin joins the two records',
  proven_elsewhere:
    "they also sign in by an organization's own connection, whose word does not count here. They go on signing in there; or an admin unlinks that sign-in",
  directory_differs:
    'the directory of the default organization says another address of them. Correct it there; or an admin unlinks their sign-in, and whoever has the address of the directory comes in',
  known_there:
    'the provider knows the address already, as another account. An admin unlinks this sign-in, and joins the two records',
  no_access: 'is an active member of nothing, so the password lets them in nowhere either. There is nothing to do',
};

const ways: Readonly<Record<AdminWay, string>> = {
  provider: 'has come in by a provider',
  expected: 'is expected at the provider, and has not come yet',
  password: 'comes in by password alone',
  none: 'has come in by nothing that still works',
};

const keptWords: Readonly<Record<KeptBecause, string>> = {
  asked: 'as asked',
  stays: 'as their owners stay as they are',
  not_arrived: 'until their owners have signed in at the provider',
  last_admin: 'as no admin of their organization has come in by a provider yet: sign in there, and run this again',
};

function passwordLines(moves: readonly Move[], fate: PasswordFate | null, ends: Ends, basicAuth: boolean): string[] {
  const kept = (why: KeptBecause | null) => moves.filter(({ password }) => password?.kept === why).length;
  const goes = kept(null);
  const works = basicAuth
    ? []
    : [
        'Passwords let nobody in now: BASIC_AUTH_ENABLED is not true. Whoever is expected at the provider comes in there.',
      ];
  if (fate === null)
    return [
      ...works,
      'Say with --passwords what becomes of them:',
      'keep: all stay; so do sessions and keys',
      'arrived: those go of who has signed in at the provider',
      'all: those go of everybody who moves; where an organization has no admin yet who has come in by a provider, its admins keep theirs',
      'What came in by a password that goes, sessions and personal keys, ends with it. Nothing else does.',
    ];
  return [
    ...works,
    `Go: ${goes}; sessions that came in by them and end: ${ends.sessions}; personal keys: ${ends.keys}`,
    ...Object.entries(keptWords).flatMap(([why, words]) => {
      const count = kept(why as KeptBecause);
      return count === 0 ? [] : [`Stay: ${count}, ${words}`];
    }),
  ];
}
