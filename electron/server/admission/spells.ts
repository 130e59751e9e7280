/**
 * Spells of refusals, told twice: when one begins and when it is over. What is done with the word is the house's business; a refusal
 * itself writes nothing anywhere.
 */
import type { EpochMs } from '../../../shared/model/ids.ts';
import {
  beginWords,
  endWords,
  isOver,
  type RefusalReason,
  refusedAgain,
  SPELL_ENDS_MS,
  type Spell,
} from '../../../shared/rules/admission/spell.ts';
import type { Cancel, Clock } from '../../engine/ports/clock.ts';

/** For the history and for a hook. */
export interface RefusalWord {
  readonly kind: 'begun' | 'over';
  readonly at: EpochMs;
  readonly because: RefusalReason;
  readonly text: string;
  readonly counts: Spell['counts'];
}

export interface Spells {
  readonly refused: (because: RefusalReason) => void;
  /** Since the start, by reason: for the figures. */
  readonly totals: () => Spell['counts'];
  /** The spell that is on, or the last one; null: there was none. */
  readonly latest: () => LatestSpell | null;
  /** Nobody can be refused any more: whoever heard that it began hears that it is over. */
  readonly stop: () => void;
}

export interface LatestSpell {
  readonly spell: Spell;
  readonly isOn: boolean;
}

export function createSpells(clock: Clock, tell: (word: RefusalWord) => void): Spells {
  let spell: Spell | null = null;
  let last: Spell | null = null;
  let cancel: Cancel = () => undefined;
  const totals: { [Reason in RefusalReason]: number } = { queue: 0, wait: 0, draining: 0, sessions: 0 };

  function look(): void {
    if (spell === null) {
      return;
    }
    const now = clock.now();
    if (isOver(spell, now)) {
      end(spell, endWords(spell));
      return;
    }
    cancel = clock.after(Math.max(1_000, SPELL_ENDS_MS - (now - spell.lastAt)), look);
  }

  function end(over: Spell, text: string): void {
    cancel();
    last = over;
    spell = null;
    tell({ kind: 'over', at: clock.now(), because: worst(over.counts), text, counts: over.counts });
  }

  function latest(): LatestSpell | null {
    const known = spell ?? last;
    return known === null ? null : { spell: known, isOn: spell !== null };
  }

  return {
    refused(because) {
      totals[because] += 1;
      const first = spell === null;
      spell = refusedAgain(spell, because, clock.now());
      if (first) {
        tell({ kind: 'begun', at: clock.now(), because, text: beginWords(because), counts: spell.counts });
        cancel = clock.after(SPELL_ENDS_MS, look);
      }
    },
    totals: () => ({ ...totals }),
    latest,
    stop() {
      if (spell !== null) {
        end(spell, endWords(spell, true));
      }
    },
  };
}

/** The reason that most were refused for. */
function worst(counts: Spell['counts']): RefusalReason {
  const all = Object.entries(counts) as [RefusalReason, number][];
  return all.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}
