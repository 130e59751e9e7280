/**
 * Taking over and handing over, as the contract's replies: the overrides, the history and the words to both people in one entry.
 *
 * Open incidents stay with whoever was paged for them until somebody says otherwise: the answer offers it.
 */
import type { Done, Replies } from '../../shared/contract/contract.ts';
import { type EpochMs, OverrideId, type PersonId } from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import type { Page } from '../../shared/model/page.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import { type Move, type MoveWish, moveOf, withChanged } from '../../shared/rules/oncall/oncall.ts';
import { wallClock } from '../../shared/rules/wall-clock.ts';
import { briefOf } from './brief.ts';
import { loose, openIncidents } from './commands.ts';
import type { Core } from './core.ts';
import { personalNotice, queued } from './personal-notice.ts';

type Possible = Extract<Move, { ok: true }>;
type Wish = Pick<MoveWish, 'kind' | 'giver' | 'taker' | 'until' | 'note'>;

const no = (text: string): Done => ({ accepted: false, text });

export function createMoveCommands(
  core: Core,
  { escalate }: Pick<Replies, 'escalate'>,
): Pick<Replies, 'takeOver' | 'handOver'> {
  const { clock, state } = core;

  async function move(scheduleId: Schedule['id'], wish: Wish, reassign: boolean, by: string): Promise<Done> {
    const schedule = core.config().schedules.get(scheduleId);
    if (schedule === undefined) {
      return no(`There is no schedule ${scheduleId}`);
    }
    const unknown = [wish.giver, wish.taker].find((id) => id !== null && !core.config().people.has(id));
    if (unknown !== undefined) {
      return no(`There is nobody called ${unknown} in the configuration`);
    }
    const brief = await briefOf(core, schedule, clock.now());
    const now = clock.now();
    const own = state.overrides.filter((override) => override.scheduleId === scheduleId);
    const newId = (place: number) => OverrideId.parse(`o-${now.toString(36)}-${state.overrides.length + place}`);
    const moved = moveOf(schedule, own, { ...wish, author: by, newId }, now, core.personName);
    if (!moved.ok) {
      return no(moved.refusal);
    }
    // Nothing is waited for between the judgement and this: of two who ask at once the second is judged by the first.
    state.overrides = withChanged(state.overrides, moved.changed);
    const words = wordsOf(core, schedule, wish, moved, now);
    const pages = noticesOf(core, schedule, wish, moved, brief, now);
    const entry = core.write({
      overrides: moved.changed,
      outbox: pages.map(queued),
      events: [{ ...loose(now, 'override', `${words}${noteWords(wish)}, said by ${by}`), personId: wish.taker }],
    });
    core.rosterChanged({ schedule: scheduleId, people: [wish.taker, ...(moved.giver === null ? [] : [moved.giver])] });
    await entry;
    core.touch(null);
    return { accepted: true, text: `${words}${await incidentsOf(core, wish, moved, reassign, by)}` };
  }

  /** What of the giver's is open: given on where that was said, else offered. */
  async function incidentsOf(
    { personName }: Core,
    { taker }: Wish,
    { giver }: Possible,
    reassign: boolean,
    by: string,
  ): Promise<string> {
    const open = giver === null ? [] : incidentsToldTo(core, giver);
    if (giver === null || open.length === 0) {
      return '';
    }
    const names = open
      .map(({ componentId }) => core.config().components.get(componentId)?.name ?? componentId)
      .join(', ');
    if (!reassign) {
      return `. Open and still with ${personName(giver)}: ${names}; reassign them if they go along`;
    }
    const given = await Promise.all(open.map(({ id }) => escalate({ incident: id, to: { person: taker } }, by)));
    const failed = given.filter(({ accepted }) => !accepted).length;
    return `. Reassigned: ${names}${failed === 0 ? '' : ` (${failed} could not be: not seen failing at the moment)`}`;
  }

  return {
    takeOver: ({ schedule, person, from, until, note, reassign }, by) =>
      move(schedule, { kind: 'take-over', giver: from, taker: person, until, note }, reassign, by),
    handOver: ({ schedule, from, to, until, note, reassign }, by) =>
      move(schedule, { kind: 'hand-over', giver: from, taker: to, until, note }, reassign, by),
  };
}

/** Open incidents that this person was paged for. */
export function incidentsToldTo(core: Core, person: PersonId): readonly Incident[] {
  return openIncidents(core).filter(({ told }) => told.some(({ personId }) => personId === person));
}

function wordsOf(
  core: Core,
  { name, timeZone }: Schedule,
  { kind, taker }: Wish,
  move: Possible,
  now: EpochMs,
): string {
  const from = move.giver === null ? '' : ` from ${core.personName(move.giver)}`;
  const end = wallClock(move.until, now, timeZone);
  return kind === 'take-over'
    ? `${name}: ${core.personName(taker)} took over${from} until ${end}`
    : `${name}: ${move.giver === null ? '' : core.personName(move.giver)} handed over to ${core.personName(taker)} until ${end}`;
}

const noteWords = ({ note }: Wish): string => (note === '' ? '' : ` (${note})`);

/** To the one who is on call now; and to the one who is not any more, where it was not their own gesture. */
function noticesOf(
  core: Core,
  schedule: Schedule,
  wish: Wish,
  { giver, until }: Possible,
  brief: string,
  now: EpochMs,
): readonly Page[] {
  const { kind, taker, note } = wish;
  const said = note === '' ? '' : ` Note: ${note}.`;
  const how = kind === 'take-over' ? 'taken over' : 'handed over';
  const clock = (person: PersonId) => (at: EpochMs) =>
    wallClock(at, now, core.config().people.get(person)?.timeZone ?? core.timeZone);
  const page = (person: PersonId, role: string, title: string, text: string): readonly Page[] => {
    const settings = core.config().people.get(person);
    const made =
      settings &&
      personalNotice({
        person: settings,
        about: `move.${schedule.id}.${person}.${role}`,
        dedupKey: `shift/${schedule.id}/${person}/${now}`,
        from: schedule.name,
        title,
        text,
        because: `the shift in ${schedule.name} was ${how}`,
        now,
      });
    return made === undefined || made === null ? [] : [made];
  };
  const whose = giver === null ? '' : ` ${kind === 'take-over' ? 'from' : 'by'} ${core.personName(giver)}`;
  return [
    ...page(
      taker,
      'on',
      `You are on call now: ${schedule.name}`,
      `Until ${clock(taker)(until)}, ${how}${whose}.${said} ${brief}`,
    ),
    ...(giver === null || kind === 'hand-over'
      ? []
      : page(
          giver,
          'off',
          `You are not on call any more: ${schedule.name}`,
          `${core.personName(taker)} took over until ${clock(giver)(until)}.${said}`,
        )),
  ];
}
