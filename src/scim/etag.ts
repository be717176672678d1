/**
 * Versions (RFC 7644 section 3.14): the weak ETag `W/"v-r"` of a resource, where `v` counts its own changes and `r`
 * those of what is derived from others (a User's groups).
 */
import type { ScimRequest } from './exchange.ts';
import { ScimError } from './scim-error.ts';

/** `v` and `r` of a resource. */
export type Version = { readonly own: number; readonly derived: number };

export function formatETag({ own, derived }: Version): string {
  return `W/"${own}-${derived}"`;
}

/**
 * Whether `If-Match` lets a write pass: any of its tags names the resource's own version; what others changed since does
 * not stand in the way. `*` matches every resource that exists; text that is no tag matches none.
 */
function meetsIfMatch(header: string, own: number): boolean {
  return header.trim() === '*' || tagsIn(header).some((tag) => /^(\d+)(?:-\d+)?$/.exec(tag)?.[1] === String(own));
}

/**
 * What a write asks of the version that it finds (RFC 9110 section 13.1), undefined when it asks nothing. The check
 * throws a ScimError 412 where `If-None-Match` names that version or any.
 */
export function preconditionOf({
  ifMatch,
  ifNoneMatch,
}: Pick<ScimRequest, 'ifMatch' | 'ifNoneMatch'>): ((found: Version) => boolean) | undefined {
  if (ifMatch === null && ifNoneMatch === null) return undefined;
  return (found) => {
    if (ifNoneMatch !== null && isKnown(ifNoneMatch, found)) {
      throw new ScimError(412, null, 'The resource is in a state that If-None-Match excludes. Leave that header out.');
    }
    return ifMatch === null || meetsIfMatch(ifMatch, found.own);
  };
}

/** Whether `If-None-Match` says that the client has this very state: 304 where it reads, 412 where it writes. */
export function isKnown(header: string, version: Version): boolean {
  return header.trim() === '*' || tagsIn(header).some((tag) => tag === `${version.own}-${version.derived}`);
}

/** The opaque parts of a list of entity tags, weak or strong. */
function tagsIn(header: string): string[] {
  return [...header.matchAll(/(?:W\/)?"([^"]*)"/g)].map(([, tag]) => tag ?? '');
}
