/**
 * `watchbell take-over` and `watchbell hand-over`: asks the Watchbell that runs. Names are ids or people's names, as the window has them.
 */
import type { Done } from '../../../shared/contract/contract.ts';
import type { Snapshot } from '../../../shared/contract/view.ts';
import type { PersonId, ScheduleId } from '../../../shared/model/ids.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { findRunning, type Running } from '../running.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT, type ExitCode, type Places } from './places.ts';
import { instantOf } from './times.ts';

export interface MoveOptions {
  /** Who is moved: the taker of a take-over, the giver of a hand-over. Default: whoever the desk is. */
  readonly as?: string;
  readonly from?: string;
  readonly to?: string;
  readonly until?: string;
  readonly schedule?: string;
  readonly note: string;
  readonly reassign: boolean;
}

export async function moveCommand(
  kind: 'take-over' | 'hand-over',
  places: Places,
  options: MoveOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withRunning(places, terminal, async (running) => {
    const world = await running.ask('snapshot', {});
    const schedule = scheduleIn(world, options.schedule);
    const self = options.as === undefined ? deskOf(world) : personIn(world, options.as);
    const until = options.until === undefined ? null : timeOf('--until', options.until);
    const rest = { schedule, until, note: options.note, reassign: options.reassign };
    return kind === 'take-over'
      ? running.ask('takeOver', {
          ...rest,
          person: self,
          from: options.from === undefined ? null : personIn(world, options.from),
        })
      : running.ask('handOver', { ...rest, from: self, to: personIn(world, options.to ?? '') });
  });
}

/** What is wrong with the arguments, in words for whoever typed them. */
export class Mistaken extends Error {}

/** Runs a command against the Watchbell that runs, and says what became of it. */
export async function withRunning(
  { stateFolder }: Places,
  { out, err }: Terminal,
  act: (running: Running) => Promise<Done>,
): Promise<ExitCode> {
  try {
    const running = await findRunning(stateFolder);
    if (typeof running === 'string') {
      err(running);
      return EXIT.wrong;
    }
    const { accepted, text } = await act(running);
    (accepted ? out : err)(text);
    return accepted ? EXIT.well : EXIT.wrong;
  } catch (error) {
    err(error instanceof Error ? error.message : String(error));
    return error instanceof Mistaken ? EXIT.badInput : EXIT.wrong;
  }
}

/** By id, or by name whatever its case. */
export function personIn({ people }: Snapshot, said: string): PersonId {
  const found =
    people.find(({ id }) => id === said) ?? people.find(({ name }) => name.toLowerCase() === said.toLowerCase());
  if (found === undefined) {
    throw new Mistaken(
      `There is nobody called ${JSON.stringify(said)}${didYouMean(
        said,
        people.map(({ id }) => id),
      )}`,
    );
  }
  return found.id;
}

export function deskOf({ host }: Snapshot): PersonId {
  if (host.desk === null) {
    throw new Mistaken(
      'Nobody is named for this desk: say who you are with --as, or put `settings.desk` in the configuration',
    );
  }
  return host.desk;
}

/** Without a word it is the only one. */
export function scheduleIn({ onCall }: Snapshot, said: string | undefined): ScheduleId {
  const ids = onCall.map(({ scheduleId }) => scheduleId);
  const [only, ...others] = said === undefined ? ids : ids.filter((id) => id === said);
  if (only === undefined) {
    throw new Mistaken(
      said === undefined
        ? 'The configuration has no schedule'
        : `There is no schedule ${JSON.stringify(said)}${didYouMean(said, ids)}`,
    );
  }
  if (others.length > 0) {
    throw new Mistaken(`There are several schedules: say which with --schedule (${ids.join(', ')})`);
  }
  return only;
}

export function timeOf(option: string, text: string): number {
  const at = instantOf(text, systemClock.now(), Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (at === null) {
    throw new Mistaken(
      `${option} ${JSON.stringify(text)} is not a time; write it like 2026-12-24T18:00, or a duration from now like 3h`,
    );
  }
  return at;
}
