/**
 * `watchbell swap`: proposes, answers and lists swaps of shifts, asked of the Watchbell that runs.
 */
import type { SwapView } from '../../../shared/contract/asks/moves.ts';
import { SwapId } from '../../../shared/model/swap.ts';
import { didYouMean } from '../../../shared/rules/nearest.ts';
import { wallClock } from '../../../shared/rules/wall-clock.ts';
import { systemClock } from '../../engine/system-clock.ts';
import type { Terminal } from '../terminal.ts';
import { deskOf, Mistaken, personIn, scheduleIn, timeOf, withRunning } from './moves.ts';
import type { ExitCode, Places } from './places.ts';

export interface SwapAskOptions {
  readonly with: string;
  readonly give: string;
  readonly take?: string;
  readonly as?: string;
  readonly schedule?: string;
  readonly note: string;
}

export function swapAskCommand(places: Places, options: SwapAskOptions, terminal: Terminal): Promise<ExitCode> {
  return withRunning(places, terminal, async (running) => {
    const world = await running.ask('snapshot', {});
    return running.ask('askSwap', {
      schedule: scheduleIn(world, options.schedule),
      asker: options.as === undefined ? deskOf(world) : personIn(world, options.as),
      other: personIn(world, options.with),
      give: timeOf('--give', options.give),
      take: options.take === undefined ? null : timeOf('--take', options.take),
      note: options.note,
    });
  });
}

export function swapAnswerCommand(
  places: Places,
  answer: 'agree' | 'refuse' | 'withdraw',
  said: string,
  { as }: { readonly as?: string },
  terminal: Terminal,
): Promise<ExitCode> {
  return withRunning(places, terminal, async (running) => {
    const world = await running.ask('snapshot', {});
    const id = SwapId.safeParse(said);
    if (!id.success || !world.swaps.some((swap) => swap.id === id.data)) {
      const known = world.swaps.map((swap) => swap.id);
      throw new Mistaken(`No swap ${JSON.stringify(said)} waits for an answer${didYouMean(said, known)}`);
    }
    const person = as === undefined ? deskOf(world) : personIn(world, as);
    return running.ask('answerSwap', { id: id.data, person, answer });
  });
}

export function swapListCommand(
  places: Places,
  { json }: { readonly json: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  return withRunning(places, terminal, async (running) => {
    const { swaps } = await running.ask('snapshot', {});
    const lines = swaps.map((swap) => (json ? JSON.stringify(swap) : lineOf(swap)));
    const text = lines.length === 0 && !json ? 'No swap waits for an answer' : lines.join('\n');
    return { accepted: true, text };
  });
}

/** By the schedule's own wall clock, as `oncall` has it. */
function lineOf({ id, schedule, timeZone, asker, other, gives, wants, note, lapsesAt }: SwapView): string {
  const now = systemClock.now();
  const clock = (at: number) => wallClock(at, now, timeZone);
  const exchange = wants === null ? '' : ` for ${clock(wants.from)} – ${clock(wants.to)}`;
  const said = note === '' ? '' : ` (${note})`;
  return `${id}  ${schedule}: ${asker.name} gives ${clock(gives.from)} – ${clock(gives.to)} to ${other.name}${exchange}${said}, until ${clock(lapsesAt)} [${timeZone}]`;
}
