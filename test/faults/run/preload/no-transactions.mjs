/** A planted fault: the statements of a change are written one by one, and not all or nothing. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// The driver that the program has, which is mongoose's.
const { mongo } = createRequire(pathToFileURL(process.argv[1]))('mongoose');
const { ClientSession } = mongo;
ClientSession.prototype.startTransaction = () => {};
ClientSession.prototype.commitTransaction = async () => {};
ClientSession.prototype.abortTransaction = async () => {};
