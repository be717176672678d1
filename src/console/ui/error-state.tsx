import { classes } from '../lib/format.ts';
import { failures } from '../lib/messages/general.ts';
import { messageOf, RequestFailed } from '../lib/problem.ts';
import { Button } from './button.tsx';
import css from './state.module.css';

type Props = {
  readonly error: unknown;
  readonly onRetry: () => unknown;
  /** Within something small. */
  readonly compact?: boolean;
};

/** What could not be loaded: what happened, again, and by what the people who run the server find it in their log. */
export function ErrorState({ error, onRetry, compact = false }: Props) {
  const requestId = error instanceof RequestFailed ? error.requestId : null;
  return (
    <div className={classes(css.state, compact && css.compact)} role="alert">
      {compact ? null : <h2 className={css.heading}>{failures.heading}</h2>}
      <p className={css.text}>{messageOf(error)}</p>
      <div className={css.actions}>
        <Button small={compact} onClick={() => onRetry()}>
          {failures.retry}
        </Button>
      </div>
      {requestId ? (
        <p className={css.id}>
          {failures.requestId} <code>{requestId}</code>
        </p>
      ) : null}
    </div>
  );
}
