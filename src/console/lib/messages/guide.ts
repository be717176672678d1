/** What the pages of the guide say beside what is written in `docs/`. */
export const guide = {
  search: 'Search the guide',
  nothing: 'Nothing fits. Try fewer words, or one of the pages.',
  found: (count: number) => (count === 0 ? 'Nothing fits' : `${count} found`),
  copy: 'Copy',
  copied: 'Copied',
};
