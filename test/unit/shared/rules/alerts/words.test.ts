/** Alerts in words: for whoever is paged, in lists, in the history. */
import { describe, expect, it } from 'vitest';
import { troubledWord } from '../../../../../renderer/components/troubled.ts';
import { en } from '../../../../../renderer/texts/en.ts';
import type { Alert } from '../../../../../shared/model/alert.ts';
import { ComponentId } from '../../../../../shared/model/ids.ts';
import { alertCause, changeWords, manyCause } from '../../../../../shared/rules/alerts/words.ts';
import { digestText } from '../../../../../shared/rules/words/digest-text.ts';
import { type PageFacts, pageWords } from '../../../../../shared/rules/words/page-text.ts';
import { PROM } from '../../../../harness/alerts.ts';

const MINUTE = 60_000;
const source = { name: 'Prometheus', staleAfter: 60 * MINUTE };

function alert(change: Partial<Alert> = {}): Alert {
  return {
    ...{ number: 1, source: PROM, key: 'k', name: 'HighLatency api-1', summary: 'p99 is 2 s', severity: 'high' },
    ...{ origin: 'api-1', details: [], links: [], at: 0, lastAt: 0, repeats: 0, stormy: false },
    ...{ takenAt: null, takenSaid: false, ended: null },
    ...change,
  };
}

describe('why somebody is paged', () => {
  it.each<[story: string, change: Partial<Alert>, now: number, words: string]>([
    ['says what and where', {}, 0, 'Prometheus: p99 is 2 s (api-1)'],
    ['says a place once', { summary: 'api-1 is slow' }, 0, 'Prometheus: api-1 is slow'],
    ['says nothing of no place', { origin: '' }, 0, 'Prometheus: p99 is 2 s'],
    ['is fresh for as long as it should be', {}, 60 * MINUTE, 'Prometheus: p99 is 2 s (api-1)'],
    [
      'is stale after that',
      {},
      60 * MINUTE + 1,
      'Prometheus: p99 is 2 s (api-1), stale: not repeated for more than 1 h',
    ],
  ])('%s', (_, change, now, words) => {
    expect(alertCause(alert(change), source, now)).toBe(words);
  });

  it('names the worst of many, and counts them', () => {
    const many = [
      alert({ name: 'a', severity: 'low' }),
      alert({ name: 'b', at: 2 }),
      alert({ name: 'c', at: 1 }),
      alert({ name: 'd', severity: 'critical' }),
    ];
    expect(manyCause(many, source, 0)).toBe('Prometheus: 4 alerts, the worst: d; c; b');
    expect(manyCause([alert()], source, 0)).toBe('Prometheus: p99 is 2 s (api-1)');
  });
});

describe('a page about an alert', () => {
  const facts: PageFacts = {
    kind: 'trigger',
    componentName: 'HighLatency api-1',
    status: 'performance_issues',
    cause: 'Prometheus: p99 is 2 s',
    since: 0,
    at: 3 * MINUTE,
    matter: 'alert',
    runbook: 'https://wiki.example/a',
    timeZone: 'UTC',
  };

  it.each<[story: string, change: Partial<PageFacts>, title: string, text: string]>([
    [
      'calls it an alert',
      {},
      'ALERT HighLatency api-1',
      'Prometheus: p99 is 2 s for 3 min, since 00:00. Runbook attached',
    ],
    [
      'says that it goes on',
      { kind: 'reminder' },
      'STILL ALERT HighLatency api-1',
      'Prometheus: p99 is 2 s for 3 min, since 00:00. Nobody has acknowledged it. Runbook attached',
    ],
    [
      'says that it is over',
      { kind: 'close' },
      'OVER HighLatency api-1',
      'after 3 min. It was: Prometheus: p99 is 2 s',
    ],
    [
      'says who ended it',
      { kind: 'close', resolvedBy: 'Kim' },
      'RESOLVED HighLatency api-1',
      'by Kim after 3 min. It was: Prometheus: p99 is 2 s',
    ],
  ])('%s', (_, change, title, text) => {
    expect(pageWords({ ...facts, ...change })).toEqual({ title, text });
  });
});

describe('an alert', () => {
  it('stands in a list as one, and in the window as one that goes on', () => {
    const wrong = [
      {
        componentName: 'HighLatency',
        matter: 'alert' as const,
        status: 'major_outage' as const,
        since: 0,
        cause: 'x',
        acknowledgedBy: null,
      },
    ];
    expect(digestText({ at: 0, timeZone: 'UTC', news: [], wrong }).text).toContain(
      '- ALERT HighLatency since 00:00: x',
    );
    const view = { componentId: ComponentId.parse('alerts/1'), status: 'major_outage' } as const;
    expect(troubledWord(en, view as Parameters<typeof troubledWord>[1])).toBe('goes on');
  });

  it.each<[change: Parameters<typeof changeWords>[0], words: string]>([
    ['opened', 'Prometheus: HighLatency api-1 (high): p99 is 2 s (api-1)'],
    ['came-back', 'Prometheus: HighLatency api-1 (high) has come back: p99 is 2 s (api-1)'],
    ['worsened', 'Prometheus: HighLatency api-1 is high now: p99 is 2 s (api-1)'],
    ['changed', 'Prometheus: HighLatency api-1 (high) says now: p99 is 2 s (api-1)'],
    ['taken', 'Prometheus: HighLatency api-1 is acknowledged there'],
    ['ended', 'Prometheus: HighLatency api-1 is over'],
  ])('that was %s stands in the history so', (change, words) => {
    expect(changeWords(change, alert(), source)).toBe(words);
  });
});
