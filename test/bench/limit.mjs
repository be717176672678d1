/**
 * The limit that the server is measured against: `node:http` and one call of the driver a request, with `w: majority`
 * where it writes; no SCIM, no tokens, no log. A process of its own, as Usher is. It says its port in its first line.
 */
import { createServer } from 'node:http';
import mongoose from 'mongoose';

const client = await new mongoose.mongo.MongoClient(process.env.MONGODB_URI ?? '', {
  maxPoolSize: 64,
  writeConcern: { w: 'majority' },
}).connect();
const db = client.db();
const users = db.collection('users');
const groups = db.collection('groups');
const members = db.collection('groupMembers');
const page = 100;

/** @type {Record<string, (parts: string[], query: URLSearchParams, body: any) => Promise<unknown>>} */
const answers = {
  'GET users': async ([id], query) => {
    if (id) return users.findOne({ _id: id });
    if (query.has('userName')) return users.findOne({ userName: query.get('userName') });
    const after = query.get('after');
    return users
      .find(after ? { _id: { $gt: after } } : {})
      .sort({ _id: 1 })
      .skip(Number(query.get('skip') ?? 0))
      .limit(page)
      .toArray();
  },
  'POST users': (_, __, body) => users.insertOne({ _id: new mongoose.mongo.ObjectId().toHexString(), ...body }),
  'PATCH users': ([id], _, body) =>
    users.findOneAndUpdate({ _id: id }, { $set: body, $inc: { version: 1 } }, { returnDocument: 'after' }),
  'PUT users': ([id], _, body) => users.findOneAndReplace({ _id: id }, body, { returnDocument: 'after' }),
  'POST groups': (_, __, body) => groups.insertOne({ _id: new mongoose.mongo.ObjectId().toHexString(), ...body }),
  'GET groups': async ([groupId], query) =>
    query.has('members')
      ? members
          .aggregate([{ $match: { groupId } }, { $group: { _id: null, members: { $push: '$memberId' } } }])
          .toArray()
      : groups.findOne({ _id: groupId }),
  'PUT groups': ([groupId, memberId]) => members.insertOne({ groupId, memberId }),
  'DELETE groups': ([groupId, memberId]) => members.deleteOne({ groupId, memberId }),
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const [, kind = '', ...parts] = pathname.split('/');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
  try {
    const answer = await answers[`${request.method} ${kind}`]?.(parts, searchParams, body);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? null));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});
server.listen(0, '127.0.0.1', () => console.log(Object(server.address()).port));
