// Run by compose.yaml in mongosh, beside the mongod of the same container: makes what is missing, so that it may run
// again at any time, also on a database that had no authentication before.
const rootPassword = require('node:fs').readFileSync('/data/configdb/root-password', 'utf8');
// biome-ignore lint/style/noProcessEnv: a script of its own, no part of the product
const password = process.env.DATABASE_PASSWORD;
// It becomes part of MONGODB_URI as it is.
if (!/^[\w.~-]{16,}$/.test(password))
  throw new Error(
    'DATABASE_PASSWORD: set at least 16 of letters, digits and - . _ ~, such as the output of openssl rand -hex 32',
  );

if (db.hello().isreplicaset) rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] });
while (!db.hello().isWritablePrimary) sleep(200);

const admin = db.getSiblingDB('admin');
try {
  admin.auth('root', rootPassword);
} catch {
  // Nobody is there yet: MongoDB lets this one be made, and nothing else be done.
  admin.createUser({ user: 'root', pwd: rootPassword, roles: ['root'] });
  admin.auth('root', rootPassword);
}

const usher = db.getSiblingDB('usher');
const user = { pwd: password, roles: ['readWrite', 'dbAdmin'] };
if (usher.getUser('usher')) usher.updateUser('usher', user);
else usher.createUser({ user: 'usher', ...user });
print('The database is ready for Usher.');
