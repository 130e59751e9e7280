/** The command line: composition without a screen. See compose/command-line.ts. */
import { commandLine } from './compose/command-line.ts';

process.exitCode = await commandLine(process.argv.slice(2));
