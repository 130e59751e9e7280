/**
 * Who is on call, until when, and who comes next, in one line. Nobody is said in words and hatched, never left blank.
 */
import type { OnCallView } from '../../shared/contract/view.ts';
import type { PersonId } from '../../shared/model/ids.ts';
import type { World } from '../app/mirror.ts';
import { useParts, useTick, useWords, useWorld } from '../app/parts.tsx';
import { hashOf } from '../app/route.ts';
import type { Words } from '../texts/words.ts';
import { Button } from './button.tsx';

const onCallOf = (world: World) => world.onCall;
const deskOf = (world: World) => world.host.desk;

export function OnCallChip() {
  const { stage } = useParts();
  const words = useWords();
  const schedules = useWorld(onCallOf);
  const desk = useWorld(deskOf);
  const text = useTick((now) => chipText(schedules, desk, now, words));
  const empty = schedules.some(({ now }) => now.length === 0);
  const shown = shownSchedule(schedules, desk);
  return (
    <span className="chip-group">
      <a className={empty ? 'chip chip-nobody' : 'chip'} href={hashOf({ view: 'on-call' })}>
        <span className="chip-label">{words.header.onCall}</span> {text}
      </a>
      {shown !== undefined && (
        <Button
          look="quiet"
          aria-label={words.move.open}
          title={words.move.open}
          onClick={() => stage.setState({ dialog: { kind: 'move', schedule: shown.scheduleId } })}
        >
          ⇄
        </Button>
      )}
    </span>
  );
}

/** The schedule that matters most here: one with nobody, else the one of whoever sits at this desk, else the first. */
function shownSchedule(schedules: readonly OnCallView[], desk: PersonId | null): OnCallView | undefined {
  const mine = schedules.find((schedule) => schedule.now.some(({ personId }) => personId === desk));
  return schedules.find((schedule) => schedule.now.length === 0) ?? mine ?? schedules[0];
}

export function chipText(schedules: readonly OnCallView[], desk: PersonId | null, now: number, words: Words): string {
  const { header, time } = words;
  const shown = shownSchedule(schedules, desk);
  if (shown === undefined) {
    return header.noSchedule;
  }
  const others = schedules.length > 1 ? header.onCallMore(schedules.length - 1) : '';
  const next =
    shown.next === null
      ? ''
      : shown.next.people.length === 0
        ? header.onCallNobodyNext
        : header.onCallThen(words.list(shown.next.people.map(({ name }) => name)));
  if (shown.now.length === 0) {
    return `${header.nobody}${next}${others}`;
  }
  const who = words.list(shown.now.map(({ personId, name }) => (personId === desk ? header.onCallYou : name)));
  const ends = shown.now.map(({ until }) => until).filter((until) => until !== null);
  const until = ends.length === 0 ? who : header.onCallUntil(who, time.near(Math.min(...ends), now));
  return `${until}${next}${others}`;
}
