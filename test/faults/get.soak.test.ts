import { it } from 'vitest';
import { clientOf, load } from '../bench/load.ts';
import { userBody } from '../bench/seed.ts';
import { production, usageOf } from '../bench/sides.ts';
import { ownDatabase } from '../support/mongod.ts';
import { runUsher } from '../support/usher.ts';

const database = ownDatabase();
it('cpu', async () => {
  const usher = await runUsher({ env: { ...production, MONGODB_URI: database.uri } });
  const { body } = await usher.scim('POST', '/Users', JSON.parse(userBody('a@acme.test')));
  const client = clientOf(usher.url, { authorization: `Bearer ${usher.token}` });
  const get = () => ({ method: 'GET' as const, path: `/scim/v2/Users/${body.id}` });
  await load(client, get, { concurrency: 16, ms: 4000 });
  for (let i = 0; i < 4; i += 1) {
    const before = usageOf(usher.child.pid ?? 0)?.cpuMs ?? 0;
    const { requests, opsPerSecond } = await load(client, get, { concurrency: 16, ms: 3000 });
    const cpu = (usageOf(usher.child.pid ?? 0)?.cpuMs ?? 0) - before;
    console.log(`GETCPU ${process.cwd()} ${(cpu / requests).toFixed(3)} ms/request ${Math.round(opsPerSecond)}/s`);
  }
  await client.close();
  await usher.stop();
});
