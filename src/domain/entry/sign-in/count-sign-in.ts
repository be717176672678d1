import { tally } from '../../../tally.ts';

/** Outcomes: `signed_in`, `refused` (by our rules), `wrong_password`, and what failed between the provider and us. */
const signIns = tally('sign_ins_total', 'Sign-ins that came to an end, by way and outcome.', ['by', 'outcome']);

export function countSignIn(by: 'provider' | 'password', outcome: string): void {
  signIns.count(by, outcome);
}
