import css from './code-block.module.css';

/** What was sent or answered, as it was; JSON is indented. */
export function CodeBlock({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by the keyboard, too
    <pre className={css.block} tabIndex={0}>
      {indented(text)}
    </pre>
  );
}

/** What was cut is no JSON any more, and shown as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
