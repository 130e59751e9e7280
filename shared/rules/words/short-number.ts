/**
 * A telephone number as it may stand in a history that many read.
 */

/** `+4477…123`: whoever knows the number recognises it, nobody else can call it. */
export function shortNumber(number: string): string {
  return `${number.slice(0, 5)}…${number.slice(-3)}`;
}
