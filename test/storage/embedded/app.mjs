/**
 * A program with an embedded database, to be killed: starts it in the folder given as argument, prints the connection
 * string, then inserts numbers with `w: majority` and prints each after its acknowledgement. `idle`: inserts nothing.
 * `leave`: ends at once, without stop().
 */
import mongoose from 'mongoose';
import { startEmbedded } from '../../../dist/storage/embedded/start.js';

const [dataDir, mode] = process.argv.slice(2);
const database = await startEmbedded({ dataDir, report: (line) => console.log(JSON.stringify({ line })) });
console.log(JSON.stringify({ uri: database.uri, port: database.port }));

if (mode === 'idle') setInterval(() => {}, 1000);
else if (mode !== 'leave') {
  const client = await new mongoose.mongo.MongoClient(database.uri).connect();
  for (let number = 0; ; number++) {
    await client
      .db()
      .collection('numbers')
      .insertOne({ _id: number }, { writeConcern: { w: 'majority' } });
    console.log(JSON.stringify({ number }));
  }
}
