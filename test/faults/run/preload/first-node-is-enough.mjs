/** A planted fault, from SIGUSR2 on: what one node has is called safe, and can be gone when that node is. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// The driver that the program has, which is mongoose's.
const { mongo } = createRequire(pathToFileURL(process.argv[1]))('mongoose');
const { ClientSession } = mongo;
const { startTransaction } = ClientSession.prototype;
let planted = false;
process.on('SIGUSR2', () => {
  planted = true;
});
ClientSession.prototype.startTransaction = function (options) {
  return startTransaction.call(this, planted ? { ...options, writeConcern: { w: 1 } } : options);
};
