/**
 * An incident: made once, updated, closed. One that was deleted there is not made again, and what somebody wrote there is theirs.
 */
import type { IncidentState, StateChange } from '../../../shared/model/link-state.ts';
import { postNumber, postStatus, postWord } from '../../../shared/rules/cachet/statuses.ts';
import { numberText, readReference } from '../../../shared/rules/links/cachet/reference.ts';
import type { LinkAnswer, LinkContext, ToldSoFar } from '../../engine/ports/link.ts';
import { type Api, noAnswer, type Settings } from './api.ts';
import { findComponent } from './find.ts';
import { findMade, noteNewest } from './newest.ts';
import { toldStates } from './told.ts';

const NO_INCIDENTS = 'it knows no incidents';

export async function tellIncident(
  api: Api,
  { state }: Extract<StateChange, { news: `incident-${string}` }>,
  told: ToldSoFar,
  settings: Settings,
  context: LinkContext,
): Promise<LinkAnswer> {
  const known = readReference(told.reference);
  if (known.kind === 'number') {
    return update(api, known.number, state, told, settings);
  }
  const ours = toldStates(told, 'incident');
  const made = await findMade(api, 'incidents', told, (one) =>
    ours.some(({ title, message }) => one.name === title && one.message === message),
  );
  if (made.kind !== 'ok') {
    return noAnswer(made, NO_INCIDENTS);
  }
  if (made.value !== null) {
    await context.note(numberText(made.value.thing.id));
    return update(api, made.value.thing.id, state, told, settings);
  }
  // It began and was over while nothing could be told: nobody there heard of it.
  return state.stage === 'fixed' ? { status: 'accepted' } : make(api, state, settings, context);
}

async function make(api: Api, state: IncidentState, settings: Settings, context: LinkContext): Promise<LinkAnswer> {
  const about = await aboutComponent(api, state, settings);
  if ('status' in about) {
    return about;
  }
  const noted = await noteNewest(api, 'incidents', context);
  if (noted.kind !== 'ok') {
    return noAnswer(noted, NO_INCIDENTS);
  }
  const { title: name, message, stage } = state;
  const status = postNumber(stage);
  const words =
    api.version === 2
      ? { visible: 1, stickied: 0, notify: settings.notify ? 1 : 0 }
      : { visible: true, stickied: false, notifications: settings.notify };
  const made = await api.send('POST', 'incidents', { name, message, status, ...words, ...about.fields });
  return made.kind === 'ok'
    ? { status: 'accepted', reference: numberText(made.value.id) }
    : noAnswer(made, NO_INCIDENTS);
}

/**
 * A Cachet 2 wants a component's state with the incident, and sets it: so it gets the one that it has. In a Cachet 3 the page would show
 * that state until the incident is over, whatever is told meanwhile: there only the title says what it is about.
 */
async function aboutComponent(
  api: Api,
  { component }: IncidentState,
  settings: Settings,
): Promise<{ readonly fields: object } | Exclude<LinkAnswer, { status: 'accepted' }>> {
  if (api.version === 3) {
    return { fields: {} };
  }
  const found = await findComponent(api, component, settings, null);
  if (found.kind === 'no' && found.answer.status === 'try-later') {
    return found.answer;
  }
  return {
    fields:
      found.kind === 'found' && found.component.status !== null
        ? { component_id: found.component.id, component_status: found.component.status }
        : {},
  };
}

async function update(
  api: Api,
  number: number,
  state: IncidentState,
  told: ToldSoFar,
  settings: Settings,
): Promise<LinkAnswer> {
  const reference = numberText(number);
  const path = `incidents/${number}`;
  const now = await api.thing(path);
  const over = state.stage === 'fixed';
  if (now.kind === 'missing') {
    return over
      ? { status: 'accepted', reference }
      : {
          status: 'refused',
          reason: `incident ${number} ("${state.title}") was deleted there and is not made again by us`,
        };
  }
  if (now.kind === 'no') {
    return now.answer;
  }
  const wanted = postNumber(state.stage);
  const before = toldStates(told, 'incident');
  const same = now.value.status === wanted;
  const last = told.state?.kind === 'incident' ? told.state : before.at(-1);
  const worse = last !== undefined && last.status !== state.status && !over;
  if (same && !worse) {
    return { status: 'accepted', reference };
  }
  const ours = before.map(({ stage }) => postNumber(stage));
  if (
    !same &&
    ours.length > 0 &&
    now.value.status !== null &&
    !ours.includes(now.value.status) &&
    settings.handMade === 'leave'
  ) {
    const word = `somebody set the incident ${number} ("${now.value.name}") to ${postWord(postStatus(now.value.status))} there`;
    return { status: 'left', reason: `${word}; end it there, or set it back and we go on` };
  }
  const message = same ? `${state.title}.` : state.message;
  if (same && told.maybe.length > 0 && (await isSaid(api, path, message))) {
    return { status: 'accepted', reference };
  }
  const sent = await api.send('POST', `${path}/updates`, { status: wanted, message });
  if (sent.kind === 'ok') {
    return { status: 'accepted', reference };
  }
  if (sent.kind === 'no') {
    return sent.answer;
  }
  // A Cachet 2.3 knows no updates: the incident itself says how it stands.
  const put = await api.send('PUT', path, { status: wanted, message });
  return put.kind === 'no'
    ? put.answer
    : put.kind === 'ok'
      ? { status: 'accepted', reference }
      : { status: 'refused', reason: `incident ${number} cannot be changed there` };
}

async function isSaid(api: Api, path: string, message: string): Promise<boolean> {
  const updates = await api.list(`${path}/updates`, '', 1);
  return updates.kind === 'ok' && updates.value.some((one) => one.message === message);
}
