/**
 * Cron expressions in a time zone, by croner: five fields, a sixth in front for seconds, or a nickname such as `@daily`.
 *
 * A time that the zone's clock skips is the first instant after the gap, and one that comes twice is the first: as everywhere
 * in this house (see rules/oncall/wall.ts), and as croner has it.
 */
import { Cron } from 'croner';
import type { EpochMs } from './ids.ts';

/** croner also takes single dates; a deadline that comes once is no rhythm. */
const FORM = /^(?:@\w+|\S+(?:\s+\S+){4,5})$/;
/** Whether an expression ever comes is asked from here; any day would do. */
const SOME_DAY = Date.UTC(2026, 0, 1);

/** Making one costs more than asking it, and a check asks at every look. */
const made = new Map<string, Cron>();

/** The first time after `after`; null: it never comes. */
export function nextCron(expression: string, zone: string, after: EpochMs): EpochMs | null {
  const key = `${zone} ${expression}`;
  const cron = made.get(key) ?? new Cron(expression, { timezone: zone, paused: true });
  made.set(key, cron);
  return cron.nextRun(new Date(after))?.getTime() ?? null;
}

/** What is wrong with an expression; null: nothing. */
export function cronProblem(expression: string): string | null {
  if (!FORM.test(expression.trim())) {
    return 'a cron expression has five fields (minute hour day month weekday), like "30 3 * * *"';
  }
  try {
    return nextCron(expression, 'UTC', SOME_DAY) === null ? 'this time never comes' : null;
  } catch (error) {
    const words = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return `not a cron expression: ${words}`;
  }
}
