/**
 * The parts of the tray menu about people and peace: who is on call, taking over, and quiet.
 *
 * "Nobody" is said, never left blank.
 */
import type { SwapView } from '../../contract/asks/moves.ts';
import type { OnCallEntry, OnCallView } from '../../contract/view.ts';
import type { EpochMs, PersonId } from '../../model/ids.ts';
import type { Glance } from '../glance.ts';
import { act, ask, type Clock, line, type TrayEntry } from './entry.ts';

const HALF_HOUR_MS = 30 * 60_000;
const TWO_HOURS_MS = 2 * 3_600_000;
/** More would be a list, and the list is the window. */
const PEOPLE_SHOWN = 20;

/** One line a schedule, and a hand to take it where somebody else (or nobody) has it. */
export function onCallEntries(snapshot: Glance, clock: Clock): readonly TrayEntry[] {
  const { onCall, host } = snapshot;
  if (onCall.length === 0) {
    return [line('On call: no schedule')];
  }
  const named = onCall.length > 1;
  return onCall.flatMap((schedule) => [
    line(onCallWords(schedule, named, host.desk, clock)),
    ...moves(schedule, named, snapshot),
  ]);
}

function onCallWords(schedule: OnCallView, named: boolean, desk: PersonId | null, clock: Clock): string {
  const title = named ? `On call (${schedule.name})` : 'On call';
  const who = (entry: { personId: PersonId; name: string }) => (entry.personId === desk ? 'you' : entry.name);
  const now =
    schedule.now.length === 0
      ? 'nobody'
      : schedule.now
          .map((entry) => (entry.until === null ? who(entry) : `${who(entry)} until ${clock(entry.until)}`))
          .join(', ');
  const { next } = schedule;
  const then = next
    ? `, then ${next.people.length === 0 ? 'nobody' : next.people.map(who).join(' and ')} at ${clock(next.at)}`
    : '';
  return `${title}: ${now}${then}`;
}

/**
 * Only where it is known who sits here, and until the running shift ends: another time and a note are for the window. Two on call at
 * once are taken over one by one.
 */
function moves(schedule: OnCallView, named: boolean, { host, people }: Glance): readonly TrayEntry[] {
  const { desk } = host;
  if (desk === null) {
    return [];
  }
  const of = named ? ` (${schedule.name})` : '';
  const rest = { schedule: schedule.scheduleId, until: null, note: '', reassign: false };
  const onCall = schedule.now.map(({ personId }) => personId);
  if (onCall.includes(desk)) {
    const others = people.filter(({ id, presence }) => !onCall.includes(id) && presence.state !== 'away');
    const entries = others
      .slice(0, PEOPLE_SHOWN)
      .map(({ id, name }) => ask(name, { name: 'handOver', ask: { ...rest, from: desk, to: id } }));
    return others.length === 0 ? [] : [{ kind: 'submenu', text: `Hand over${of} until my shift ends, to`, entries }];
  }
  if (onCall.length === 0) {
    return [ask(`Take over${of}`, { name: 'takeOver', ask: { ...rest, person: desk, from: null } })];
  }
  return schedule.now.map(({ personId, name }) =>
    ask(`Take over from ${name}${of} until the shift ends`, {
      name: 'takeOver',
      ask: { ...rest, person: desk, from: personId },
    }),
  );
}

/** What whoever sits here is asked, and the two answers. */
export function swapEntries({ swaps, host }: Glance, clock: Clock): readonly TrayEntry[] {
  return swaps
    .filter(({ other }) => other.id === host.desk)
    .map(({ id, asker, other, gives, wants }): TrayEntry => {
      const span = ({ from, to }: SwapView['gives']) => `${clock(from)} – ${clock(to)}`;
      const answer = (text: string, said: 'agree' | 'refuse') =>
        ask(text, { name: 'answerSwap', ask: { id, person: other.id, answer: said } });
      return {
        kind: 'submenu',
        text: `${asker.name} asks for a swap`,
        entries: [
          line(`You get ${span(gives)}`),
          line(wants === null ? 'You give nothing for it' : `You give ${span(wants)}`),
          answer('Agree', 'agree'),
          answer('Refuse', 'refuse'),
        ],
      };
    });
}

/** Critical pages come through unless that is switched off as well, for this quiet only. */
export function quietEntry(snapshot: Glance, now: EpochMs, clock: Clock): TrayEntry {
  const { quiet } = snapshot;
  const active = quiet !== null && quiet.until > now ? quiet : null;
  const shiftEnd = endOfShift(snapshot, now);
  const choices = [
    act('For 30 min', { kind: 'quiet-for', forMs: HALF_HOUR_MS }),
    act('For 2 h', { kind: 'quiet-for', forMs: TWO_HOURS_MS }),
    ...(shiftEnd === null
      ? []
      : [
          ask(`Until my shift ends (${clock(shiftEnd)})`, {
            name: 'quiet',
            ask: { until: shiftEnd, criticalToo: false },
          }),
        ]),
  ];
  if (!active) {
    return { kind: 'submenu', text: 'Quiet', entries: [...choices, line('Critical pages still come through')] };
  }
  return {
    kind: 'submenu',
    text: `Quiet until ${clock(active.until)}${active.criticalToo ? ', critical pages too' : ''}`,
    entries: [
      ask('End quiet', { name: 'quiet', ask: { until: null, criticalToo: false } }),
      {
        kind: 'switch',
        text: 'Hold back critical pages too',
        on: active.criticalToo,
        action: { kind: 'ask', name: 'quiet', ask: { until: active.until, criticalToo: !active.criticalToo } },
      },
      ...choices,
    ],
  };
}

/** The earliest end among the desk's shifts: rather heard too soon than too late. */
function endOfShift(snapshot: Glance, now: EpochMs): EpochMs | null {
  const ends = shiftsOfDesk(snapshot).flatMap(({ until }) => (until !== null && until > now ? [until] : []));
  return ends.length === 0 ? null : Math.min(...ends);
}

/** What whoever sits at this machine is on call for now. Empty when nobody is named for it. */
export function shiftsOfDesk({ host, onCall }: Pick<Glance, 'host' | 'onCall'>): readonly OnCallEntry[] {
  return onCall.flatMap((schedule) => schedule.now.filter((entry) => entry.personId === host.desk));
}
