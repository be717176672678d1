import css from './setup.module.css';

type Props = { readonly label: string; readonly steps: readonly string[]; readonly note?: string | undefined };

/** What to click at the provider, in order. */
export function Instructions({ label, steps, note }: Props) {
  return (
    <>
      <ol className={css.instructions} aria-label={label}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {note === undefined ? null : <p className={css.note}>{note}</p>}
    </>
  );
}
