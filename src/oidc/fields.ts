/** What forms of this door are made of, as the console draws its own. Pure. */
import { html, type Markup } from '../html.ts';

type Field = {
  /** Once in the page. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
};

/** @param attributes of the input, beside its id */
export function field({ id, label, hint }: Field, attributes: Markup): Markup {
  const described = hint ? html` aria-describedby="${id}-hint"` : null;
  return html`<div class="field">
<label class="label" for="${id}">${label}</label>
<input id="${id}" ${attributes}${described} class="input">
${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : null}
</div>`;
}

/** What was wrong. */
export const alert = (text: string): Markup => html`<p class="alert" role="alert">${text}</p>`;
