import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/json.ts';
import { patchUser } from './patching.ts';

export type Case = { does: string; from: JsonObject; operation: Json; to: JsonObject };

/** Tests of one operation each. `from` and `to` are laid over a user who has what the schema requires. */
export function cases(title: string, table: Case[]) {
  describe(title, () => {
    it.each(table)('$does', ({ from, operation, to }) => {
      const user = { userName: 'u', ...from };
      const before = structuredClone(user);
      expect(patchUser(user, operation)).toEqual({ userName: 'u', ...to });
      expect(user).toEqual(before);
    });
  });
}
