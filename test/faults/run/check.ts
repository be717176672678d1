/** Holds what is there in the end against what was acknowledged on the way. */

import { verifyChain } from '../../../src/domain/audit/verify.ts';
import { events } from '../../../src/domain/model/event.ts';
import { grants } from '../../../src/domain/model/grant.ts';
import { groupMembers, groups } from '../../../src/domain/model/group.ts';
import { members } from '../../../src/domain/model/member.ts';
import { organizations } from '../../../src/domain/model/organization.ts';
import { listWorkspaces } from '../../../src/domain/model/workspace.ts';
import { connect, disconnect } from '../../../src/storage/connection.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { type History, refusedTitle } from './work.ts';

/** A sentence for each thing that is not as the clients were told; empty when nothing was lost. */
export async function losses(uri: string, history: History): Promise<string[]> {
  try {
    // Makes the indexes that are missing.
    await connect(uri);
    const [organization] = await system('deployment').find(organizations, {});
    if (!organization) return ['the organization is gone'];
    return [
      ...(await lostOf(organization._id, history)),
      ...(await faultsOf(organization._id)),
      ...(await brokenSeal(organization._id)),
    ];
  } catch (error) {
    if (!String(error instanceof Error && (error.cause ?? error)).includes('E11000')) throw error;
    return [`what must be unique is there twice: ${error}`];
  } finally {
    await disconnect();
  }
}

async function brokenSeal(orgId: string): Promise<string[]> {
  const verification = await verifyChain(orgId);
  return verification.broken ? [`the audit chain is broken: ${JSON.stringify(verification)}`] : [];
}

async function lostOf(orgId: string, history: History): Promise<string[]> {
  const own = tenant(orgId);
  const found: string[] = [];
  const stored = await own.find(members, {});
  const nameOf = new Map(stored.map(({ _id, userName }) => [_id, userName]));
  for (const [name, told] of history.people) {
    const rows = stored.filter(({ userName }) => userName === name);
    if (told === null) {
      if (rows.length > 0) found.push(`${name} was deleted and is there`);
      continue;
    }
    if (rows.length !== 1) found.push(`${name} is there ${rows.length} times`);
    for (const { _id, status, resource } of rows) {
      const { title, nickName } = resource as { title?: string; nickName?: string };
      if (_id !== told.id) found.push(`${name} was acknowledged as ${told.id} and is ${_id}`);
      if (title !== told.title) found.push(`${name} has the title ${title}, acknowledged was ${told.title}`);
      if (title !== nickName) found.push(`${name} has half of a PATCH: ${title} and ${nickName}`);
      if (title === refusedTitle) found.push(`${name} has what was refused`);
      if ((status === 'active') !== told.active) found.push(`${name} is ${status}, acknowledged was ${told.active}`);
    }
  }
  const storedGroups = await own.find(groups, {});
  const links = await own.find(groupMembers, {});
  for (const [name, told] of history.groups) {
    const rows = storedGroups.filter(({ displayName }) => displayName === name);
    if (rows.length !== 1) found.push(`the group ${name} is there ${rows.length} times`);
    const inIt = links
      .filter(({ groupId }) => groupId === rows[0]?._id)
      .map(({ memberId }) => nameOf.get(memberId) ?? memberId);
    for (const member of told)
      if (!inIt.includes(member)) found.push(`${member} was put into ${name} and is not there`);
    for (const member of inIt)
      if (!told.has(member)) found.push(`${member} is in ${name} and was never, or was taken out`);
  }
  const workspaces = (await listWorkspaces(orgId)).map(({ name }) => name);
  for (const name of history.workspaces) {
    const times = workspaces.filter((each) => each === name).length;
    if (times !== 1) found.push(`the workspace ${name} is there ${times} times`);
  }
  const overridden = (await own.find(grants, {})).filter(({ source }) => source === 'override');
  for (const [name, role] of history.overrides) {
    const set = overridden.filter(({ memberId }) => nameOf.get(memberId) === name).map((grant) => grant.role);
    if (set.join() !== (role === null ? '' : role))
      found.push(`the override of ${name} is ${set}, acknowledged was ${role}`);
  }
  return [...found, ...(await missedEvents(orgId, history))];
}

/** One event for each change that was acknowledged: also of a change that was sent twice. */
async function missedEvents(orgId: string, { made, titles }: History): Promise<string[]> {
  const found: string[] = [];
  const count = new Map<string, number>();
  const add = (key: string) => count.set(key, (count.get(key) ?? 0) + 1);
  const names = new Map<string, string>();
  const all = await tenant(orgId).find(events, { type: { $in: ['user.created', 'user.updated'] } });
  for (const { type, subject, after } of all) {
    if (type === 'user.created') {
      names.set(String(subject.memberId), String(after?.userName));
      add(`made ${after?.userName}`);
    }
  }
  for (const { type, subject, after } of all)
    if (type === 'user.updated' && after?.title) add(`${names.get(String(subject.memberId))} ${after.title}`);
  for (const [name, times] of made)
    if (count.get(`made ${name}`) !== times) found.push(`${name} was made by ${count.get(`made ${name}`)} events`);
  for (const [name, list] of titles)
    for (const title of list)
      if (count.get(`${name} ${title}`) !== 1)
        found.push(`${title} of ${name} has ${count.get(`${name} ${title}`) ?? 0} events`);
  return found;
}
