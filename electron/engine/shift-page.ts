/**
 * The words about a shift: that it comes, what is open as it begins, what happened in it as it ends. By the person's first channel.
 */
import { formatDuration } from '../../shared/model/duration.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Page } from '../../shared/model/page.ts';
import type { Person } from '../../shared/model/roster.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import type { ShiftNotice } from '../../shared/rules/oncall/notices.ts';
import { wallClock } from '../../shared/rules/wall-clock.ts';
import { briefOf } from './brief.ts';
import { openIncidents } from './commands.ts';
import type { Core } from './core.ts';
import { personalNotice } from './personal-notice.ts';

const MOST_INCIDENTS = 1_000;

/** Null: the person has no channel. */
export async function shiftPage(
  core: Core,
  schedule: Schedule,
  person: Person,
  notice: ShiftNotice,
  now: EpochMs,
): Promise<Page | null> {
  const { title, text } = await wordsOf(core, schedule, person, notice, now);
  return personalNotice({
    person,
    about: `shift.${schedule.id}.${person.id}.${notice.kind}.${notice.from.toString(36)}`,
    dedupKey: `shift/${schedule.id}/${person.id}/${notice.from}`,
    from: schedule.name,
    title,
    text,
    because: `asked for in the configuration (shiftNotices of ${person.name})`,
    now,
  });
}

async function wordsOf(core: Core, schedule: Schedule, person: Person, { kind, from, to }: ShiftNotice, now: EpochMs) {
  const zone = person.timeZone ?? core.timeZone;
  const clock = (at: EpochMs) => wallClock(at, now, zone);
  switch (kind) {
    case 'before':
      return {
        title: `On call in ${formatDuration(from - now)}: ${schedule.name}`,
        text: `Your shift begins ${clock(from)} and lasts until ${clock(to)}`,
      };
    case 'start':
      return {
        title: `You are on call: ${schedule.name}`,
        text: `Until ${clock(to)}. ${await briefOf(core, schedule, now)}`,
      };
    case 'end':
      return { title: `Your shift is over: ${schedule.name}`, text: await summary(core, from, to) };
    default:
      return assertNever(kind, 'kind of notice');
  }
}

async function summary(core: Core, from: EpochMs, to: EpochMs): Promise<string> {
  const incidents = await core.store.incidents({ from, to, limit: MOST_INCIDENTS });
  const begun = incidents.filter(({ openedAt }) => openedAt >= from && openedAt < to);
  const pages = begun.reduce((sum, { told }) => sum + told.length, 0);
  const open = openIncidents(core).length;
  const still = open === 0 ? 'nothing is open' : `${open} still open`;
  return `${begun.length === 0 ? 'No incident' : `${begun.length} incidents, ${pages} pages`} in it; ${still}`;
}
