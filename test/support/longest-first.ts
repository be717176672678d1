/**
 * What takes a minute or more begins first, so that no worker is alone with it at the end. Without the times of an earlier
 * run vitest goes by the size of the files, and the longest are short.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const longest = [
  'test/domain/stale/stale-catalog.soak.test.ts',
  'test/faults/fault-run.soak.test.ts',
  'test/cli/backup.soak.test.ts',
  'test/faults/kill-job.soak.test.ts',
  'test/faults/overload.soak.test.ts',
  'test/storage/embedded/start.soak.test.ts',
  'test/domain/access/guard/large.soak.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => longest.findIndex((file) => moduleId.endsWith(file));
    const found = files.filter((file) => placeOf(file) >= 0);
    const others = await super.sort(files.filter((file) => placeOf(file) < 0));
    return [...found.sort((one, other) => placeOf(one) - placeOf(other)), ...others];
  }
}
