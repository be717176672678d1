/**
 * Folds a name for comparison: PRECIS UsernameCaseMapped (RFC 8265 section 3.3) as RFC 7644 section 5 asks for
 * userName: full- and half-width forms to their ordinary ones, lower case, NFC. The same folding serves emails and
 * group names, so that case, width and normal-form twins are one.
 */
export function foldName(name: string): string {
  return name
    .replace(/[\uFF01-\uFFEF\u3000]/g, (wide) => wide.normalize('NFKC'))
    .toLowerCase()
    .normalize('NFC');
}
