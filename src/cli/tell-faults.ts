/** Runs a command; what stops it is told in a sentence, without a stack, and makes the exit code 1. */
export async function tellFaults(run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
