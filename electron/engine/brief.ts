/**
 * What whoever comes on call must know, in one sentence: what is open and who has it, its latest note, what is silent, and what the
 * one before left them.
 */
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import { holdersWords } from '../../shared/rules/hand.ts';
import { openIncidents } from './commands.ts';
import type { Core } from './core.ts';

const MOST_NAMED = 5;
/** A note of an earlier hand-over is of yesterday, and is not said again. */
const NOTES_MS = 24 * 3_600_000;

export async function briefOf(core: Core, schedule: Schedule, now: EpochMs): Promise<string> {
  const open = openIncidents(core);
  const named = await Promise.all(open.slice(0, MOST_NAMED).map((incident) => incidentWords(core, incident)));
  const more = open.length > MOST_NAMED ? ` and ${open.length - MOST_NAMED} more` : '';
  const wrong = open.length === 0 ? 'Nothing is open' : `Open: ${named.join(', ')}${more}`;
  const silences = core.state.silences.slice(0, MOST_NAMED).map(({ by, reason }) => `${reason} (${by})`);
  const silent = silences.length === 0 ? '' : `; silences: ${silences.join(', ')}`;
  return `${wrong}${silent}${notesOf(core, schedule, now)}`;
}

async function incidentWords(core: Core, { id, componentId, acknowledgement }: Incident): Promise<string> {
  const name = core.config().components.get(componentId)?.name ?? componentId;
  const [note] = await core.store.events({ incidentId: id, types: ['incident-note'], limit: 1 });
  const known = [
    ...(acknowledgement === null ? [] : [`${holdersWords(acknowledgement)} has it`]),
    ...(note === undefined ? [] : [`note of ${note.text}`]),
  ];
  return known.length === 0 ? name : `${name} (${known.join('; ')})`;
}

/** What was written at the moves of the last day, oldest first. */
function notesOf({ state }: Core, schedule: Schedule, now: EpochMs): string {
  const notes = state.overrides.filter(
    ({ scheduleId, move, note, from, createdAt }) =>
      scheduleId === schedule.id && move !== undefined && note !== '' && from <= now && createdAt > now - NOTES_MS,
  );
  const words = [...new Set(notes.map(({ author, note }) => `${author}: ${note}`))];
  return words.length === 0 ? '' : `; left by ${words.join('; ')}`;
}
