/** What would become of each address, before anything is sent: a mark at each, the sum, and the reasons in full. */
import type { TypedAddress } from '../../lib/addresses.ts';
import { counted } from '../../lib/format.ts';
import { inviteFaults, invite as text } from '../../lib/messages/invite.ts';
import { type Chip, Chips } from '../chips.tsx';
import css from './invite.module.css';
import type { InviteResult } from './use-invite.ts';

type Props = {
  readonly addresses: readonly TypedAddress[];
  readonly judgements: ReadonlyMap<string, InviteResult>;
  readonly isJudging: boolean;
  readonly onRemove: (email: string) => void;
};

const chipsAtOnce = 60;
const reasonsAtOnce = 20;

export function Judgements({ addresses, judgements, isJudging, onRemove }: Props) {
  const judged = addresses.flatMap(({ email }) => judgements.get(email) ?? []);
  const hidden = addresses.length - chipsAtOnce;
  const rest: Chip[] = hidden > 0 ? [{ key: '', text: text.more(counted(hidden)) }] : [];
  return (
    <>
      <Chips
        label={text.people}
        chips={[...addresses.slice(0, chipsAtOnce).map((typed) => chipOf(typed, judgements.get(typed.email))), ...rest]}
        removeLabel={text.remove}
        onRemove={onRemove}
      />
      <p className={css.judging} role="status">
        {isJudging ? text.judging : sumOf(judged)}
      </p>
      <Reasons judged={judged} />
    </>
  );
}

/** A reason stands once, with all whom it concerns. */
function Reasons({ judged }: { readonly judged: readonly InviteResult[] }) {
  const byReason = new Map<string, string[]>();
  for (const { email, detail } of judged)
    if (detail !== undefined) byReason.set(detail, [...(byReason.get(detail) ?? []), email]);
  if (byReason.size === 0) return null;
  return (
    <ul className={css.reasons} aria-label={text.reasons}>
      {[...byReason].slice(0, reasonsAtOnce).map(([detail, emails]) => (
        <li key={detail}>
          <strong>{emails.slice(0, 5).join(', ')}</strong>{' '}
          {emails.length > 5 ? `${text.more(counted(emails.length - 5))} ` : ''}
          <span className={css.outcome}>{detail}</span>
        </li>
      ))}
    </ul>
  );
}

const outcomes = ['added', 'invited', 'already_member', 'error'] as const;

function sumOf(judged: readonly InviteResult[]): string {
  const parts = outcomes.flatMap((outcome) => {
    const count = judged.filter((one) => one.outcome === outcome).length;
    return count === 0 ? [] : [text.counts[outcome](count)];
  });
  return parts.join(' · ');
}

const tones = { added: 'good', invited: 'good', already_member: 'warn', error: 'bad' } as const;

function chipOf({ email, name }: TypedAddress, result: InviteResult | undefined): Chip {
  const chip = { key: email, text: name ? `${name} (${email})` : email };
  return result === undefined ? chip : { ...chip, note: noteOf(result), tone: tones[result.outcome] };
}

function noteOf({ outcome, role, code }: InviteResult): string {
  if (outcome === 'error') return inviteFaults[code ?? ''] ?? text.outcomes.error;
  return role === null ? text.outcomes[outcome] : text.as(text.outcomes[outcome], role);
}
