import {
  groupsMeeting,
  groupsWithMembers,
  groupsWithMemberships,
  groupsWithOnlyMember,
} from '../domain/directory/find-groups.ts';
import type { GroupDocument, GroupMemberDocument } from '../domain/model/group.ts';
import type { MemberDocument } from '../domain/model/member.ts';
import type { Filter as StoredFilter } from '../storage/query.ts';
import type { Filter } from './filter/ast.ts';
import { compileFilter, questionsIn } from './filter/compile.ts';
import type { Question } from './filter/groups-and-members.ts';
import type { ResourceType } from './schema/model.ts';

/**
 * A filter as a query on the organization's resources of a type, with what it asks about users and groups at once looked up.
 * @typeParam T the documents of the type; which of their fields a query names, `filter/derived.ts` and the schema say
 */
export async function queryOfFilter<T extends MemberDocument | GroupDocument>(
  orgId: string,
  type: ResourceType,
  filter: Filter,
): Promise<StoredFilter<T>> {
  const questions = questionsIn(type, filter);
  if (questions.length === 0) return compileFilter(type, filter) as StoredFilter<T>;
  const ids = questions.flatMap((question) => (question.about === 'member' ? [question.id] : []));
  // Many ask for members one by one, joined by `or`: one read for all of them.
  const groupsOf = await groupsWithMembers(orgId, ids);
  const found = await Promise.all(
    questions.map(async (question) => {
      const answer = question.about === 'member' ? (groupsOf.get(question.id) ?? []) : await lookUp(orgId, question);
      return [JSON.stringify(question), answer] as const;
    }),
  );
  const answers = new Map(found);
  return compileFilter(type, filter, (question) => answers.get(JSON.stringify(question)) ?? []) as StoredFilter<T>;
}

function lookUp(orgId: string, question: Exclude<Question, { about: 'member' }>): Promise<readonly string[]> {
  switch (question.about) {
    case 'only-member':
      return groupsWithOnlyMember(orgId, question.id);
    case 'memberships':
      return groupsWithMemberships(orgId, question.query as StoredFilter<GroupMemberDocument>);
    case 'groups':
      return groupsMeeting(orgId, question.query as StoredFilter<GroupDocument>);
  }
}
