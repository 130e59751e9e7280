/**
 * Swaps that people propose to each other: kept until they are answered, withdrawn, or void. What may be swapped is decided by the rules.
 *
 * Agreeing writes both overrides, the history and the word to the asker in one entry: a swap is whole or it is not.
 */
import type { Done, Replies } from '../../shared/contract/contract.ts';
import { type EpochMs, OverrideId } from '../../shared/model/ids.ts';
import type { Schedule } from '../../shared/model/schedule.ts';
import { type Swap, SwapId } from '../../shared/model/swap.ts';
import { swapLapsed, swapLapsesAt, swapOverrides, swapProposal } from '../../shared/rules/oncall/oncall.ts';
import { loose } from './commands.ts';
import type { Core } from './core.ts';
import type { Cancel } from './ports/clock.ts';
import type { JournalEntry } from './ports/store.ts';
import { SWAPS_KEY } from './state.ts';
import { swapNotice, termsOf } from './swap-words.ts';

/** The wall clock may be set while we wait; looking again this often bounds the harm. */
const LONGEST_WAIT_MS = 60_000;
/** More are no proposals any more, they are noise. */
const MOST_OPEN = 100;

const yes = (text: string): Done => ({ accepted: true, text });
const no = (text: string): Done => ({ accepted: false, text: text.charAt(0).toUpperCase() + text.slice(1) });

interface Swaps {
  /** The roster is another one: what does not stand any more is void. */
  look(): void;
  stop(): void;
}

/** Ends proposals that do not stand any more, at their time or when a shift has changed, and says so to both. */
export function startSwaps(core: Core): Swaps {
  const { clock, state } = core;
  let cancel: Cancel = () => undefined;

  function look(): void {
    const now = clock.now();
    for (const swap of state.swaps) {
      const schedule = core.config().schedules.get(swap.scheduleId);
      const why =
        schedule === undefined
          ? 'the schedule is gone'
          : swapLapsed(schedule, overridesOf(core, schedule), swap, now, core.personName);
      if (why !== null) {
        const words = [swap.asker, swap.other].flatMap((person) =>
          swapNotice(core, swap, person, 'void', 'A swap is void', `${termsOf(core, swap, now)}: ${why}`, now),
        );
        void finish(core, swap, `void: ${why}`, now, { outbox: words });
      }
    }
    cancel();
    const next = Math.min(...state.swaps.map(swapLapsesAt), now + LONGEST_WAIT_MS);
    cancel = clock.after(Math.max(1, next - now), look);
  }

  look();
  return { look, stop: () => cancel() };
}

export function createSwapCommands(core: Core): Pick<Replies, 'askSwap' | 'answerSwap'> {
  const { clock, state } = core;
  return {
    async askSwap({ schedule: scheduleId, asker, other, give, take, note }, by) {
      const schedule = core.config().schedules.get(scheduleId);
      if (schedule === undefined) {
        return no(`There is no schedule ${scheduleId}`);
      }
      const unknown = [asker, other].find((id) => !core.config().people.has(id));
      if (unknown !== undefined) {
        return no(`There is nobody called ${unknown} in the configuration`);
      }
      const now = clock.now();
      const wish = { asker, other, give, take };
      const proposal = swapProposal(schedule, overridesOf(core, schedule), wish, now, core.personName);
      if (!proposal.ok) {
        return no(proposal.refusal);
      }
      const { gives, wants } = proposal;
      if (state.swaps.some((one) => isSame(one, { scheduleId, asker, other, gives, wants }))) {
        return no(`${core.personName(other)} has been asked that already, and has not answered`);
      }
      if (state.swaps.length >= MOST_OPEN) {
        return no(`${MOST_OPEN} swaps wait for an answer already; withdraw some first`);
      }
      const id = SwapId.parse(`s-${now.toString(36)}-${state.swaps.length}`);
      const swap: Swap = { id, scheduleId, asker, other, gives, wants, note, by, askedAt: now };
      state.swaps = [...state.swaps, swap];
      const terms = termsOf(core, swap, now);
      const said = note === '' ? '' : `. Note: ${note}`;
      const how = `Agree or refuse in Watchbell, or with: watchbell swap agree ${id}`;
      await core.write({
        values: { [SWAPS_KEY]: state.swaps },
        outbox: swapNotice(
          core,
          swap,
          other,
          'asked',
          `${core.personName(asker)} asks for a swap`,
          `${terms}${said}. ${how}`,
          now,
        ),
        events: [{ ...loose(now, 'swap', `${terms}: asked by ${by}${said}`), personId: other }],
      });
      core.rosterChanged();
      core.touch(null);
      return yes(`Asked: ${terms}. Nothing changes until ${core.personName(other)} agrees`);
    },

    async answerSwap({ id, person, answer }, by) {
      const swap = state.swaps.find((one) => one.id === id);
      const schedule = swap && core.config().schedules.get(swap.scheduleId);
      if (swap === undefined || schedule === undefined) {
        return no('This swap is not open any more: it was answered, withdrawn, or a shift has begun or changed');
      }
      const { asker, other } = swap;
      const whose = answer === 'withdraw' ? asker : other;
      if (person !== whose) {
        return no(`only ${core.personName(whose)} can ${answer}${answer === 'withdraw' ? ' it' : ''}`);
      }
      const now = clock.now();
      const lapsed = swapLapsed(schedule, overridesOf(core, schedule), swap, now, core.personName);
      if (lapsed !== null) {
        core.rosterChanged(); // whoever looks ends it, and tells both
        return no(`it does not stand any more: ${lapsed}`);
      }
      const terms = termsOf(core, swap, now);
      const name = core.personName(person);
      const told = answer === 'withdraw' ? other : asker;
      const done = answer === 'agree' ? 'agreed' : answer === 'refuse' ? 'refused' : 'withdrew it';
      const words = swapNotice(core, swap, told, answer, `${name} ${done}: swap in ${schedule.name}`, terms, now);
      if (answer !== 'agree') {
        await finish(core, swap, `${name} ${done}, said by ${by}`, now, { outbox: words });
        core.touch(null);
        return yes(answer === 'refuse' ? 'Refused: nothing has changed' : 'Withdrawn: nothing has changed');
      }
      const newId = (place: number) => OverrideId.parse(`o-${now.toString(36)}-${state.overrides.length + place}`);
      const overrides = swapOverrides(swap, now, by, newId);
      state.overrides = [...state.overrides, ...overrides];
      const written = finish(core, swap, `${name} agreed, said by ${by}`, now, { outbox: words, overrides });
      core.rosterChanged();
      await written;
      core.touch(null);
      return yes(`Agreed: ${terms}`);
    },
  };
}

/** It is not open any more. In memory at once: whoever answers a moment later is told so. */
function finish(core: Core, swap: Swap, how: string, now: EpochMs, also: Partial<JournalEntry>): Promise<void> {
  core.state.swaps = core.state.swaps.filter(({ id }) => id !== swap.id);
  return core.write({
    ...also,
    values: { [SWAPS_KEY]: core.state.swaps },
    events: [{ ...loose(now, 'swap', `${termsOf(core, swap, now)}: ${how}`), personId: swap.other }],
  });
}

function isSame(one: Swap, other: Pick<Swap, 'scheduleId' | 'asker' | 'other' | 'gives' | 'wants'>): boolean {
  return (
    one.scheduleId === other.scheduleId &&
    one.asker === other.asker &&
    one.other === other.other &&
    one.gives.from === other.gives.from &&
    one.wants?.from === other.wants?.from
  );
}

function overridesOf({ state }: Core, { id }: Schedule) {
  return state.overrides.filter(({ scheduleId }) => scheduleId === id);
}
