#!/usr/bin/env node
/** What `usher` runs. */
import { runCommandLine } from './command-line.ts';
import { usher } from './root-command.ts';

await runCommandLine(usher, process.argv.slice(2));
