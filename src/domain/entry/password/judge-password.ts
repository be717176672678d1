/**
 * Passwords that would be guessed: those that everybody tries first, and those made of what others know about their owner.
 * The dictionaries are zxcvbn's; they are read when the first password is judged, as most processes never judge one.
 */
import { system } from '../../../storage/tenant.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { accounts } from '../../model/account.ts';
import { members } from '../../model/member.ts';
import { organizations } from '../../model/organization.ts';

/** What others know about whose password it is. */
export type Known = {
  readonly name: string | null;
  readonly email: string | null;
  readonly organizations: readonly string[];
};

const minLength = 12;
const maxLength = 200;
/** How much of a password is judged: a search for patterns takes long in long ones, and they have other strengths. */
const judged = 40;
/** Below so many guesses a list, or a program, finds it without much trouble: zxcvbn's own bound to "safely unguessable". */
const leastGuesses = 1e8;
/** Shorter words are in too many others. */
const leastWord = 4;

/**
 * @param at where the request has it
 * @throws DomainError invalid/weak_password, invalid/common_password, invalid/personal_password; each says what to do
 */
export async function requireGoodPassword(password: string, known: Known, at: string): Promise<void> {
  const refuse = (reason: string, detail: string) => new DomainError('invalid', reason, detail, at);
  if (password.length < minLength || password.length > maxLength)
    throw refuse('weak_password', `A password has ${minLength} to ${maxLength} characters.`);
  const words = wordsOf(known);
  const folded = foldName(password);
  const word = words.find((each) => folded.includes(each));
  if (word !== undefined)
    throw refuse(
      'personal_password',
      `It contains “${word}”, which others know about you. Leave your name, your address, your organization and ours out of it.`,
    );
  const { guesses } = (await dictionaries()).check(password.slice(0, judged), [...words]);
  if (guesses < leastGuesses)
    throw refuse(
      'common_password',
      'It is one of those that are tried first. Take four or more words that have nothing to do with each other, or have your browser suggest one.',
    );
}

/** What is known about the owner of an account. */
export async function knownAbout(accountId: string): Promise<Known> {
  const [account, own] = await Promise.all([
    system('account-memberships').findOne(accounts, { _id: accountId }),
    system('account-memberships').find(members, { accountId }, { projection: { orgId: 1 }, limit: 100 }),
  ]);
  const named = await system('account-memberships').find(
    organizations,
    { _id: { $in: own.map(({ orgId }) => orgId) } },
    { projection: { name: 1 } },
  );
  return {
    name: account?.name ?? null,
    email: account?.email ?? null,
    organizations: named.map(({ name }) => name),
  };
}

/** Folded, the longest first. */
function wordsOf({ name, email, organizations: names }: Known): string[] {
  const [mailbox = '', domain = ''] = (email ?? '').split('@');
  const texts = [name ?? '', mailbox, domain.split('.').slice(0, -1).join(' '), ...names];
  const words = texts.flatMap((text) => [...text.split(/[^\p{L}\p{N}]+/u), text.replaceAll(/[^\p{L}\p{N}]+/gu, '')]);
  const own = [...words, mailbox, 'usher'].map(foldName).filter((word) => word.length >= leastWord);
  return [...new Set(own)].filter((word) => !inManyNames.has(word)).sort((a, b) => b.length - a.length);
}

/** Words in names of organizations that say nothing about anybody. */
const inManyNames: ReadonlySet<string> = new Set(['default', 'organization', 'team', 'personal', 'company', 'mail']);

type Dictionaries = InstanceType<typeof import('@zxcvbn-ts/core').ZxcvbnFactory>;

let read: Promise<Dictionaries> | null = null;

function dictionaries(): Promise<Dictionaries> {
  read ??= (async () => {
    const [{ ZxcvbnFactory }, common, english] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
      import('@zxcvbn-ts/language-en'),
    ]);
    return new ZxcvbnFactory({
      dictionary: { ...common.dictionary, ...english.dictionary },
      graphs: common.adjacencyGraphs,
    });
  })();
  return read;
}
