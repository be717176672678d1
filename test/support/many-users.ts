/** Very many users in little time, for what is measured or looked at in their midst. */
import mongoose from 'mongoose';

type Members = mongoose.mongo.Collection<{ _id: string; resource?: object; search?: object }>;

/**
 * Copies of one user that came in by SCIM, put into the database directly.
 * @param from the number in the name of the first
 * @returns their ids
 */
export async function manyUsers(members: Members, templateId: string, count: number, from = 0): Promise<string[]> {
  const template = await members.findOne({ _id: templateId });
  if (!template) throw new Error(`there is no user ${templateId} to copy`);
  const ids: string[] = [];
  while (ids.length < count) {
    const copies = Array.from({ length: Math.min(5_000, count - ids.length) }, (_, n) => {
      const userName = `crowd-${from + ids.length + n}@acme.test`;
      const key = { userName, userNameKey: userName, name: userName, nameKey: userName };
      const id = new mongoose.mongo.ObjectId().toHexString();
      return {
        ...template,
        ...key,
        _id: id,
        resource: { ...template.resource, userName },
        search: { ...template.search, userName },
      };
    });
    await members.insertMany(copies, { ordered: false });
    ids.push(...copies.map(({ _id }) => _id));
  }
  return ids;
}
