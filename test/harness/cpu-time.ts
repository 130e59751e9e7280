/**
 * How much work something is, for tests that must not become slow by a whole order: the processor's time and not the wall clock's,
 * which also runs while the machine does other things.
 */

/** ms of work of this process, all its threads together. */
export function workMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
