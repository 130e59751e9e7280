/**
 * English: what stands around every view, and the words that all of them share.
 */
import type { OnCallView, Shape } from '../../../shared/contract/view.ts';
import type { EpochMs, PersonId } from '../../../shared/model/ids.ts';
import type { ComponentStatus, Severity } from '../../../shared/model/status.ts';
import type { Blindness } from '../../app/blindness.ts';
import type { KeyMeaning } from '../../app/keyboard.ts';
import type { Theme } from '../../app/preferences.ts';
import type { ViewName } from '../../app/route.ts';
import { list, plural, time } from './said.ts';

export const frame = {
  language: 'en',
  app: 'Watchbell',
  time,
  list,

  shapes: {
    calm: 'All is well',
    suspect: 'Not sure yet',
    slow: 'Performance issues',
    down: 'Down',
    acknowledged: 'Acknowledged',
    maintenance: 'Under maintenance',
    blind: 'Not watching',
  } satisfies Record<Shape, string>,
  statuses: {
    operational: 'Operational',
    performance_issues: 'Performance issues',
    partial_outage: 'Partial outage',
    major_outage: 'Major outage',
    under_maintenance: 'Under maintenance',
    unknown: 'Not known',
  } satisfies Record<ComponentStatus, string>,
  suspect: 'Not sure yet',
  severities: { low: 'Low', high: 'High', critical: 'Critical' } satisfies Record<Severity, string>,

  /** Why the picture is blind, in place of the state words. */
  blind: (blind: Blindness, now: EpochMs): string => {
    switch (blind.kind) {
      case 'connecting':
        return 'Connecting to Watchbell…';
      case 'lost':
        return `No connection to Watchbell since ${time.near(blind.since, now)}`;
      case 'not-watching':
        return `Not watching since ${time.near(blind.since, now)}: ${blind.because}`;
      case 'nothing-configured':
        return 'Nothing to watch yet';
    }
  },
  lostHint:
    'What stands below is old. Watchbell itself may still be watching and paging; this window cannot see it. It keeps trying.',

  views: {
    now: 'Now',
    components: 'Components',
    timeline: 'Timeline',
    'on-call': 'On call',
    channels: 'Channels',
    'self-check': 'Self-check',
  } satisfies Record<ViewName, string>,
  navigation: 'Views',
  skip: 'Skip to content',

  header: {
    checked: (ago: string) => `Checked ${ago}`,
    neverChecked: 'Nothing checked yet',
    notWatching: 'Not watching',
    checkAll: 'Check all',
    checkAllHint: 'Looks at every component now',
    onCall: 'On call',
    onCallYou: 'You',
    onCallUntil: (who: string, until: string) => `${who} until ${until}`,
    onCallThen: (who: string) => `, then ${who}`,
    onCallNobodyNext: ', then nobody',
    onCallMore: (others: number) => ` +${others}`,
    nobody: 'Nobody on call',
    noSchedule: 'No schedule',
    window: 'Window menu',
    statusPage: 'Open the status page',
  },
  quiet: {
    off: 'Quiet',
    until: (clock: string) => `Quiet until ${clock}`,
    by: (who: string) => `Set by ${who}`,
    minutes: (minutes: number) => (minutes < 60 ? `For ${minutes} min` : `For ${minutes / 60} h`),
    shift: (clock: string) => `Until my shift ends, ${clock}`,
    noShift: 'Until my shift ends (you are not on call)',
    end: 'End quiet now',
    criticalToo: 'Critical pages too',
    criticalBreakThrough: 'Critical pages break through',
    nothingBreaksThrough: 'Nothing breaks through',
  },
  theme: {
    title: 'Theme',
    names: { system: 'As the system', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>,
  },

  banners: {
    demo: 'This is the demo fleet: small servers on this machine that slow down, fail and recover. Nobody outside is paged.',
    removeDemo: 'Remove it',
    broken: (problems: number) => `The configuration file has ${plural(problems, 'problem')}.`,
    stillRunning: (clock: string) => `Still running the last good configuration, from ${clock}.`,
    place: (line: number | null, column: number | null) =>
      line === null ? '' : `line ${line}${column === null ? '' : `:${column}`}`,
    all: (problems: number) => `Show all ${problems}`,
    notWatching: 'Nothing is being watched. The states below are from before.',
  },

  commands: {
    underWay: 'Already under way',
    failed: (why: string) => `Not done: ${why}. Nothing was changed; try again.`,
    close: 'Close this message',
  },
  cancel: 'Cancel',
  close: 'Close',
  tryAgain: 'Try again',
  loading: 'Loading…',
  couldNotLoad: (why: string) => `Could not be loaded: ${why}`,
  dash: '–',
  more: 'More',

  keys: {
    title: 'Keys',
    letters: 'Single-letter keys',
    where: 'Keys act on the marked row, or on the first one. They are off while you type.',
    noIncident: 'No incident here. Press g then n for Now.',
    meanings: {
      acknowledge: 'Acknowledge until fixed',
      'acknowledge-with-note': 'Acknowledge with a note',
      select: 'Tick, to acknowledge several at once',
      snooze: 'Snooze 30 min',
      escalate: 'Escalate…',
      'check-now': 'Check now',
      open: 'Open the runbook',
      'sound-off': 'Sound off',
      next: 'Next row',
      previous: 'Previous row',
      details: 'Details',
      filter: 'Filter',
      quiet: 'Quiet…',
      keys: 'All keys',
      back: 'Back',
      'go:now': 'Now',
      'go:components': 'Components',
      'go:timeline': 'Timeline',
      'go:on-call': 'On call',
      'go:channels': 'Channels',
      'go:self-check': 'Self-check',
    } satisfies Record<KeyMeaning, string>,
  },

  /** For the chip and the calm state: every schedule's people in one line. */
  onCallNow: (schedules: readonly OnCallView[], desk: PersonId | null): string =>
    list([
      ...new Set(schedules.flatMap(({ now }) => now.map(({ personId, name }) => (personId === desk ? 'you' : name)))),
    ]),
};
