import { Link } from '@tanstack/react-router';
import { setup as text } from '../../lib/messages/setup.ts';
import type { setupSteps } from '../../lib/searches.ts';
import type { Setup } from '../../lib/types.ts';
import { Badge } from '../../ui/badge.tsx';
import css from './setup.module.css';
import { stateOf } from './state.ts';

export type Step = (typeof setupSteps)[number];

type Props = {
  readonly setup: Setup;
  readonly steps: readonly Step[];
  readonly current: Step;
  /** Whether the reader has said which provider they have. */
  readonly isChosen: boolean;
};

/** All steps with how far each is; any can be opened at any time. */
export function Steps({ setup, steps, current, isChosen }: Props) {
  const done = { provider: isChosen, finish: false, ...stateOf(setup) };
  return (
    <nav aria-label={text.steps} className={css.steps}>
      <ol>
        {steps.map((step) => (
          <li key={step}>
            <Link
              to="/console/setup/$linkId"
              params={{ linkId: setup.id }}
              search={{ step }}
              aria-current={step === current ? 'step' : undefined}
            >
              {text.step[step]} {done[step] ? <Badge tone="good">{text.done}</Badge> : null}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
