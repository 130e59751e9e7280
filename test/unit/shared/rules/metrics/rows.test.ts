import { describe, expect, it } from 'vitest';
import type { CheckView, ComponentView, IncidentView } from '../../../../../shared/contract/view.ts';
import { ChannelId } from '../../../../../shared/model/ids.ts';
import { STATUSES } from '../../../../../shared/model/status.ts';
import type { Facts } from '../../../../../shared/rules/metrics/facts.ts';
import { metricRows } from '../../../../../shared/rules/metrics/rows.ts';

const NOW = Date.UTC(2026, 0, 5, 9);

const check = (change: object = {}) =>
  ({ id: 'shop/http', settled: 'up', lastTimings: { totalMs: 120 }, lastAt: NOW - 3_000, ...change }) as CheckView;
const component = (change: object = {}) => {
  const well: object = { id: 'shop', status: 'operational', suspect: false, maintenance: null, checks: [check()] };
  return { ...well, ...change } as ComponentView;
};
const incident = (state: IncidentView['state'], componentId = 'shop') => ({ state, componentId }) as IncidentView;

function facts(
  change: { readonly snapshot?: object; readonly tallies?: object; readonly outbox?: object } = {},
): Facts {
  return {
    snapshot: {
      at: NOW,
      version: '1.2.3',
      watcher: { state: 'watching', because: '', since: NOW, lastCheckAt: NOW - 1_000 },
      components: [component()],
      incidents: [],
      channels: [],
      ...change.snapshot,
    },
    tallies: {
      observations: { pass: 5, slow: 1, fail: 2, inconclusive: 3 },
      pages: new Map(),
      turns: { count: 10, lateMs: 250 },
      ...change.tallies,
    },
    outbox: { size: 0, oldestAt: null, ...change.outbox },
  } as Facts;
}

/** "name{label=value} 1" of every series whose name begins so. */
function told(of: Facts, prefix: string, most?: number): readonly string[] {
  return metricRows(of, most)
    .filter(({ name }) => name.startsWith(`watchbell_${prefix}`))
    .flatMap(({ name, samples }) =>
      samples.map(({ labels, value }) => {
        const parts = Object.entries(labels).map(([label, text]) => `${label}=${text}`);
        return `${name.slice('watchbell_'.length)}${parts.length === 0 ? '' : `{${parts.join()}}`} ${value}`;
      }),
    );
}

describe('figures', () => {
  it.each(STATUSES.map((status, index) => [status, [1, 2, 3, 4, 5, 0][index]] as const))(
    'tell the status %s as a number and as the one state of all that holds',
    (status, number) => {
      const of = facts({ snapshot: { components: [component({ status })] } });
      expect(told(of, 'component_status')).toEqual([`component_status{component=shop} ${number}`]);
      expect(told(of, 'component_state').filter((row) => row.endsWith(' 1'))).toEqual([
        `component_state{component=shop,state=${status}} 1`,
      ]);
      expect(told(of, 'component_state')).toHaveLength(STATUSES.length);
    },
  );

  it.each([
    ['up', 1],
    ['slow', 1],
    ['down', 0],
    ['starting', null],
    ['unknown', null],
  ])('tell that a check is %s by %s', (settled, value) => {
    const of = facts({ snapshot: { components: [component({ checks: [check({ settled })] })] } });
    expect(told(of, 'check_up')).toEqual(value === null ? [] : [`check_up{component=shop,check=shop/http} ${value}`]);
  });

  it('tell latencies and times in seconds, and nothing where nothing is known', () => {
    expect([...told(facts(), 'check_latency'), ...told(facts(), 'check_last')]).toEqual([
      'check_latency_seconds{component=shop,check=shop/http} 0.12',
      `check_last_try_timestamp_seconds{component=shop,check=shop/http} ${NOW / 1_000 - 3}`,
    ]);
    const none = facts({
      snapshot: { components: [component({ checks: [check({ lastTimings: null, lastAt: null })] })] },
    });
    expect([...told(none, 'check_latency'), ...told(none, 'check_last')]).toEqual([]);
  });

  it('never say that we watch when we do not', () => {
    const watcher = { state: 'not-watching', because: 'asleep', since: NOW, lastCheckAt: null };
    const of = facts({ snapshot: { watcher } });
    expect(told(of, 'watching')).toEqual(['watching 0']);
    expect(told(of, 'last_try')).toEqual([]);
    expect(told(facts(), 'watching')).toEqual(['watching 1']);
  });

  it('count what is open by state; calls of people apart, and never as components', () => {
    const of = facts({
      snapshot: {
        incidents: [
          incident('triggered'),
          incident('triggered', 'mail'),
          incident('resolved', 'db'),
          incident('acknowledged', 'calls/7'),
        ],
        components: [component(), component({ id: 'calls/7' })],
      },
    });
    expect(told(of, 'incidents')).toEqual([
      'incidents_open{state=triggered} 2',
      'incidents_open{state=acknowledged} 0',
    ]);
    expect(told(of, 'calls')).toEqual(['calls_open{state=triggered} 0', 'calls_open{state=acknowledged} 1']);
    expect(told(of, 'component').join()).not.toContain('calls/7');
  });

  it('count pages by channel and outcome, from zero on, also of a channel that is gone', () => {
    const pages = new Map([[ChannelId.parse('old'), { delivered: 2, failed: 1, withdrawn: 0, retried: 4 }]]);
    const of = facts({ snapshot: { channels: [{ id: 'sms' }] }, tallies: { pages } });
    expect(told(of, 'pages')).toEqual([
      'pages_total{channel=sms,outcome=delivered} 0',
      'pages_total{channel=sms,outcome=failed} 0',
      'pages_total{channel=sms,outcome=withdrawn} 0',
      'pages_total{channel=sms,outcome=retried} 0',
      'pages_total{channel=old,outcome=delivered} 2',
      'pages_total{channel=old,outcome=failed} 1',
      'pages_total{channel=old,outcome=withdrawn} 0',
      'pages_total{channel=old,outcome=retried} 4',
    ]);
  });

  it('tell how long the oldest page waits, and never less than nothing', () => {
    expect(told(facts(), 'outbox')).toEqual(['outbox_pages 0', 'outbox_oldest_age_seconds 0']);
    expect(told(facts({ outbox: { size: 2, oldestAt: NOW - 90_000 } }), 'outbox')).toEqual([
      'outbox_pages 2',
      'outbox_oldest_age_seconds 90',
    ]);
    expect(told(facts({ outbox: { size: 1, oldestAt: NOW + 5_000 } }), 'outbox_oldest')).toEqual([
      'outbox_oldest_age_seconds 0',
    ]);
  });

  it('of our own work add up', () => {
    expect([...told(facts(), 'observations'), ...told(facts(), 'scheduler'), ...told(facts(), 'build')]).toEqual([
      'observations_total{outcome=pass} 5',
      'observations_total{outcome=slow} 1',
      'observations_total{outcome=fail} 2',
      'observations_total{outcome=inconclusive} 3',
      'scheduler_turns_total 10',
      'scheduler_late_seconds_total 0.25',
      'build_info{version=1.2.3} 1',
    ]);
  });

  it('of one name are no more than can be borne, and how many are missing is said', () => {
    const components = Array.from({ length: 30 }, (_, index) => component({ id: `c${index}`, checks: [] }));
    const of = facts({ snapshot: { components } });
    expect(told(of, 'component_status', 20)).toHaveLength(20);
    expect(told(of, 'metrics_left_out', 20)).toEqual([`metrics_left_out ${10 + 160 + 10 + 10}`]);
    expect(told(of, 'metrics_left_out')).toEqual(['metrics_left_out 0']);
  });

  it('have names and words as Prometheus wants them, each name once', () => {
    const rows = metricRows(facts());
    for (const { name, help, kind } of rows) {
      expect(name).toMatch(/^watchbell_[a-z_]+$/);
      expect(name.endsWith('_total')).toBe(kind === 'counter');
      expect(help).toMatch(/^[A-Z].*\.$/);
    }
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });
});
