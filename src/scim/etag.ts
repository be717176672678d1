/**
 * Versions (RFC 7644 section 3.14): the weak ETag `W/"v-r"` of a resource, where `v` counts its own changes and `r`
 * those of what is derived from others (a User's groups).
 */

/** `v` and `r` of a resource. */
export type Version = { readonly own: number; readonly derived: number };

export function formatETag({ own, derived }: Version): string {
  return `W/"${own}-${derived}"`;
}

/**
 * Whether `If-Match` lets a write pass: any of its tags names the resource's own version; what others changed since does
 * not stand in the way. `*` matches every resource that exists; text that is no tag matches none.
 */
export function meetsIfMatch(header: string, own: number): boolean {
  return header.trim() === '*' || tagsIn(header).some((tag) => /^(\d+)(?:-\d+)?$/.exec(tag)?.[1] === String(own));
}

/** Whether `If-None-Match` says that the client has this very state (304). */
export function isKnown(header: string, version: Version): boolean {
  return header.trim() === '*' || tagsIn(header).some((tag) => tag === `${version.own}-${version.derived}`);
}

/** The opaque parts of a list of entity tags, weak or strong. */
function tagsIn(header: string): string[] {
  return [...header.matchAll(/(?:W\/)?"([^"]*)"/g)].map(([, tag]) => tag ?? '');
}
