/** Closes a switch over a union: a new member breaks the build in each place that has to think about it. */

/** Reached only if the compiler was bypassed; the message says which union grew. */
export function assertNever(value: never, what: string): never {
  throw new Error(`unhandled ${what}: ${JSON.stringify(value)}`);
}
