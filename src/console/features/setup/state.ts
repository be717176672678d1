import type { Setup, SetupPart } from '../../lib/types.ts';

/** Which parts are done, by what the server has seen of them. Pure. */
export function stateOf({ domains, connection, test, directory }: Setup): Readonly<Record<SetupPart, boolean>> {
  return {
    domain: domains.some(({ verified }) => verified),
    'sign-in': connection !== null && (connection.enabled || isPassed(test)),
    directory: directory?.requests.some(({ status }) => status < 400) ?? false,
  };
}

/** Whether the last test went well with what is saved now. */
export function isPassed(test: Setup['test']): boolean {
  return test?.isCurrent === true && test.problem === null;
}
