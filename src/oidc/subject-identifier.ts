/** Subject identifiers (RFC 9493) of what providers say about people: those by which Usher knows somebody. */
import { z } from 'zod';
import type { ByName, Meant } from '../domain/entry/reach/end-sessions.ts';

const text = z.string().min(1).max(1_000);

const simple = z.discriminatedUnion('format', [
  z.object({ format: z.literal('iss_sub'), iss: text, sub: text }),
  z.object({ format: z.literal('email'), email: text }),
]);

const aliases = z.object({ format: z.literal('aliases'), identifiers: z.array(z.unknown()).max(20) });

/** Who is meant; null where it is said in a way that Usher knows nobody by, such as a telephone number. */
export function meantBySubject(identifier: unknown): Meant | null {
  const several = aliases.safeParse(identifier);
  if (!several.success) return byOneName(identifier);
  const names = several.data.identifiers.flatMap((one) => byOneName(one) ?? []);
  return names.length === 0 ? null : { by: 'aliases', names };
}

function byOneName(identifier: unknown): ByName | null {
  const parsed = simple.safeParse(identifier);
  if (!parsed.success) return null;
  const subject = parsed.data;
  if (subject.format === 'email') return { by: 'address', email: subject.email };
  return { by: 'subject', issuer: subject.iss, sub: subject.sub };
}
