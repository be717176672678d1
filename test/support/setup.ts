/**
 * Around each test file. The files of a worker share its modules, so that they are loaded once; what a file may leave
 * behind in them is put right here.
 */
import { afterAll } from 'vitest';
import { shiftClock } from '../../src/domain/kernel/clock.ts';
import { endPrograms } from './usher.ts';

afterAll(endPrograms, 60_000);
afterAll(() => shiftClock(0));
