/** Groups that are pushed to several nodes, and what each of these says that their members are. */
import { expect } from 'vitest';
import { GROUP, USER } from '../support/scim-door.ts';
import { testNodes } from './nodes.ts';

/** Call at the top of a test file. */
export function testPrecedence() {
  const nodes = testNodes();
  const { api, scim, rolesSeen } = nodes;

  let last = 0;
  /** Each name is taken once. */
  function numbered(name: string): string {
    last += 1;
    return `${last} ${name}`;
  }

  async function pushUser(): Promise<string> {
    return (await scim('post', '/Users', { schemas: [USER], userName: numbered('pushed') })).body.id;
  }

  async function pushGroup(displayName: string, memberIds: readonly string[]): Promise<string> {
    const members = memberIds.map((value) => ({ value }));
    const { status, body } = await scim('post', '/Groups', { schemas: [GROUP], displayName, members });
    expect(status).toBe(201);
    return body.id;
  }

  const giving = (role: string) => numbered(`Organization User:Workspace 1:Workspace ${role}`);
  const precedence = (value: string) => api('patch', 'scim/settings', { precedence: value });

  /** What each reader on each node says the role in the workspace is. */
  async function expectRole(memberId: string, role: string): Promise<void> {
    const seen = { explained: ['Organization User', role], member: ['Organization User', role], workspaceList: role };
    for (const node of [0, 1])
      expect(await rolesSeen(memberId, node)).toEqual({ ...seen, scim: ['Organization User', role] });
  }

  return { ...nodes, numbered, pushUser, pushGroup, giving, precedence, expectRole };
}
