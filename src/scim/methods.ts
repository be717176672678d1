import { ScimError } from './scim-error.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a method does at a path; HEAD asks what GET does. @throws ScimError 405 with `Allow` (RFC 9110 section 15.5.6) */
export function forMethod<T>(methods: Readonly<Partial<Record<Method, T>>>, method: string): T {
  const name = method === 'HEAD' ? 'GET' : method;
  if (Object.hasOwn(methods, name)) return methods[name as Method] as T;
  const allowed = Object.keys(methods).flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]));
  const list = allowed.join(', ');
  throw new ScimError(405, null, `${method} is not possible here: use ${list}.`, { Allow: list });
}
