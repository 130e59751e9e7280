/**
 * English: which other programs may do something here.
 */
import type { Right } from '../../../shared/model/token.ts';

const RIGHTS = {
  components: 'set states, write incidents (Cachet API)',
  events: 'send alerts',
  metrics: 'read metrics from elsewhere',
} satisfies Record<Right, string>;

export const tokens = {
  tokens: {
    open: 'Tokens…',
    title: 'Tokens of other programs',
    hint: 'A program that has one may do here what it is for, under this name. Take it back, and it opens nothing.',
    whose: 'Who gets it',
    may: 'What it is for',
    noRight: 'Say what it is for.',
    rights: RIGHTS,
    make: 'Make a token',
    secret: 'Token, shown once',
    given: 'Tokens that were given out',
    since: (rights: readonly Right[]) => `${rights.join(', ')}, since`,
    takeBack: 'Take back',
  },
};
