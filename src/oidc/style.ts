/** The style sheet of the pages of this door, light and dark; every pair of colours has a contrast of 4.5 or more. */
export const styleSheet = `:root {
  color-scheme: light dark;
  --paper: #f6f7fb; --card: #ffffff; --ink: #1b1f2a; --faint: #585f70; --line: #d9dce6; --accent: #4256d0; --on-accent: #ffffff; --error: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161c; --card: #1e212a; --ink: #eceef4; --faint: #a9b0c0; --line: #363b49; --accent: #93a2ff; --on-accent: #14161c; --error: #ffb4ab;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
main {
  max-width: 34rem; margin: 12vh auto 3rem; padding: 2rem 2.25rem;
  background: var(--card); border: 1px solid var(--line); border-radius: 12px;
}
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 .75rem; font-size: 1rem; color: var(--faint); }
p { margin: 0 0 .9rem; overflow-wrap: anywhere; }
.button {
  display: inline-block; margin-top: .5rem; padding: .55rem 1.1rem; border-radius: 8px;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-decoration: none; border: 0; cursor: pointer;
}
form { margin: 0; }
.reference { margin: 1.5rem 0 0; color: var(--faint); font-size: .85rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
main.people { max-width: 52rem; margin-top: 4rem; }
ul.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(14.5rem, 1fr)); gap: .75rem; margin: 0; padding: 0; list-style: none; }
button.card {
  width: 100%; height: 100%; padding: .8rem 1rem; text-align: left; font: inherit; color: inherit; cursor: pointer;
  background: var(--paper); border: 1px solid var(--line); border-radius: 10px; overflow-wrap: anywhere;
}
button.card:hover { border-color: var(--accent); }
.card strong, .card span { display: block; }
.card span { color: var(--faint); font-size: .875rem; }
.error { color: var(--error); font-weight: 600; }
label { display: block; margin: 0 0 .25rem; font-weight: 600; }
input {
  width: 100%; margin: 0 0 1rem; padding: .5rem .7rem; font: inherit; color: inherit;
  background: var(--paper); border: 1px solid var(--faint); border-radius: 8px;
}
`;
