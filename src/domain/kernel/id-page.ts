/** Of a list in order of ids: at most `limit` rows after the id `after`. */
export type IdPage = { readonly q?: string | undefined; readonly after: string | null; readonly limit: number };
