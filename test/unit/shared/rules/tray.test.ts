import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../../shared/contract/view.ts';
import { ComponentId, IncidentId, PersonId } from '../../../../shared/model/ids.ts';
import { assertNever } from '../../../../shared/model/never.ts';
import { SwapId } from '../../../../shared/model/swap.ts';
import { atClick, type TrayAction, type TrayEntry, type TrayMenu } from '../../../../shared/rules/tray/entry.ts';
import { trayMenu } from '../../../../shared/rules/tray.ts';
import {
  anIncident,
  aSchedule,
  aSnapshot,
  HOUR,
  KIM,
  MINUTE,
  NIGHT,
  PRIMARY,
  SAM,
} from '../../../harness/snapshots.ts';

const menuOf = (over: Partial<Snapshot> = {}) => trayMenu(aSnapshot(over), NIGHT, 'UTC');

/** The menu as a person reads it: submenus indented, switches ticked. */
function read(menu: TrayMenu, indent = ''): string[] {
  return menu.flatMap((entry): string[] => {
    switch (entry.kind) {
      case 'separator':
        return [`${indent}--`];
      case 'submenu':
        return [`${indent}${entry.text} >`, ...read(entry.entries, `${indent}  `)];
      case 'switch':
        return [`${indent}[${entry.on ? 'x' : ' '}] ${entry.text}`];
      case 'text':
        return [`${indent}(${entry.text})`];
      case 'action':
        return [`${indent}${entry.text}`];
      default:
        return assertNever(entry, 'entry');
    }
  });
}

function find(menu: TrayMenu, ...path: readonly RegExp[]): TrayEntry {
  const [first, ...rest] = path;
  const entry = menu.find((one) => one.kind !== 'separator' && first?.test(one.text));
  if (!entry) {
    throw new Error(`no ${String(first)} in\n${read(menu).join('\n')}`);
  }
  return rest.length > 0 && entry.kind === 'submenu' ? find(entry.entries, ...rest) : entry;
}

function actionOf(menu: TrayMenu, ...path: readonly RegExp[]): TrayAction {
  const entry = find(menu, ...path);
  if (entry.kind !== 'action' && entry.kind !== 'switch') {
    throw new Error(`${path.join(' > ')} is a ${entry.kind}`);
  }
  return entry.action;
}

describe('the tray menu', () => {
  it('on a calm night says so, who is on call, and how to leave', () => {
    expect(read(menuOf())).toEqual([
      '(All 3 operational. On call: Kim until 09:00)',
      '--',
      'Quiet >',
      '  For 30 min',
      '  For 2 h',
      '  Until my shift ends (09:00)',
      '  (Critical pages still come through)',
      '(On call: you until 09:00, then Sam at 09:00)',
      '--',
      'Check everything now',
      'Open Watchbell',
      '--',
      'Quit',
    ]);
  });

  it('leads to the status page where there is one', () => {
    const url = 'https://status.example.org/';
    const menu = menuOf({ statusPage: url });
    expect(read(menu).slice(-5)).toEqual([
      'Check everything now',
      'Open Watchbell',
      'Open the status page',
      '--',
      'Quit',
    ]);
    expect(actionOf(menu, /Open the status page/)).toEqual({ kind: 'ask', name: 'openLink', ask: { url } });
  });

  it('gives an open incident every gesture, and the facts above them', () => {
    const next = { at: NIGHT + 5 * MINUTE, what: 'step 2: Sam' };
    const menu = menuOf({ incidents: [anIncident('api-gateway', { next })] });
    expect(read(menu).slice(2, 16)).toEqual([
      'Down: api-gateway, since 02:14 >',
      '  (503 Service Unavailable, expected 200-299)',
      '  (Paged: Kim)',
      '  (Next at 02:19: step 2: Sam)',
      '  --',
      '  Acknowledge until fixed',
      '  Acknowledge for 30 min',
      '  Snooze 30 min',
      '  Escalate now',
      '  Check now',
      '  Sound off',
      '  --',
      '  Open',
      'Acknowledge api-gateway',
    ]);
  });

  it.each([
    [/fixed/, { kind: 'ask', name: 'acknowledge', ask: { incident: 'inc-api', forMs: null, note: '' } }],
    [
      /Acknowledge for 30/,
      { kind: 'ask', name: 'acknowledge', ask: { incident: 'inc-api', forMs: 30 * MINUTE, note: '' } },
    ],
    [/Snooze/, { kind: 'ask', name: 'snooze', ask: { incident: 'inc-api', forMs: 30 * MINUTE } }],
    [/Escalate/, { kind: 'ask', name: 'escalate', ask: { incident: 'inc-api', to: 'next' } }],
    [/Check now/, { kind: 'ask', name: 'checkNow', ask: { component: 'api' } }],
    [/Sound off/, { kind: 'ask', name: 'hush', ask: { incident: 'inc-api' } }],
    [/Open/, { kind: 'open', incident: 'inc-api' }],
  ])('%s of an incident means that incident', (entry, action) => {
    expect(actionOf(menuOf({ incidents: [anIncident('api')] }), /api/, entry)).toEqual(action);
  });

  it('shows the five worst first, and says how many more there are', () => {
    const incidents = [
      anIncident('slow-one', { severity: 'low', status: 'performance_issues' }),
      anIncident('taken', { state: 'acknowledged', acknowledgement: { by: 'Sam', at: NIGHT, until: null, note: '' } }),
      anIncident('fresh', { since: NIGHT - MINUTE }),
      anIncident('oldest', { since: NIGHT - HOUR }),
      anIncident('partly', { severity: 'high', status: 'partial_outage' }),
      anIncident('snoozed', { snoozedUntil: NIGHT + HOUR }),
      anIncident('gone', { state: 'resolved' }),
    ];
    const names = menuOf({ incidents }).flatMap((entry) =>
      entry.kind === 'submenu' && entry.text !== 'Quiet' ? [entry.text] : [],
    );
    expect(names).toEqual([
      'Down: oldest, since 01:14',
      'Down: fresh, since 02:13',
      'Partly down: partly, since 02:14',
      'Slow: slow-one, since 02:14',
      'Down: taken, since 02:14 (Sam has it)',
    ]);
    expect(actionOf(menuOf({ incidents }), /And 1 more/)).toEqual({ kind: 'open', incident: null });
    expect(actionOf(menuOf({ incidents }), /Acknowledge all 5/)).toEqual({
      kind: 'ask',
      name: 'acknowledgeAll',
      ask: { forMs: null, incidents: null, note: '' },
    });
  });

  it('offers to give an acknowledged one back instead of taking it twice', () => {
    const taken = anIncident('api', {
      state: 'acknowledged',
      sounding: false,
      acknowledgement: { by: 'Kim', at: NIGHT, until: null, note: '' },
    });
    const menu = menuOf({ incidents: [taken] });
    expect(read(menu).join('\n')).toContain('(Acknowledged by Kim until fixed)');
    expect(actionOf(menu, /api/, /Un-acknowledge/)).toEqual({
      kind: 'ask',
      name: 'unacknowledge',
      ask: { incident: 'inc-api' },
    });
    expect(() => find(menu, /api/, /Acknowledge until fixed/)).toThrow();
    expect(() => find(menu, /Acknowledge all/)).toThrow();
    expect(() => find(menu, /Sound off/)).toThrow();
  });

  it('lets a promise with an end be made longer', () => {
    const taken = anIncident('api', {
      state: 'acknowledged',
      acknowledgement: { by: 'Kim', at: NIGHT, until: NIGHT + 30 * MINUTE, note: '' },
    });
    const menu = menuOf({ incidents: [taken] });
    expect(read(menu).join('\n')).toContain('(Acknowledged by Kim until 02:44)');
    expect(actionOf(menu, /api/, /until fixed/)).toMatchObject({ name: 'acknowledge' });
  });

  it('stops every sound at once', () => {
    expect(actionOf(menuOf({ incidents: [anIncident('api')] }), /Sound off for everything/)).toEqual({
      kind: 'ask',
      name: 'hush',
      ask: { incident: null },
    });
  });

  it('says why nobody was paged', () => {
    const held = [{ reason: 'Nobody is on call by schedule Primary', until: null }];
    expect(read(menuOf({ incidents: [anIncident('api', { told: [], held })] })).join('\n')).toContain(
      '(Nobody is on call by schedule Primary)',
    );
  });

  it('keeps a long reason from filling the screen', () => {
    const cause = `closed after ${'x'.repeat(500)}\nand more`;
    const lines = read(menuOf({ incidents: [anIncident('api', { cause })] }));
    expect(Math.max(...lines.map((one) => one.length))).toBeLessThan(80);
  });

  it('says that the configuration is broken', () => {
    const problems = [{ path: 'people.0', line: 3, column: 1, message: 'no channel' }];
    expect(read(menuOf({ config: { path: '/x.yaml', loadedAt: NIGHT, problems } }))[1]).toBe(
      'Configuration is broken (1 mistake), running the last good one …',
    );
  });
});

describe('quiet in the tray menu', () => {
  it('counts from the click, however old the menu is', () => {
    const action = actionOf(menuOf(), /Quiet/, /30 min/);
    expect(atClick(action, NIGHT + 3 * HOUR)).toEqual({
      kind: 'ask',
      name: 'quiet',
      ask: { until: NIGHT + 3 * HOUR + 30 * MINUTE, criticalToo: false },
    });
  });

  it('until the end of the shift ends with the shift', () => {
    expect(actionOf(menuOf(), /Quiet/, /shift/)).toEqual({
      kind: 'ask',
      name: 'quiet',
      ask: { until: NIGHT + 6 * HOUR + 46 * MINUTE, criticalToo: false },
    });
  });

  it('knows no end of a shift for somebody without one', () => {
    const onCall = [aSchedule({ now: [{ personId: SAM, name: 'Sam', until: null, because: '' }] })];
    expect(() => find(menuOf({ onCall }), /Quiet/, /shift/)).toThrow();
  });

  it('shows its end, can be ended, and can hold back critical pages too', () => {
    const menu = menuOf({ quiet: { until: NIGHT + HOUR, criticalToo: false, by: 'Kim' } });
    expect(read(menu)).toContain('Quiet until 03:14 >');
    expect(read(menu)).toContain('  [ ] Hold back critical pages too');
    expect(actionOf(menu, /Quiet/, /End quiet/)).toEqual({
      kind: 'ask',
      name: 'quiet',
      ask: { until: null, criticalToo: false },
    });
    expect(actionOf(menu, /Quiet/, /critical/)).toEqual({
      kind: 'ask',
      name: 'quiet',
      ask: { until: NIGHT + HOUR, criticalToo: true },
    });
  });

  it('that has run out is over, even before the engine says so', () => {
    expect(read(menuOf({ quiet: { until: NIGHT, criticalToo: false, by: 'Kim' } }))).toContain('Quiet >');
  });
});

describe('on call in the tray menu', () => {
  it('takes over from whoever has it, from the click until the end of that shift', () => {
    const end = NIGHT + 2 * HOUR;
    const onCall = [aSchedule({ now: [{ personId: SAM, name: 'Sam', until: end, because: '' }], next: null })];
    const menu = menuOf({ onCall });
    expect(read(menu)).toContain('(On call: Sam until 04:14)');
    expect(actionOf(menu, /Take over from Sam until the shift ends/)).toEqual({
      kind: 'ask',
      name: 'takeOver',
      ask: { schedule: PRIMARY, person: KIM, from: SAM, until: null, note: '', reassign: false },
    });
  });

  it('hands over to whoever is there, from whoever sits here and is on call', () => {
    const there = (id: typeof KIM, name: string, state: 'reachable' | 'away' = 'reachable') =>
      ({ id, name, channels: [], presence: { state, until: null, note: '' } }) as const;
    const menu = menuOf({
      people: [there(KIM, 'Kim'), there(SAM, 'Sam'), there(PersonId.parse('ann'), 'Ann', 'away')],
    });
    expect(read(menu).filter((text) => text.includes('Hand over') || /^ {2}(Kim|Sam|Ann)/.test(text))).toEqual([
      'Hand over until my shift ends, to >',
      '  Sam',
    ]);
    expect(actionOf(menu, /Hand over/, /Sam/)).toEqual({
      kind: 'ask',
      name: 'handOver',
      ask: { schedule: PRIMARY, from: KIM, to: SAM, until: null, note: '', reassign: false },
    });
  });

  it('shows a swap that whoever sits here is asked for, with both answers', () => {
    const swap = {
      id: SwapId.parse('s-1'),
      scheduleId: PRIMARY,
      schedule: 'Primary',
      timeZone: 'UTC',
      asker: { id: SAM, name: 'Sam' },
      other: { id: KIM, name: 'Kim' },
      gives: { from: NIGHT + 24 * HOUR, to: NIGHT + 48 * HOUR },
      wants: null,
      note: '',
      askedAt: NIGHT,
      lapsesAt: NIGHT + 24 * HOUR,
    };
    const others = { ...swap, id: SwapId.parse('s-2'), asker: swap.other, other: swap.asker };
    const menu = menuOf({ swaps: [swap, others] });
    const at = read(menu).indexOf('Sam asks for a swap >');
    expect(read(menu).slice(at, at + 6)).toEqual([
      'Sam asks for a swap >',
      '  (You get Thu 02:14 – Fri 02:14)',
      '  (You give nothing for it)',
      '  Agree',
      '  Refuse',
      '--',
    ]);
    expect(read(menu).filter((text) => text.includes('swap'))).toHaveLength(1);
    expect(actionOf(menu, /swap/, /Agree/)).toEqual({
      kind: 'ask',
      name: 'answerSwap',
      ask: { id: 's-1', person: KIM, answer: 'agree' },
    });
  });

  it('says nobody, and lets whoever sits here fill the gap', () => {
    const menu = menuOf({ onCall: [aSchedule({ now: [] })] });
    expect(read(menu)).toContain('(On call: nobody, then Sam at 09:00)');
    expect(actionOf(menu, /Take over$/)).toMatchObject({ name: 'takeOver', ask: { person: KIM, from: null } });
  });

  it('offers no take-over where nobody is known to sit', () => {
    const host = { kind: 'desktop', platform: 'linux', desk: null } as const;
    expect(() => find(menuOf({ host, onCall: [aSchedule({ now: [] })] }), /Take over/)).toThrow();
  });

  it('names the schedules when there are several', () => {
    const second = aSchedule({ name: 'Database', now: [], next: null });
    const lines = read(menuOf({ onCall: [aSchedule(), second] }));
    expect(lines).toContain('(On call (Primary): you until 09:00, then Sam at 09:00)');
    expect(lines).toContain('(On call (Database): nobody)');
    expect(lines).toContain('Take over (Database)');
  });

  it('says so where there is no schedule at all', () => {
    expect(read(menuOf({ onCall: [] }))).toContain('(On call: no schedule)');
  });
});

it('ids in a menu are the ids of the snapshot', () => {
  const action = actionOf(menuOf({ incidents: [anIncident('a/b.c')] }), /a\/b/, /Check now/);
  expect(action).toEqual({ kind: 'ask', name: 'checkNow', ask: { component: ComponentId.parse('a/b.c') } });
  expect(actionOf(menuOf({ incidents: [anIncident('a')] }), /: a,/, /Open/)).toEqual({
    kind: 'open',
    incident: IncidentId.parse('inc-a'),
  });
});
