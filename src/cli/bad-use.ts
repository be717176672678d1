/** A command that was typed wrongly: nothing was done. The message says what to type; the exit code is 2. */
export class BadUse extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadUse';
  }
}
