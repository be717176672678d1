/** What a part of the access map does, in a sentence. Pure. */
import { flows as text } from '../../lib/messages/access-map.ts';
import { type Flow, leadsThrough, nameOf, peopleIn } from './flows.ts';

/** More would be a list. */
const mostShares = 3;

/** @param part the key of a group, a role in a workspace, a workspace, or of one flow; null where there is no such part */
export function explain(flows: readonly Flow[], part: string): string | null {
  const through = flows.filter((flow) => leadsThrough(flow, part));
  const [first] = through;
  if (first === undefined) return null;
  if (part === first.key) return explainFlow(first);
  if (part === first.from.key) return explainOrigin(through, first);
  // Where all roles of somebody count, the same person comes several ways.
  const people = Math.min(peopleIn(through), first.to.people);
  const to = nameOf(first.to);
  if (part === first.roleKey) return text.explain.role(first.role, to, people, byOrigin(through));
  return text.explain.workspace(to, people, byRole(through));
}

function explainFlow({ from, role, to, people, mapping }: Flow): string {
  return text.explain.flow(nameOf(from), role, nameOf(to), people, mapping && text.mapping[mapping]);
}

function explainOrigin(through: readonly Flow[], { from }: Flow): string {
  const decides = peopleIn(through);
  const where = new Set(through.filter(({ people }) => people > 0).map(({ to }) => to.key)).size;
  const name = nameOf(from);
  if (from.kind === 'group') return text.explain.group(name, from.people, decides, where);
  return from.kind === 'source' ? text.explain.source(name, decides, where) : text.explain.folded(name, decides, where);
}

function byOrigin(through: readonly Flow[]): string {
  return shares(through, ({ from }) => nameOf(from), text.explain.share);
}

function byRole(through: readonly Flow[]): string {
  return shares(through, ({ role }) => role, text.explain.shareOfRole);
}

/** "6 by Override, 2 by Group, 3 more": the largest first. */
function shares(
  through: readonly Flow[],
  nameBy: (flow: Flow) => string,
  say: (count: number, name: string) => string,
): string {
  const counts = new Map<string, number>();
  for (const flow of through) counts.set(nameBy(flow), (counts.get(nameBy(flow)) ?? 0) + flow.people);
  const sorted = [...counts].toSorted(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB));
  const rest = sorted.slice(mostShares).reduce((sum, [, count]) => sum + count, 0);
  const said = sorted.slice(0, mostShares).map(([name, count]) => say(count, name));
  return [...said, ...(sorted.length > mostShares ? [text.explain.more(rest)] : [])].join(', ');
}
