/**
 * The members of a Group in a PATCH. They are rows of their own, not a list inside the group, so what matters is which ids join and
 * leave; a request about one member of 100,000 costs what one member costs.
 */
import type { Json } from '../../json.ts';
import type { RequestedOperation } from '../dialects/patch-request.ts';
import type { Filter } from '../filter/ast.ts';
import type { Ignored } from '../schema/ignored.ts';
import { readMember } from '../schema/member-value.ts';
import { ScimError } from '../scim-error.ts';
import type { MemberOperation, PatchTarget } from './plan.ts';

/**
 * Plans one operation on `members`; null where it asks for nothing, such as adding an empty list. Forms: the path
 * `members` with a list or one object, `members[value eq "id"]` (several joined by `or`), `members.value` with ids,
 * a key `members` in a value without path, and the removal of a list of values (Entra).
 */
export function planMembers(
  kind: RequestedOperation['kind'],
  target: PatchTarget,
  value: Json | undefined,
  ignored: Ignored,
): MemberOperation | null {
  const { filter, sub, at } = target;
  if (sub !== null && sub.name !== 'value') {
    throw new ScimError(
      400,
      'mutability',
      `${at}: ${sub.name} of a member cannot be changed. Remove or add the member.`,
    );
  }
  if (filter !== null) return planSelected(kind, filter, at);
  if (value === undefined || value === null) {
    if (kind === 'add') return null;
    if (kind === 'replace' && value === undefined)
      throw new ScimError(400, 'invalidValue', `${at}: "value" is missing.`);
    return { kind: 'remove-all' };
  }
  const listed = Array.isArray(value) ? value : [value];
  const values = [...new Set(listed.map((member) => readMember(member, ignored, at).value))];
  if (kind === 'replace') return values.length === 0 ? { kind: 'remove-all' } : { kind, values };
  return values.length === 0 ? null : { kind, values };
}

/** Adds and removals that follow one another become one step, so that 1,000 operations of one member are one write. */
export function joinMembers(operations: readonly MemberOperation[]): MemberOperation[] {
  const joined: MemberOperation[] = [];
  let run: { kind: 'add' | 'remove'; values: Set<string> } | null = null;
  const close = () => {
    if (run !== null) joined.push({ kind: run.kind, values: [...run.values] });
    run = null;
  };
  for (const operation of operations) {
    if (operation.kind !== 'add' && operation.kind !== 'remove') {
      close();
      joined.push(operation);
      continue;
    }
    if (run === null || run.kind !== operation.kind) {
      close();
      run = { kind: operation.kind, values: new Set() };
    }
    for (const id of operation.values) run.values.add(id);
  }
  close();
  return joined;
}

function planSelected(kind: RequestedOperation['kind'], filter: Filter, at: string): MemberOperation {
  const values = idsOf(filter);
  if (values === null) {
    throw new ScimError(400, 'invalidFilter', `${at}: members are selected by id only, as in members[value eq "id"].`);
  }
  if (kind === 'replace') {
    throw new ScimError(400, 'mutability', `${at}: a member cannot become another. Remove the one and add the other.`);
  }
  return { kind, values: [...new Set(values)] };
}

/** The ids of `value eq "a" or value eq "b"`; null for any other filter. */
function idsOf(filter: Filter): string[] | null {
  if (filter.kind === 'or') {
    const parts = filter.operands.map(idsOf);
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.path.sub !== null) return null;
  return filter.path.attribute.toLowerCase() === 'value' && typeof filter.value === 'string' ? [filter.value] : null;
}
