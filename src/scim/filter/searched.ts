import type { GroupDocument } from '../../domain/model/group.ts';
import type { MemberDocument } from '../../domain/model/member.ts';

/** The field of members and groups that holds their attributes folded, below it one step for each part of a name. */
export const searched = 'search' satisfies keyof MemberDocument & keyof GroupDocument;
