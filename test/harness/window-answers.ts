/**
 * Answers to the window's questions that fit the made-up pictures: history, series, shifts, a self-check. Never an invented "all is well".
 */
import type { Answers, Ask, Asks, Done, ShiftView } from '../../shared/contract/contract.ts';
import { FIGURE_SPANS, ROLLUP_UNITS, type Rollup, UPTIME_DAYS } from '../../shared/contract/series.ts';
import type { Snapshot } from '../../shared/contract/view.ts';
import type { EventType, WatchEvent } from '../../shared/model/event.ts';
import { ComponentId, type EpochMs, OverrideId, PageId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import { CardId } from '../../shared/model/page-me.ts';
import { dryRunOf, explainOf } from './window-explain.ts';
import { ALEX, KIM, SAM } from './window-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a command is answered with when it was done. */
const done = (text: string): Done => ({ accepted: true, text });

/** The answer to one question in front of one picture. */
export function answerTo<A extends Ask>(name: A, ask: Asks<A>, picture: Snapshot, now: EpochMs): Answers<A> {
  return answer(name, ask as never, picture, now) as Answers<A>;
}

function answer(name: Ask, ask: never, picture: Snapshot, now: EpochMs): Answers<Ask> {
  switch (name) {
    case 'snapshot':
      return picture;
    case 'events':
      return eventsOf(ask as Asks<'events'>, picture, now);
    case 'series':
      return seriesOf(ask as Asks<'series'>, now);
    case 'uptime':
      return uptimeOf((ask as Asks<'uptime'>).checks, now);
    case 'figures':
      return figuresOf(now);
    case 'shifts':
      return shiftsOf(ask as Asks<'shifts'>, picture);
    case 'dutyReport':
      return reportOf(picture);
    case 'replay':
      return replayOf(ask as Asks<'replay'>);
    case 'calendarLink':
      return calendarLinkOf(ask as Asks<'calendarLink'>);
    case 'pageLinks':
      return PAGE_LINKS;
    case 'addPageLink':
      return {
        done: done('Whoever has this address can call Kim; it is shown once'),
        url: 'https://pager.example.org/page-me/kX3',
      };
    case 'tokens':
      return TOKENS;
    case 'addToken':
      return { done: done('A token for cron, good for components; it is shown once'), secret: 'wb_kX3' };
    case 'explain':
      return explainOf(ask as Asks<'explain'>, picture, now);
    case 'dryRun':
      return dryRunOf(ask as Asks<'dryRun'>, picture, now);
    case 'selfCheck':
      return selfCheckRows();
    case 'testPage':
      return testPageOf(ask as Asks<'testPage'>, picture, now);
    case 'statusFiles':
      return null;
    case 'autostart':
      return { supported: true, on: (ask as Asks<'autostart'>).on ?? false };
    case 'acknowledge':
    case 'acknowledgeAll':
    case 'unacknowledge':
    case 'snooze':
    case 'escalate':
    case 'applyPolicy':
    case 'resolve':
    case 'addNote':
    case 'hush':
    case 'checkNow':
    case 'quiet':
    case 'startMaintenance':
    case 'endMaintenance':
    case 'addSilence':
    case 'lengthenSilence':
    case 'endSilence':
    case 'setStatus':
    case 'releaseStatus':
    case 'setPresence':
    case 'addOverride':
    case 'removeOverride':
    case 'takeOver':
    case 'handOver':
    case 'askSwap':
    case 'answerSwap':
    case 'removePageLink':
    case 'removeToken':
    case 'removeDemo':
    case 'playSound':
    case 'openLink':
      return done(`Done: ${name}`);
    default:
      return assertNever(name, 'question');
  }
}

function eventsOf(ask: Asks<'events'>, picture: Snapshot, now: EpochMs): readonly WatchEvent[] {
  return history(picture, now)
    .filter((event) => ask.component === undefined || event.componentId === ask.component)
    .filter((event) => ask.types === undefined || ask.types.includes(event.type))
    .filter((event) => ask.text === undefined || event.text.toLowerCase().includes(ask.text.toLowerCase()))
    .filter((event) => (ask.from === undefined || event.at >= ask.from) && (ask.to === undefined || event.at <= ask.to))
    .filter((event) => ask.beforeSeq === undefined || event.seq < ask.beforeSeq)
    .slice(0, ask.limit);
}

/** Newest first: an outage every eight hours at one component or another, and one night in which nobody watched. */
function history(picture: Snapshot, now: EpochMs): readonly WatchEvent[] {
  const events: Omit<WatchEvent, 'seq'>[] = [];
  const say = (
    at: EpochMs,
    type: EventType,
    text: string,
    data: WatchEvent['data'],
    componentId: WatchEvent['componentId'] = null,
  ) => events.push({ at, type, text, data, componentId, incidentId: null, personId: null, channelId: null });
  say(now - 20 * HOUR, 'watcher', 'Not watching: this machine went to sleep', { to: 'not-watching' });
  say(now - 17 * HOUR, 'watcher', 'Watching again, I was away 3 h', { to: 'watching' });
  for (let index = 0; index < 90 && picture.components.length > 0; index += 1) {
    const component = picture.components[(index * 5) % picture.components.length];
    const start = now - 3 * HOUR - index * 8 * HOUR;
    const worse = index % 3 === 0 ? 'major_outage' : index % 3 === 1 ? 'performance_issues' : 'partial_outage';
    say(
      start,
      'status',
      `Operational to ${worse.replace('_', ' ')}: 503 Service Unavailable, expected 200-299`,
      { from: 'operational', to: worse },
      component?.id,
    );
    say(
      start + MINUTE,
      'incident-opened',
      'Third failure in a row; Kim is on call by schedule Primary',
      { severity: 'critical' },
      component?.id,
    );
    say(start + MINUTE + 200, 'page-delivered', 'Sound to Kim arrived after 0.2 s', { attempt: 1 }, component?.id);
    say(
      start + 40 * MINUTE,
      'status',
      'Operational again: two passes in a row',
      { from: worse, to: 'operational' },
      component?.id,
    );
  }
  for (const component of picture.components.filter(({ status }) => status !== 'operational' && status !== 'unknown')) {
    const text = `${component.name}: operational -> ${component.status}. ${component.because}`;
    say(component.since ?? now, 'status', text, { from: 'operational', to: component.status }, component.id);
  }
  return events.sort((a, b) => b.at - a.at).map((event, index, all) => ({ ...event, seq: all.length - index }));
}

function seriesOf({ checks, from, to }: Asks<'series'>, now: EpochMs): Answers<'series'> {
  const wave = (at: number) => 70 + 25 * Math.sin(at / (3 * HOUR)) + ((at / MINUTE) % 7);
  const end = Math.min(to, now);
  if (end - from <= 2 * HOUR) {
    const tries = checks.flatMap((checkId) =>
      Array.from({ length: Math.floor((end - from) / 30_000) }, (_, index) => {
        const at = from + index * 30_000;
        const failed = index > 40 && index < 48;
        return {
          checkId,
          at,
          outcome: failed ? ('fail' as const) : ('pass' as const),
          latencyMs: failed ? null : wave(at),
          detail: failed ? '503' : '',
        };
      }),
    );
    return { unit: 'try', tries, rollups: [] };
  }
  const unit = end - from <= DAY ? 'minute' : 'hour';
  const step = ROLLUP_UNITS[unit];
  const rollups = checks.flatMap((checkId) =>
    Array.from({ length: Math.floor((end - from) / step) }, (_, index): Rollup => {
      const start = Math.floor(from / step) * step + index * step;
      const average = wave(start);
      return {
        checkId,
        unit,
        start,
        passes: 2,
        slows: 0,
        fails: index % 211 === 5 ? 1 : 0,
        inconclusives: 0,
        latencySumMs: 2 * average,
        latencyMaxMs: average * 1.8,
      };
    }).filter(({ start }) => start < now - 20 * HOUR || start > now - 17 * HOUR),
  );
  return { unit, tries: [], rollups };
}

/** Six minutes of trouble today, and a machine that was off before the last 60 days. */
function figuresOf(now: EpochMs): Answers<'figures'> {
  return FIGURE_SPANS.map((length) => {
    const unseen = Math.max(42 * MINUTE, length - 60 * DAY);
    const major = 6 * MINUTE;
    const operational = length - unseen - major;
    return { from: now - length, to: now, operational, slow: 0, partial: 0, major, maintenance: 0, unseen };
  });
}

function uptimeOf(checks: Asks<'uptime'>['checks'], now: EpochMs): Answers<'uptime'> {
  const today = now - (now % DAY);
  const ages = Array.from({ length: UPTIME_DAYS }, (_, day) => UPTIME_DAYS - 1 - day);
  const seen = (age: number) => age < 62 && age !== 30 && age !== 31;
  const fails = (age: number) => (age === 0 ? 26 : age === 12 ? 3 : age === 40 ? 900 : 0);
  return {
    from: today - (UPTIME_DAYS - 1) * DAY,
    checks: checks.map((checkId) => ({
      checkId,
      good: ages.map((age) => (seen(age) ? 2_880 - fails(age) : 0)),
      failed: ages.map((age) => (seen(age) ? fails(age) : 0)),
    })),
  };
}

function shiftsOf({ from, to }: Asks<'shifts'>, picture: Snapshot): readonly ShiftView[] {
  const empty = picture.onCall.some(({ now }) => now.length === 0);
  const cuts = [from, from + 2.375 * DAY, from + 5 * DAY, from + 5.5 * DAY, from + 9.375 * DAY, from + 10 * DAY, to];
  const who: readonly ShiftView['people'][] = [
    empty ? [] : [{ personId: KIM, name: 'Kim' }],
    [{ personId: SAM, name: 'Sam Okonkwo-Lindqvist' }],
    [{ personId: ALEX, name: 'Alex' }],
    [{ personId: SAM, name: 'Sam Okonkwo-Lindqvist' }],
    [],
    [{ personId: ALEX, name: 'Alex' }],
  ];
  return who.map((people, index) => ({
    from: cuts[index] ?? from,
    to: cuts[index + 1] ?? to,
    people,
    because:
      index === 2
        ? 'Override by Sam: swimming lesson'
        : people.length === 0
          ? 'The rotation has nobody here'
          : 'Weekly rotation',
    overrideId: index === 2 ? OverrideId.parse('o-1') : null,
  }));
}

/** Kim had most of it. */
function reportOf({ people, onCall }: Snapshot): Answers<'dutyReport'> {
  const [kim, sam] = people.map(({ id }) => id);
  const share = (hours: number) => ({
    totalMs: hours * HOUR,
    nightMs: hours * 0.4 * HOUR,
    weekendMs: hours * 0.2 * HOUR,
  });
  return {
    incidents: 7,
    bySeverity: { low: 1, high: 2, critical: 4 },
    mttaMs: 3.5 * MINUTE,
    acknowledged: 6,
    mttrMs: 41 * MINUTE,
    over: 7,
    people: kim === undefined ? [] : [{ personId: kim, pages: 11, atNight: 4, nightsBroken: 2 }],
    schedules: onCall.map(({ scheduleId }) => ({
      id: scheduleId,
      people: [
        ...(kim === undefined ? [] : [{ personId: kim, ...share(400) }]),
        ...(sam === undefined ? [] : [{ personId: sam, ...share(320) }]),
      ],
    })),
  };
}

function selfCheckRows(): Answers<'selfCheck'> {
  return [
    { id: 'store', name: 'History', level: 'green', text: 'In order, 12.4 MB', fix: '' },
    {
      id: 'notices',
      name: 'Desktop notices',
      level: 'red',
      text: 'No notification daemon answers on this session',
      fix: 'Install one, for example xfce4-notifyd, and log in again. Until then sound and SMS are used.',
    },
    {
      id: 'tray',
      name: 'Tray',
      level: 'amber',
      text: 'This desktop shows no tray icons',
      fix: 'Keep the window open, or install the AppIndicator extension',
    },
    { id: 'sound', name: 'Sound', level: 'green', text: 'Played 2 d ago on the default device', fix: '' },
    { id: 'clock', name: 'Clock', level: 'green', text: 'Within 0.2 s of the servers that were asked', fix: '' },
  ];
}

function testPageOf({ person, channel }: Asks<'testPage'>, picture: Snapshot, now: EpochMs): Answers<'testPage'> {
  const tried = picture.channels.filter((one) =>
    channel === null ? person !== null && one.people.includes(person) : one.id === channel,
  );
  const hops = tried.map((one, index) => ({
    channelId: one.id,
    tookMs: 42 + index * 300,
    delivery:
      one.last?.state === 'refused'
        ? ({ status: 'refused', reason: '21211: the number is not valid' } as const)
        : ({ status: 'delivered', reference: `ref-${index}` } as const),
    page: {
      id: PageId.parse(`p-${one.id}`),
      kind: 'test' as const,
      dedupKey: 'test',
      incidentId: null,
      componentId: null,
      componentName: '',
      status: null,
      severity: 'low' as const,
      personId: person,
      channelId: one.id,
      title: 'Test page',
      text: 'Sent by hand',
      because: 'You asked for it',
      runbook: null,
      createdAt: now,
      expiresAt: now + HOUR,
    },
  }));
  const failed = hops.filter(({ delivery }) => delivery.status === 'refused').length;
  return {
    done: { accepted: failed === 0, text: failed === 0 ? 'Sent.' : `${failed} of ${hops.length} channels refused it.` },
    hops,
  };
}

/** One trouble that a hastier rule would have told sooner; a file that is not there. */
function replayOf({ from, to, config }: Asks<'replay'>): Answers<'replay'> {
  if (config !== null) {
    return { report: null, problem: `There is no file ${config}` };
  }
  const side = (pagedAt: EpochMs) => ({
    since: from + HOUR,
    openedAt: from + HOUR,
    pagedAt,
    paged: [KIM],
    firstTold: [`${KIM} by kim-phone`],
    everTold: [`${KIM} by kim-phone`],
    steps: 1,
    resolvedAt: from + 2 * HOUR,
    severity: 'critical' as const,
    because: 'connection refused',
  });
  return {
    problem: null,
    report: {
      from,
      to,
      tries: 2_880,
      strangers: 0,
      kindless: 0,
      begunBefore: 0,
      asItHappened: 0,
      undone: 0,
      rows: [
        {
          componentId: ComponentId.parse('shop'),
          verdict: 'same',
          happened: side(from + HOUR + 57_000),
          replayed: side(from + HOUR + 20_000),
          happenedDetectMs: 57_000,
          replayedDetectMs: 20_000,
        },
      ],
    },
  };
}

function calendarLinkOf({ schedule, person, action }: Asks<'calendarLink'>): Answers<'calendarLink'> {
  const url = `http://127.0.0.1:8730/calendar/${action}-${schedule}-${person}.ics`;
  return { done: done(`Done: ${action}`), url: action === 'remove' ? null : url };
}

const TOKENS: Answers<'tokens'> = {
  tokens: [
    { id: 'q7LmP2', name: 'cron on stream14', rights: ['components'], by: 'Kim at this desk', at: 0, usedAt: null },
    {
      id: 'w3Xn8a',
      name: 'Alertmanager',
      rights: ['events', 'metrics'],
      by: 'Sam on the command line',
      at: 0,
      usedAt: 0,
    },
  ],
};

const PAGE_LINKS: Answers<'pageLinks'> = {
  everybody: 'https://pager.example.org/page-me/',
  cards: [
    { id: CardId.parse('person/kim'), name: 'Kim', visible: 'listed' },
    { id: CardId.parse('schedule/primary'), name: 'Primary', visible: 'everyone' },
  ],
  links: [
    {
      id: 'kX3fQ2',
      card: CardId.parse('person/kim'),
      to: 'Kim',
      name: 'Ann, accounting',
      by: 'Kim at this desk',
      at: 0,
    },
  ],
};
