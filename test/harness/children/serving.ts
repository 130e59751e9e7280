/**
 * `watchbell serve` as another user: that is the only way in which root meets a file that it may not read.
 *
 * Arguments: the user and group number to become (or `-` to stay), then those of the command line.
 */
import { commandLine } from '../../../electron/compose/command-line.ts';
import { loadDriver } from '../../../electron/store/sqlite/driver.ts';

const [user = '-', ...args] = process.argv.slice(2);
await loadDriver(); // from files that the other user may not reach
if (user !== '-') {
  process.setgid?.(Number(user));
  process.setuid?.(Number(user));
}
process.exitCode = await commandLine(args);
