import {
  groupsMeeting,
  groupsWithMembers,
  groupsWithMemberships,
  groupsWithOnlyMember,
} from '../domain/directory/find-groups.ts';
import type { Filter } from './filter/ast.ts';
import type { MongoFilter } from './filter/comparison.ts';
import { compileFilter, questionsIn } from './filter/compile.ts';
import type { Question } from './filter/links.ts';
import type { ResourceType } from './schema/model.ts';

/** A filter as a query on the organization's resources of a type, with what it asks about links looked up. */
export async function queryOfFilter(orgId: string, type: ResourceType, filter: Filter): Promise<MongoFilter> {
  const questions = questionsIn(type, filter);
  if (questions.length === 0) return compileFilter(type, filter);
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
  return compileFilter(type, filter, (question) => answers.get(JSON.stringify(question)) ?? []);
}

function lookUp(orgId: string, question: Exclude<Question, { about: 'member' }>): Promise<readonly string[]> {
  switch (question.about) {
    case 'only-member':
      return groupsWithOnlyMember(orgId, question.id);
    case 'memberships':
      return groupsWithMemberships(orgId, question.query);
    case 'groups':
      return groupsMeeting(orgId, question.query);
  }
}
