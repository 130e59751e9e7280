/**
 * The check of what another program says: asks nobody but the book of words.
 */
import { judgeWord } from '../../shared/rules/cachet/word.ts';
import type { Probe } from '../engine/ports/probe.ts';

export function createSourceProbe(): Probe<'source'> {
  return {
    type: 'source',
    run: async (check, context) => {
      const { word, staleAfter } = context.word(check.id);
      return judgeWord(word, context.clock.now(), staleAfter);
    },
  };
}
