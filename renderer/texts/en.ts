/**
 * Every word of the window, in English. Short, concrete, in the same order everywhere: what, since when, why, who, what next.
 *
 * Sentences from the engine (causes, reasons, answers to commands) come ready and are not here.
 */
import type { IncidentView, OnCallView, Shape } from '../../shared/contract/view.ts';
import type { CheckType } from '../../shared/model/check.ts';
import type { EventType } from '../../shared/model/event.ts';
import type { Settled } from '../../shared/model/health.ts';
import type { EpochMs, PersonId } from '../../shared/model/ids.ts';
import type { OutcomeKind, Timings } from '../../shared/model/observation.ts';
import type { PageState } from '../../shared/model/page.ts';
import type { ChannelType } from '../../shared/model/roster.ts';
import type { ComponentStatus, Severity, Trouble } from '../../shared/model/status.ts';
import type { Blindness } from '../app/blindness.ts';
import type { KeyMeaning } from '../app/keyboard.ts';
import type { Theme } from '../app/preferences.ts';
import type { ViewName } from '../app/route.ts';
import { timeFormat } from './time.ts';

const time = timeFormat({
  locale: 'en-GB',
  units: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd' },
  justNow: 'just now',
  dueNow: 'now',
  ago: (length) => `${length} ago`,
});

const plural = (amount: number, one: string, many = `${one}s`) => `${time.count(amount)} ${amount === 1 ? one : many}`;
const list = (names: readonly string[]) => new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
const some = (names: readonly string[], atMost: number) =>
  names.length <= atMost ? list(names) : `${names.slice(0, atMost).join(', ')} and ${names.length - atMost} more`;

const troubleShout: Record<Trouble, string> = {
  major_outage: 'DOWN',
  partial_outage: 'PARTLY DOWN',
  performance_issues: 'SLOW',
};
const lasted = (incident: IncidentView, until: EpochMs | null) =>
  until === null ? '' : ` after ${time.length(until - incident.since)}`;

export const en = {
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
    copied: 'Copied',
  },
  cancel: 'Cancel',
  close: 'Close',
  tryAgain: 'Try again',
  loading: 'Loading…',
  couldNotLoad: (why: string) => `Could not be loaded: ${why}`,
  dash: '–',
  more: 'More',

  news: {
    down: (incident: IncidentView) => `${troubleShout[incident.status]} ${incident.componentName}: ${incident.cause}`,
    up: (incident: IncidentView) =>
      `UP ${incident.componentName}${lasted(incident, incident.recoveredAt ?? incident.resolvedAt)}`,
    storm: (incidents: readonly IncidentView[]) =>
      `${incidents.length} new incidents: ${some(
        incidents.map(({ componentName }) => componentName),
        3,
      )}`,
    manyUp: (incidents: readonly IncidentView[]) =>
      `${incidents.length} recovered: ${some(
        incidents.map(({ componentName }) => componentName),
        3,
      )}`,
    seesAgain: 'Connected and watching again',
  },

  now: {
    open: (amount: number) => plural(amount, 'open incident'),
    acknowledgeAll: (amount: number) => `Acknowledge all ${amount}`,
    waiting: (names: readonly string[]) => `${names.length} new: ${some(names, 3)}`,
    waitingHint: 'Waiting so that nothing moves under your pointer. Show now.',
    calm: (components: number, checks: number) =>
      `Watching ${plural(components, 'component')} with ${plural(checks, 'check')}.`,
    calmTitle: 'All is well',
    lastLook: (ago: string) => `Last look ${ago}.`,
    noLook: 'The first results are on their way.',
    onCall: (who: string) => `If something breaks, ${who} will be paged.`,
    onCallNobody: 'Nobody is on call. If something breaks, the last resort of the policy is all there is.',
    empty: 'Nothing to watch yet',
    emptyHint: 'Name what you want watched in the configuration file. It is read again the moment you save it.',
    emptyExample: 'A first component',
    blindTitle: 'Not watching',
    blindHint: 'No state is known while this lasts. The self-check tells what is missing.',
    openSelfCheck: 'Open the self-check',
    suspects: 'Not sure yet',
    suspectsHint: 'Failing or recovering, not confirmed. Nobody is paged for these.',
    unpaged: 'In trouble, without an incident',
    unpagedHint: 'Confirmed as shown, but no page belongs to them.',
    held: (amount: number) => `Held back (${amount})`,
    heldUntil: (clock: string) => `until ${clock}`,
    away: 'While you were away',
    awayHint: 'Came and went in the last 24 hours',
    awayNone: 'Nothing in the last 24 hours.',
    lasted: (length: string) => `for ${length}`,
    resolvedBy: (who: string) => `Resolved by ${who}`,
    recoveredByItself: 'Recovered by itself',
  },

  incident: {
    since: (clock: string) => `since ${clock}`,
    troubled: { major_outage: 'down', partial_outage: 'partly down', performance_issues: 'slow' } satisfies Record<
      Trouble,
      string
    >,
    told: 'Told',
    nobodyTold: 'Nobody has been told yet.',
    page: {
      queued: 'waiting to be sent',
      trying: 'being sent',
      accepted: 'sent, arrival not confirmed',
      delivered: 'arrived',
      refused: 'failed',
      expired: 'gave up',
      withdrawn: 'withdrawn',
    } satisfies Record<PageState, string>,
    attempts: (attempts: number) => plural(attempts, 'try', 'tries'),
    held: 'Not told',
    next: 'Next',
    nextIn: (what: string, countdown: string) => `${what} in ${countdown}`,
    nextNow: (what: string) => `${what}, now`,
    nothingNext: 'Nothing more happens by itself.',
    step: (next: number, of: number) => `step ${next} of ${of}`,
    acknowledgedBy: (who: string, clock: string) => `Acknowledged by ${who} at ${clock}`,
    untilFixed: 'until it is fixed',
    until: (clock: string) => `until ${clock}`,
    snoozedUntil: (clock: string) => `Snoozed until ${clock}, then whoever is on call`,
    recovered: (ago: string) => `Recovered ${ago}; closes when it stays well.`,
    resolved: 'Resolved',
    sounding: 'Sounding',

    acknowledge: 'Acknowledge',
    acknowledgeFor: 'Acknowledge for…',
    acknowledgeUntilFixed: 'Until it is fixed',
    acknowledgeWithNote: 'With a note…',
    unacknowledge: 'Un-acknowledge',
    forMinutes: (minutes: number) => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`),
    snooze: 'Snooze',
    escalate: 'Escalate',
    escalateNext: (next: number, of: number) =>
      next > of ? 'Once more from the first step' : `Next step now: ${next} of ${of}`,
    escalateTo: 'Page somebody now',
    checkNow: 'Check now',
    soundOff: 'Sound off',
    resolve: 'Resolve…',
    note: 'Note…',
    runbook: 'Runbook',
    details: 'Component',
    actions: (name: string) => `More for ${name}`,
  },

  dialogs: {
    acknowledge: (name: string) => `Acknowledge ${name}`,
    acknowledgeHint: 'Stops sound and escalation for everybody until then.',
    forHowLong: 'For how long',
    note: 'Note',
    noteHint: 'Stays with the incident, for whoever looks next',
    addNote: (name: string) => `Note on ${name}`,
    saveNote: 'Save note',
    resolve: (name: string) => `Resolve ${name} by hand`,
    resolveHint: 'Sends the closing messages now. If the check goes on failing, the incident opens again.',
    resolveDo: 'Resolve',
  },

  components: {
    filter: 'Filter',
    filterHint: 'Name, group, owner, state or address',
    shown: (shown: number, all: number) =>
      shown === all ? plural(all, 'component') : `${time.count(shown)} of ${plural(all, 'component')}`,
    unwell: 'Only not well',
    none: 'No component matches.',
    noneHint: 'Clear the filter to see all.',
    clear: 'Clear filter',
    ungrouped: 'Without a group',
    groupAll: (amount: number) => `all ${time.count(amount)} operational`,
    groupSome: (bad: number, all: number) => `${time.count(bad)} of ${time.count(all)} not well`,
    columns: {
      component: 'Component',
      state: 'State',
      checked: 'Last check',
      latency: 'Latency',
      recent: 'Last 60 checks',
    },
    since: (clock: string) => `since ${clock}`,
    neverChecked: 'not checked yet',
    owner: (owner: string) => `owner ${owner}`,
    warnings: (amount: number) => plural(amount, 'warning'),
    recent: (tries: number, failed: number, blind: number, median: string) =>
      tries === 0
        ? 'No checks yet'
        : `Last ${plural(tries, 'check')}: ${failed === 0 ? 'none failed' : `${failed} failed`}${blind === 0 ? '' : `, ${blind} could not be judged`}${median === '' ? '' : `, median ${median}`}`,
  },

  component: {
    back: 'All components',
    gone: 'This component is not watched any more.',
    goneHint: 'It was removed from the configuration. Its history stays in the timeline.',
    policy: (policy: string) => `Paged by policy ${policy}`,
    noPolicy: 'Nobody is paged for this component: it has no escalation policy.',
    owner: (owner: string) => `Owner: ${owner}`,
    checks: 'Checks',
    checkTypes: { http: 'HTTP', tcp: 'TCP', zcmonitor: 'zc.monitor', heartbeat: 'Heartbeat' } satisfies Record<
      CheckType,
      string
    >,
    settled: { unknown: 'Not known', up: 'Up', slow: 'Slow', starting: 'Starting', down: 'Down' } satisfies Record<
      Settled,
      string
    >,
    outcomes: {
      pass: 'passed',
      slow: 'passed, but slowly',
      fail: 'failed',
      inconclusive: 'could not be judged',
    } satisfies Record<OutcomeKind, string>,
    last: (ago: string, outcome: string) => `Last check ${ago}: ${outcome}.`,
    next: (countdown: string) => `Next in ${countdown}.`,
    phases: {
      dnsMs: 'DNS',
      connectMs: 'connect',
      tlsMs: 'TLS',
      firstByteMs: 'first byte',
      bodyMs: 'body',
    } satisfies Record<Exclude<keyof Timings, 'totalMs'>, string>,
    phase: (name: string, latency: string) => `${name} ${latency}`,
    total: (latency: string) => `total ${latency}`,
    latency: 'Latency',
    range: 'Range',
    whichCheck: 'Check',
    chart: { average: 'average', worst: 'worst', latency: 'latency', failed: 'failed' },
    chartSummary: (range: string, typical: string, worst: string, failed: number) =>
      `Last ${range}: typically ${typical}, worst ${worst}, ${failed === 0 ? 'none failed' : `${failed} failed`}.`,
    noPoints: 'No results in this range.',
    noPointsHint: 'Pick a longer range, or wait for the first checks.',
    uptime: 'Last 90 days',
    uptimeSummary: (percent: string, days: number) => `${percent} over ${plural(days, 'day')} with data`,
    uptimeNone: 'No days recorded yet. The first bar appears with the first results.',
    uptimeGap: (days: number) => `${plural(days, 'day')} without data`,
    uptimeDay: (day: string, percent: string, failed: number) =>
      `${day}: ${percent}${failed === 0 ? '' : `, ${failed} failed`}`,
    uptimeDayGap: (day: string) => `${day}: no data`,
    worstDays: 'Days with failures',
    events: 'Events',
  },

  events: {
    title: 'Events',
    search: 'Search',
    searchHint: 'Words that must occur',
    kind: 'Kind',
    allKinds: 'All kinds',
    kinds: {
      check: 'Check settled',
      status: 'Status changed',
      'incident-opened': 'Incident opened',
      'incident-acknowledged': 'Acknowledged',
      'incident-unacknowledged': 'Un-acknowledged',
      'incident-snoozed': 'Snoozed',
      'incident-snooze-ended': 'Snooze ended',
      'incident-escalated': 'Escalated',
      'incident-recovered': 'Recovered',
      'incident-relapsed': 'Relapsed',
      'incident-worsened': 'Worsened',
      'incident-resolved': 'Resolved',
      'incident-reopened': 'Opened again',
      'incident-note': 'Note',
      'page-queued': 'Page queued',
      'page-held': 'Page held back',
      'page-attempt': 'Page tried',
      'page-delivered': 'Page arrived',
      'page-failed': 'Page failed',
      'page-withdrawn': 'Page withdrawn',
      nobody: 'Nobody there',
      hushed: 'Sound off',
      override: 'Override',
      quiet: 'Quiet',
      config: 'Configuration',
      watcher: 'Watcher',
      store: 'Store',
    } satisfies Record<EventType, string>,
    older: 'Older',
    shown: (amount: number) => `${plural(amount, 'event')}, newest first`,
    newer: (amount: number) => `${amount} newer`,
    oldest: 'That is the beginning.',
    none: 'No events.',
    noneHint: 'Nothing happened in this range, or nothing matches the search.',
    exportCsv: 'Export CSV',
    exportJson: 'Export JSON',
    exporting: (rows: number) => `Exporting… ${time.count(rows)}`,
    exported: (rows: number) => `Exported ${plural(rows, 'event')}.`,
    exportCut: (rows: number) =>
      `Exported the newest ${time.count(rows)} events; there are more. Choose a shorter range for the rest.`,
  },

  timeline: {
    range: 'Range',
    ranges: { hour: '1 h', day: '24 h', week: '7 d', month: '30 d' },
    rangeNames: { hour: 'hour', day: '24 hours', week: '7 days', month: '30 days' },
    lanes: 'Lanes',
    watching: 'Watching',
    notWatching: 'Not watching',
    wholeRange: (amount: number) => `${plural(amount, 'more component')} had no change of state in this range.`,
    showAll: 'Show them',
    showChanged: 'Hide them',
    tooMany: (clock: string) => `Too many events for one picture: only what came after ${clock} is drawn.`,
    segment: (status: string, from: string, to: string) => `${status}, ${from} to ${to}`,
    until: 'now',
    laneSummary: (name: string, parts: readonly string[]) =>
      parts.length === 0 ? `${name}: operational all the time` : `${name}: ${parts.join('; ')}`,
    none: 'Nothing to draw yet.',
    noneHint: 'Lanes appear with the first component.',
    legend: 'Legend',
  },

  onCall: {
    yourZone: (zone: string) => `Times are in your zone, ${zone}.`,
    scheduleZone: (zone: string) => `Schedule runs in ${zone}`,
    now: 'Now',
    next: 'Next',
    until: (clock: string) => `until ${clock}`,
    openEnd: 'no end in sight',
    from: (clock: string) => `from ${clock}`,
    nobody: 'Nobody',
    nobodyNow: 'Nobody is on call now. Pages from this schedule reach nobody; the policy goes on to its next step.',
    nobodyFromTo: (from: string, to: string) => `Nobody is on call from ${from} to ${to}.`,
    gapHint: 'Add an override, or put somebody into the rotation.',
    noNext: 'Nobody after that',
    weeks: 'The next two weeks',
    takeOver: 'Take over…',
    override: 'Override…',
    remove: 'Remove override',
    list: 'Shifts',
    shift: (from: string, to: string) => `${from} – ${to}`,
    none: 'No schedule yet',
    noneHint: 'A schedule says who is on call when. Add one to the configuration file, and name it in a policy.',
    dialog: {
      title: (schedule: string) => `Override ${schedule}`,
      kind: 'What changes',
      kinds: { replace: 'Somebody takes over', add: 'Somebody joins', remove: 'Somebody is off' },
      who: 'Who is on call',
      by: 'Who takes over',
      joins: 'Who joins',
      leaves: 'Who is off',
      from: 'From',
      to: 'To',
      zone: (zone: string) => `In your zone, ${zone}`,
      note: 'Note',
      save: 'Save override',
      missing: {
        person: 'Choose a person.',
        by: 'Choose who takes over.',
        times: 'Enter both times.',
        order: 'The end must come after the beginning.',
        same: 'Somebody cannot take over from themselves.',
      },
    },
  },

  channels: {
    types: {
      native: 'Desktop notice',
      sound: 'Sound',
      webhook: 'Webhook',
      'twilio-sms': 'SMS',
      snpp: 'Pager',
    } satisfies Record<ChannelType, string>,
    team: 'Without a person',
    teamHint: 'Reached by policies directly',
    can: {
      acknowledge: 'acknowledges back',
      noAcknowledge: 'cannot acknowledge',
      delivery: 'tells whether it arrived',
      noDelivery: 'cannot tell whether it arrived',
      idempotent: 'a repeat is not a second page',
      notIdempotent: 'a repeat may page twice',
      rate: (pages: number, length: string) => `at most ${plural(pages, 'page')} in ${length}`,
    },
    last: (ago: string, state: string) => `Last used ${ago}: ${state}`,
    neverUsed: 'Never used. Send a test page to be sure.',
    test: 'Send a test page',
    testAll: (name: string) => `Test every channel of ${name}`,
    testing: 'Sending…',
    hop: (channel: string, verdict: string, took: string) => `${channel}: ${verdict} (${took})`,
    verdicts: {
      accepted: 'sent, arrival not confirmed',
      delivered: 'arrived',
      'try-later': 'failed, would be tried again',
      refused: 'refused',
    },
    noHops: 'No channel was tried.',
    noChannels: 'No channel: this person cannot be paged.',
    none: 'Nobody to page yet',
    noneHint:
      'People and their channels stand in the configuration file: a desktop notice and a sound need nothing else.',
  },

  selfCheck: {
    run: 'Run again',
    running: 'Looking…',
    levels: { green: 'Fine', amber: 'Look at this', red: 'Broken' },
    summary: (red: number, amber: number) =>
      red + amber === 0
        ? 'Everything is in order.'
        : `${red === 0 ? '' : `${red} broken`}${red > 0 && amber > 0 ? ', ' : ''}${amber === 0 ? '' : `${amber} to look at`}.`,
    fix: 'Fix',
    desk: 'This machine',
    autostart: 'Start with my session',
    autostartUnsupported: 'Cannot be set from here.',
    sounds: 'Hear the tones',
    sound: { low: 'Low', high: 'High', critical: 'Critical' } satisfies Record<Severity, string>,
    about: (version: string, platform: string) => `Watchbell ${version} on ${platform}`,
    configAt: (path: string, clock: string) => `Configuration ${path}, read ${clock}`,
    configDemo: 'Configuration: the demo fleet',
  },

  keys: {
    title: 'Keys',
    letters: 'Single-letter keys',
    where: 'Keys act on the marked row, or on the first one. They are off while you type.',
    noIncident: 'No incident here. Press g then n for Now.',
    meanings: {
      acknowledge: 'Acknowledge until fixed',
      'acknowledge-with-note': 'Acknowledge with a note',
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
