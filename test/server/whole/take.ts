/** Takes one step in the product and in the model, and holds them against each other. */
import { expect } from 'vitest';
import { Refused } from './directory-rules.ts';
import { digest, glance, listMembers, look, type Seen } from './look.ts';
import type { Model } from './model.ts';
import type { Made, Step } from './step.ts';
import type { World } from './world.ts';

/** The status that the model foretells; it is not changed. */
function foretold(model: Model, { apply }: Step): number | null {
  const made: Made = {
    id: 'new',
    created: model.now,
    secret: 'new',
    memberNamed: (userName) => `new ${userName}`,
    invited: (email) => ({ id: `new ${email}`, member: `new ${email}`, secret: 'new' }),
  };
  try {
    apply(structuredClone(model), made);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.status;
    throw error;
  }
}

type Body = {
  id?: string;
  link?: string;
  meta?: { created?: string };
  results?: { email: string; invitationId?: string; link?: string }[];
};

const secretOf = (link: string | undefined): string => link?.split('/').at(-1) ?? '';

/** @param n which parts are looked at from nearer; null: none, the step only sets the scene */
export async function take(world: World, step: Step, seen: Seen, n: number | null): Promise<Seen> {
  world.model.now = Date.now() + world.shift;
  const refusal = foretold(world.model, step);
  const before = refusal === null ? null : await digest(world);
  const answer = await step.call();
  const body = (answer.body ?? {}) as Body;
  const saying = `${step.told}: ${JSON.stringify(answer.body)?.slice(0, 500)}`;
  if (refusal !== null) {
    expect(answer.status, saying).toBe(refusal);
    expect(await digest(world), 'a refused request changes nothing').toBe(before);
    return seen;
  }
  expect(answer.status, saying).toBeLessThan(300);
  world.model.now = Date.now() + world.shift;
  const shown = await listMembers(world);
  const invitations = body.results ? await invitedMembers(world) : new Map<string, string>();
  for (const link of [body.link, ...(body.results ?? []).map((row) => row.link)])
    if (link) world.secrets.push(secretOf(link));
  const more = step.apply(world.model, {
    id: body.id ?? '',
    created: Date.parse(body.meta?.created ?? ''),
    secret: secretOf(body.link),
    memberNamed: (name) => shown.find((row) => row.userName === name || row.claimedEmail === name)?.id ?? '',
    invited: (email) => {
      const result = body.results?.find((row) => row.email === email && row.invitationId);
      const id = result?.invitationId ?? '';
      return { id, member: invitations.get(id) ?? '', secret: secretOf(result?.link) };
    },
  });
  if (more !== undefined) expect(answer.body, saying).toMatchObject(more as object);
  if (n === null) return glance(world);
  return look(world, seen, n, step.by, step.several ?? false, shown);
}

async function invitedMembers({ doors, at }: World): Promise<Map<string, string>> {
  const { items } = await doors.read<{ items: { id: string; memberId: string }[] }>(`${at}/invitations?limit=500`);
  return new Map(items.map(({ id, memberId }) => [id, memberId]));
}
