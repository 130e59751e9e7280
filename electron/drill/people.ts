/**
 * The simulated people: a page that reaches somebody is read when they are awake, and acknowledged or refused a while later.
 *
 * Who is asleep reads it on waking, or sleeps through it. Nobody answers what is over or what somebody has taken already.
 */
import { Temporal } from 'temporal-polyfill';
import type { Config } from '../../shared/model/config.ts';
import type { Habits } from '../../shared/model/drill/world.ts';
import type { EpochMs, IncidentId, PersonId } from '../../shared/model/ids.ts';
import type { Page } from '../../shared/model/page.ts';

export interface PeopleOptions {
  readonly habits: Readonly<Partial<Record<PersonId, Habits>>>;
  readonly people: Config['people'];
  readonly wall: () => EpochMs;
  /** ms since the start of the drill. */
  readonly elapsed: () => number;
  readonly afterReal: (ms: number, task: () => void) => void;
  readonly isWaiting: (incidentId: IncidentId) => boolean;
  readonly acknowledge: (incidentId: IncidentId, forMs: number | null, by: Named) => void;
  /** They pass it on to the next step. */
  readonly refuse: (incidentId: IncidentId, by: Named) => void;
}

interface Named {
  readonly id: PersonId;
  readonly name: string;
}

/** What a page that has arrived sets going. */
export function createPeople(options: PeopleOptions): (page: Page) => void {
  const { habits, people, wall, elapsed, afterReal, isWaiting, acknowledge, refuse } = options;
  return ({ kind, personId, incidentId }) => {
    const person = personId === null ? undefined : people.get(personId);
    const own = personId === null ? undefined : habits[personId];
    const answer = own?.acknowledges ?? own?.refuses;
    if (person === undefined || own === undefined || answer === undefined || incidentId === null || kind === 'close') {
      return;
    }
    const now = elapsed();
    if (own.sleepsThrough.some(({ from, to }) => from <= now && now < to)) {
      return;
    }
    const asleepMs = own.awake === undefined ? 0 : untilAwake(own.awake, wall(), person.timeZone ?? 'UTC');
    afterReal(asleepMs + answer.after, () => {
      if (!isWaiting(incidentId)) {
        return;
      }
      if (own.acknowledges === undefined) {
        refuse(incidentId, person);
      } else {
        acknowledge(incidentId, own.acknowledges.for ?? null, person);
      }
    });
  };
}

/** ms until somebody with these waking hours ("07:00-23:00") is awake; 0: they are. Equal times: always. */
export function untilAwake(awake: string, now: EpochMs, timeZone: string): number {
  const [from, to] = awake.split('-').map((text) => Temporal.PlainTime.from(text)) as [
    Temporal.PlainTime,
    Temporal.PlainTime,
  ];
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const time = local.toPlainTime();
  const begun = Temporal.PlainTime.compare(time, from) >= 0;
  const over = Temporal.PlainTime.compare(time, to) >= 0;
  const order = Temporal.PlainTime.compare(from, to);
  const isAwake = order < 0 ? begun && !over : order > 0 ? begun || !over : true;
  if (isAwake) {
    return 0;
  }
  const day = begun ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return day.toZonedDateTime({ timeZone, plainTime: from }).epochMilliseconds - now;
}
