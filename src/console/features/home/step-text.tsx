export function StepText({ words }: { readonly words: readonly [name: string, does: string] }) {
  return (
    <span>
      <strong>{words[0]}</strong>
      <small>{words[1]}</small>
    </span>
  );
}
