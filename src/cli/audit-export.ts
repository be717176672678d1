/** `usher audit export`: the audit log of an organization, or of the deployment itself, a line for each event. */
import { loadConfig, readEnvironment } from '../config/load-config.ts';
import { viewEvent } from '../domain/audit/event-view.ts';
import { exportEvents } from '../domain/audit/list-events.ts';
import { nameSubjects } from '../domain/audit/name-subjects.ts';
import { toOcsf } from '../domain/audit/ocsf.ts';
import { findOrganization } from '../domain/model/organization.ts';
import { BadUse } from './bad-use.ts';
import { withDatabase } from './database.ts';

export type ExportOrder = {
  /** Absent: the log of the deployment, in which stands who is known to no organization. */
  readonly organization?: string;
  readonly format: string;
  /** The number of the last event that is known already. */
  readonly after: string;
};

const formats = ['jsonl', 'ocsf'];

/** @returns the exit code @throws BadUse with what is wrong with the order; Error where there is no such organization */
export async function exportAudit({ organization = '', format, after }: ExportOrder): Promise<number> {
  if (!formats.includes(format)) throw new BadUse(`--format is one of ${formats.join(', ')}.`);
  if (!/^\d{1,15}$/.test(after)) throw new BadUse('--after is the number of an event, such as 1234.');
  return withDatabase(loadConfig(readEnvironment()), async () => {
    if (organization !== '' && !(await findOrganization(organization)))
      throw new Error(`There is no organization "${organization}".`);
    for await (const page of exportEvents(organization, {}, Number(after))) {
      const namesOf = organization === '' ? () => ({}) : await nameSubjects(organization, page);
      const views = page.map((event) => ({ ...viewEvent(event), names: namesOf(event) }));
      for (const view of views) console.log(JSON.stringify(format === 'ocsf' ? toOcsf(view, organization) : view));
    }
    return 0;
  });
}
