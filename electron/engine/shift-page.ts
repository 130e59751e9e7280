/**
 * The words about a shift: that it comes, what is open as it begins, what happened in it as it ends. By the person's first channel.
 */
import { formatDuration } from '../../shared/model/duration.ts';
import { type EpochMs, PageId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { Page } from '../../shared/model/page.ts';
import type { Person } from '../../shared/model/roster.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import type { ShiftNotice } from '../../shared/rules/oncall/notices.ts';
import { wallClock } from '../../shared/rules/wall-clock.ts';
import { openIncidents } from './commands.ts';
import type { Core } from './core.ts';

const LIFE_MS = 3_600_000;
const MOST_NAMED = 5;
const MOST_INCIDENTS = 1_000;

/** Null: the person has no channel. */
export async function shiftPage(
  core: Core,
  schedule: Schedule,
  person: Person,
  notice: ShiftNotice,
  now: EpochMs,
): Promise<Page | null> {
  const [channelId] = person.channels;
  if (channelId === undefined) {
    return null;
  }
  const { title, text } = await wordsOf(core, schedule, person, notice, now);
  const id = PageId.parse(
    `shift.${schedule.id}.${person.id}.${notice.kind}.${notice.from.toString(36)}.${now.toString(36)}`,
  );
  return {
    id,
    kind: 'notice',
    dedupKey: `shift/${schedule.id}/${person.id}/${notice.from}`,
    incidentId: null,
    componentId: null,
    componentName: schedule.name,
    status: null,
    severity: 'low',
    personId: person.id,
    channelId,
    title,
    text,
    because: `asked for in the configuration (shiftNotices of ${person.name})`,
    runbook: null,
    createdAt: now,
    expiresAt: now + LIFE_MS,
  };
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
      return { title: `You are on call: ${schedule.name}`, text: `Until ${clock(to)}. ${brief(core)}` };
    case 'end':
      return { title: `Your shift is over: ${schedule.name}`, text: await summary(core, from, to) };
    default:
      return assertNever(kind, 'kind of notice');
  }
}

/** What is open and what is silent, for whoever takes over. */
function brief(core: Core): string {
  const open = openIncidents(core);
  const names = open.map(({ componentId }) => core.config().components.get(componentId)?.name ?? componentId);
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  const wrong = open.length === 0 ? 'Nothing is open' : `Open: ${names.slice(0, MOST_NAMED).join(', ')}${more}`;
  const { silences } = core.state;
  const silent =
    silences.length === 0
      ? ''
      : `; silences: ${silences
          .map(({ by, reason }) => `${reason} (${by})`)
          .slice(0, MOST_NAMED)
          .join(', ')}`;
  return `${wrong}${silent}`;
}

async function summary(core: Core, from: EpochMs, to: EpochMs): Promise<string> {
  const incidents = await core.store.incidents({ from, to, limit: MOST_INCIDENTS });
  const begun = incidents.filter(({ openedAt }) => openedAt >= from && openedAt < to);
  const pages = begun.reduce((sum, { told }) => sum + told.length, 0);
  const open = openIncidents(core).length;
  const still = open === 0 ? 'nothing is open' : `${open} still open`;
  return `${begun.length === 0 ? 'No incident' : `${begun.length} incidents, ${pages} pages`} in it; ${still}`;
}
