import * as directory from '../../src/domain/directory/create-group.ts';
import type { GroupDocument } from '../../src/domain/model/group.ts';

/** The group that a directory pushes, without what the door shows of it. */
export async function createGroup(...order: Parameters<typeof directory.createGroup>): Promise<GroupDocument> {
  return (await directory.createGroup(...order)).group;
}
