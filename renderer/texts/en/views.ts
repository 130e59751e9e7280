/**
 * English: every view but Now.
 */

import type { ChannelType } from '../../../shared/model/channel.ts';
import type { CheckType } from '../../../shared/model/check.ts';
import { formatDuration } from '../../../shared/model/duration.ts';
import type { EventType } from '../../../shared/model/event.ts';
import type { Settled } from '../../../shared/model/health.ts';
import type { OutcomeKind, Timings } from '../../../shared/model/observation.ts';
import type { Severity } from '../../../shared/model/status.ts';
import type { GroupHead, HeadKind } from '../../views/components/group-head.ts';
import { plural, time } from './said.ts';

const GROUP_KINDS = {
  down: 'down',
  slow: 'with performance issues',
  suspect: 'not sure yet',
  maintenance: 'under maintenance',
  blind: 'not known',
} as const satisfies Record<Exclude<HeadKind, 'calm'>, string>;

export const views = {
  components: {
    call: 'Waits for an answer',
    filter: 'Filter',
    filterHint: 'Name, group, owner, state or address',
    shown: (shown: number, all: number) =>
      shown === all ? plural(all, 'component') : `${time.count(shown)} of ${plural(all, 'component')}`,
    unwell: 'Only not well',
    none: 'No component matches.',
    noneHint: 'Clear the filter to see all.',
    clear: 'Clear filter',
    ungrouped: 'Without a group',
    /** After the worst status: "9 components, 2 down, 1 more not well". */
    group: ({ kind, alike, others, all }: GroupHead) =>
      [
        plural(all, 'component'),
        ...(kind === 'calm' ? [] : [`${time.count(alike)} ${GROUP_KINDS[kind]}`]),
        ...(others === 0 ? [] : [`${time.count(others)} more not well`]),
      ].join(', '),
    columns: {
      component: 'Component',
      state: 'State',
      checked: 'Last check',
      latency: 'Latency',
      recent: 'Last 60 checks',
    },
    since: (clock: string) => `since ${clock}`,
    maintenance: (name: string, clock: string) => `in maintenance until ${clock} (${name})`,
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
    checkTypes: {
      http: 'HTTP',
      tcp: 'TCP',
      database: 'Database',
      tls: 'Certificate',
      websocket: 'WebSocket',
      grpc: 'gRPC',
      exec: 'Program',
      ping: 'Ping',
      dns: 'DNS',
      zcmonitor: 'zc.monitor',
      heartbeat: 'Heartbeat',
      agent: 'HAProxy agent',
      count: "People's reports",
      call: 'Call from a person',
      apache_status: 'Apache status',
      haproxy: 'HAProxy',
      prometheus: 'Prometheus',
      self: 'Ourselves',
    } satisfies Record<CheckType, string>,
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
    cannotJudge: (why: string) => `Cannot judge: ${why}.`,
    wait: (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
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
    figures: 'Uptime of what was seen',
    /** "7 d 99.98 % (left out: 42 min not watched)". Times in ms. */
    figure: (spanMs: number, percent: string | null, unseenMs: number) => {
      const span = spanMs === 86_400_000 ? '24 h' : formatDuration(spanMs);
      if (percent === null) {
        return `${span} not watched`;
      }
      return `${span} ${percent} %${unseenMs === 0 ? '' : ` (left out: ${formatDuration(unseenMs)} not watched)`}`;
    },
    worstDays: 'Days with failures',
    events: 'Events',
  },

  byHand: {
    line: (status: string, by: string, until: string) =>
      `Set by hand to ${status} by ${by} ${until === '' ? 'until it is released' : `until ${until}`}`,
    release: 'Release',
    set: 'Set status…',
    title: (name: string) => `Status of ${name}, by hand`,
    hint: 'Wins over what the checks say. The checks go on, and trouble pages like any other.',
    status: 'Status',
    untilReleased: 'Until it is released',
    noteHint: 'Why, for whoever looks next',
    save: 'Set status',
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
      'status-by-hand': 'Status by hand',
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
      'page-released': 'No longer held back',
      'page-attempt': 'Page tried',
      'page-delivered': 'Page arrived',
      'page-failed': 'Page failed',
      'page-withdrawn': 'Page withdrawn',
      nobody: 'Nobody there',
      hushed: 'Sound off',
      'on-call': 'On call',
      override: 'Override',
      swap: 'Swap',
      presence: 'Presence',
      call: 'Call',
      quiet: 'Quiet',
      maintenance: 'Maintenance',
      silence: 'Silence',
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

  replay: {
    title: 'What would other rules have done?',
    hint: 'Judges the stored tries of this range again. Nothing is sent, and nothing takes effect. Empty: as it is now.',
    config: 'Configuration file',
    fall: 'Failures in a row',
    pageAfter: 'First page after',
    run: 'Judge again',
    running: 'Judging…',
    badNumber: 'Failures are a whole number from 1 to 100, a length of time is written like 45s or 2m.',
    nothing: 'No trouble in this range, on either side.',
    columns: ['Since', 'Component', 'Difference', 'Happened', 'Judged again'],
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
    standby: 'On standby',
    standbyHint: 'called when nobody on call can be reached',
    until: (clock: string) => `until ${clock}`,
    openEnd: 'no end in sight',
    from: (clock: string) => `from ${clock}`,
    nobody: 'Nobody',
    nobodyNow: 'Nobody is on call now. Pages from this schedule reach nobody; the policy goes on to its next step.',
    nobodyFromTo: (from: string, to: string) => `Nobody is on call from ${from} to ${to}.`,
    gapHint: 'Add an override, or put somebody into the rotation.',
    noNext: 'Nobody after that',
    weeks: 'The next two weeks',
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
      'twilio-voice': 'Call',
      'vonage-sms': 'SMS by Vonage',
      wctp: 'Pager by WCTP',
      tap: 'Pager by TAP',
      snpp: 'Pager',
      ntfy: 'ntfy push',
      command: 'Command',
      teams: 'Microsoft Teams',
      slack: 'Slack',
      pagerduty: 'PagerDuty',
      smtp: 'Mail',
      pushover: 'Pushover',
      telegram: 'Telegram',
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
};
