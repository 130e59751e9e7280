/**
 * `watchbell ack`: "mine", for open incidents of the Watchbell that runs, by their component, their short code or their id.
 */
import type { IncidentView } from '../../../shared/contract/view.ts';
import { parseDuration } from '../../../shared/model/duration.ts';
import { incidentCode } from '../../../shared/rules/answers/code.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import type { Terminal } from '../terminal.ts';
import { Mistaken, withRunning } from './moves.ts';
import type { ExitCode, Places } from './places.ts';

export interface AckOptions {
  readonly all: boolean;
  readonly for?: string;
  readonly note: string;
}

export function ackCommand(
  places: Places,
  said: readonly string[],
  options: AckOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withRunning(places, terminal, async (running) => {
    const forMs = options.for === undefined ? null : parseDuration(options.for);
    if (options.for !== undefined && (forMs === null || forMs <= 0)) {
      throw new Mistaken(`--for ${JSON.stringify(options.for)} is not a length of time; write it like 30m or 2h`);
    }
    if (options.all === said.length > 0) {
      throw new Mistaken('Say which incidents, or --all');
    }
    const { incidents } = await running.ask('snapshot', {});
    const open = incidents.filter(({ state }) => state !== 'resolved');
    const chosen = said.map((word) => incidentIn(open, word).id);
    return running.ask('acknowledgeAll', { forMs, incidents: options.all ? null : chosen, note: options.note });
  });
}

function incidentIn(open: readonly IncidentView[], word: string): IncidentView {
  const byCode = open.filter(({ id }) => incidentCode(id) === word);
  if (byCode.length > 1) {
    const names = byCode.map(({ componentId }) => componentId).join(', ');
    throw new Mistaken(`${byCode.length} open incidents have the code ${word}: name the component (${names})`);
  }
  const found = open.find(({ id, componentId }) => id === word || componentId === word) ?? byCode[0];
  if (found === undefined) {
    const known = open.map(({ id, componentId }) => `${incidentCode(id)} ${componentId}`).join(', ');
    const hint = didYouMean(
      word,
      open.map(({ componentId }) => componentId),
    );
    throw new Mistaken(`No open incident is ${JSON.stringify(word)}${hint || `; open: ${known || 'nothing'}`}`);
  }
  return found;
}
