/** Elements out of plain values. Text always becomes a text node, so nobody's name is ever read as markup. */

/** A new element with attributes (constants of ours, never data) and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no element "${id}"`);
  return found;
}

/** A button that is out of use while what it started is under way. */
export function button(label: string, className: string, press: () => Promise<void>): HTMLButtonElement {
  const made = element('button', { type: 'button', class: className }, label);
  made.addEventListener('click', () => void whileDisabled(made, press));
  return made;
}

/** Runs `work` with `control` out of use, and gives the focus back to where it was. */
export async function whileDisabled(control: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  control.disabled = true;
  try {
    await work();
  } finally {
    control.disabled = false;
    if (document.activeElement === document.body) control.focus();
  }
}

/** An id that no other element of the page has. */
export function newId(): string {
  count += 1;
  return `made-${count}`;
}
let count = 0;
