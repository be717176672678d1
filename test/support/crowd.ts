/** Very many users in little time, where a test is about what happens to them and not about how they came. */
import { members } from '../../src/domain/model/member.ts';
import { newMember } from '../../src/domain/model/new-member.ts';
import { count } from '../../src/domain/operation/counter.ts';
import { operate } from '../../src/domain/operation/operate.ts';
import { context, person } from './domain.ts';

const perCommit = 500;

/** Writes what `createUser` writes for so many people whom nobody knows yet, hundreds in one commit. @returns their ids */
export async function newUsers(orgId: string, howMany: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < howMany) {
    const from = ids.length;
    const some = Array.from({ length: Math.min(perCommit, howMany - from) }, (_, n) =>
      newMember(orgId, person(`user-${from + n}@acme.test`), new Date()),
    );
    await operate(orgId, context, {
      load: async () => null,
      decide: (_, draft) => {
        for (const member of some) {
          const { _id, userName, status } = member;
          draft.insert(members, member);
          draft.event({ type: 'user.created', subject: { memberId: _id }, after: { userName, status } });
        }
        count(draft, orgId, 'users', some.length);
      },
    });
    ids.push(...some.map(({ _id }) => _id));
  }
  return ids;
}
