/**
 * Planned work as a schedule: announced, begun, over; and taken away when it is called off before it began. A Cachet 3 tells by the
 * clock how far it is; a Cachet 2 is told.
 *
 * Its times stand on the clock of the server's wall, which is found out by what the server writes when the schedule is made.
 */
import type { StateChange, WorkState } from '../../../shared/model/link-state.ts';
import { dateOut } from '../../../shared/rules/cachet/dates.ts';
import { numberIn } from '../../../shared/rules/cachet/statuses.ts';
import { offsetOf, wallText } from '../../../shared/rules/links/cachet/clock.ts';
import { numberText, type Reference, readReference } from '../../../shared/rules/links/cachet/reference.ts';
import type { LinkAnswer, LinkContext, ToldSoFar } from '../../engine/ports/link.ts';
import { type Api, noAnswer, type Settings } from './api.ts';
import { findComponent } from './find.ts';
import { findMade, noteNewest } from './newest.ts';

const NO_SCHEDULES = 'it knows no schedules (a Cachet 2.3 does not): leave `maintenance` out of `tell`';
/** 0 lies ahead, 1 goes on, 2 is over. */
const PROGRESS = { planned: 0, begun: 1, ended: 2 } as const;
const LONGEST_NAME = 200;

export async function tellSchedule(
  api: Api,
  { state, before }: Extract<StateChange, { news: `maintenance-${string}` }>,
  told: ToldSoFar,
  settings: Settings,
  context: LinkContext,
): Promise<LinkAnswer> {
  const known = readReference(told.reference);
  if (known.kind === 'number') {
    return change(api, known, state, before, settings, context);
  }
  const made = await findMade(api, 'schedules', told, ({ name }) => name === titleOf(state));
  if (made.kind !== 'ok') {
    return noAnswer(made, NO_SCHEDULES);
  }
  if (made.value !== null) {
    const { thing, at } = made.value;
    const offset = thing.created === null ? null : offsetOf(thing.created, at);
    await context.note(numberText(thing.id, offset));
    return change(api, { kind: 'number', number: thing.id, offset }, state, null, settings, context);
  }
  return state.phase === 'ended' ? { status: 'accepted' } : make(api, state, settings, context);
}

async function make(api: Api, state: WorkState, settings: Settings, context: LinkContext): Promise<LinkAnswer> {
  const components = await workedOn(api, state, settings);
  if ('status' in components) {
    return components;
  }
  const noted = await noteNewest(api, 'schedules', context);
  if (noted.kind !== 'ok') {
    return noAnswer(noted, NO_SCHEDULES);
  }
  const guess = 0;
  const made = await api.send('POST', 'schedules', {
    name: titleOf(state),
    message: messageOf(state),
    ...(api.version === 2 ? { notify: settings.notify ? 1 : 0 } : { notifications: settings.notify }),
    ...fieldsOf(api, state, settings, guess, context.clock.now()),
    ...(components.list.length > 0 && { components: components.list }),
  });
  if (made.kind !== 'ok') {
    return noAnswer(made, NO_SCHEDULES);
  }
  const { id, created } = made.value;
  const offset = created === null ? null : offsetOf(created, made.date ?? context.clock.now());
  const reference = numberText(id, offset);
  await context.note(reference);
  if (offset === null || offset === guess || settings.timeZone !== undefined) {
    return { status: 'accepted', reference };
  }
  return change(api, { kind: 'number', number: id, offset }, state, null, settings, context);
}

async function change(
  api: Api,
  { number, offset }: Extract<Reference, { kind: 'number' }>,
  state: WorkState,
  before: WorkState | null,
  settings: Settings,
  { clock }: LinkContext,
): Promise<LinkAnswer> {
  const path = `schedules/${number}`;
  const reference = numberText(number, offset);
  if (state.phase === 'ended' && before?.phase === 'planned') {
    const gone = await api.remove(path);
    return gone.kind === 'no' ? gone.answer : { status: 'accepted', reference };
  }
  const put = await api.send('PUT', path, fieldsOf(api, state, settings, offset ?? 0, clock.now()));
  switch (put.kind) {
    case 'ok':
      return { status: 'accepted', reference };
    case 'no':
      return put.answer;
    case 'missing':
      return state.phase === 'ended'
        ? { status: 'accepted', reference }
        : { status: 'refused', reason: `schedule ${number} was deleted there and is not made again by us` };
  }
}

/** How far it is, and its times. */
function fieldsOf(
  { version }: Api,
  { phase, from, until }: WorkState,
  { timeZone }: Settings,
  offset: number,
  now: number,
): object {
  const end = phase === 'ended' ? Math.min(until, now) : until;
  const date = (at: number): string =>
    timeZone === undefined
      ? wallText(at, offset, version === 3)
      : dateOut(at, timeZone).slice(0, version === 3 ? undefined : -':00'.length);
  const times = { scheduled_at: date(from), completed_at: date(end) };
  return version === 2 ? { ...times, status: PROGRESS[phase] } : times;
}

/** A Cachet 3 lists who is worked on, with the state that they have meanwhile; for a Cachet 2 the words say it. */
async function workedOn(
  api: Api,
  { components }: WorkState,
  settings: Settings,
): Promise<{ readonly list: readonly object[] } | Exclude<LinkAnswer, { status: 'accepted' }>> {
  const list: object[] = [];
  if (api.version === 2) {
    return { list };
  }
  for (const named of components) {
    const found = await findComponent(api, named, settings, null);
    if (found.kind === 'no' && found.answer.status === 'try-later') {
      return found.answer;
    }
    if (found.kind === 'found') {
      list.push({ id: found.component.id, status: numberIn(api.version, 'under_maintenance', true) });
    }
  }
  return { list };
}

/** The name that the configuration gives it is not for everybody. */
function titleOf({ components }: WorkState): string {
  const title = `Maintenance: ${components.map(({ name }) => name).join(', ')}`;
  return title.length <= LONGEST_NAME ? title : `Maintenance of ${components.length} components`;
}

function messageOf({ components }: WorkState): string {
  return `Planned work on ${components.map(({ name }) => name).join(', ')}.`;
}
