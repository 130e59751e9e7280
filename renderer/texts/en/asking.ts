/**
 * English: what can be asked of Watchbell about its own doings: how an incident went, and who would hear of one.
 */
import type { ExplainKind } from '../../../shared/contract/explain.ts';

export const asking = {
  explain: {
    title: (name: string) => `How it went: ${name}`,
    hint: 'From the first failed try to the last delivery, as it was written down.',
    kinds: {
      try: 'Try',
      settled: 'Settled',
      incident: 'Incident',
      held: 'Held back',
      step: 'Step',
      page: 'Page',
      fate: 'What became of it',
      hand: 'By hand',
      ourselves: 'Watchbell',
      missing: 'Not in the store',
    } satisfies Record<ExplainKind, string>,
  },

  calendar: {
    open: 'Calendar…',
    title: (schedule: string) => `${schedule} in your calendar`,
    hint: 'Your calendar program asks for this address now and then, and shows who is on call.',
    whose: 'Whose shifts',
    everybody: 'Everybody',
    address: 'Address',
    show: 'Show the address',
    renew: 'Make a new one',
    remove: 'Withdraw it',
  },

  dryRun: {
    title: 'If this failed now',
    hint: 'Who hears what, by which channel and when, if nobody answers. By the real rules; nothing is sent.',
    severity: 'Severity',
    anySeverity: 'As it would be',
    at: 'At',
    atHint: 'Empty: now',
    run: 'Ask',
    running: 'Asking…',
    after: (length: string) => `after ${length}`,
    nobody: 'Nobody is told.',
    columns: ['When', 'Who', 'By', 'Says', 'Why'],
    everything: 'Everything on the way',
  },
};
