/** Bodies of other systems, read. */
import { describe, expect, it } from 'vitest';
import { Mapping } from '../../../../../shared/model/mapping.ts';
import { readAlertmanager } from '../../../../../shared/rules/alerts/alertmanager.ts';
import { type Find, readMapped } from '../../../../../shared/rules/alerts/mapped.ts';
import { readEnqueue } from '../../../../../shared/rules/alerts/pagerduty.ts';
import { alertmanagerBody } from '../../../../harness/alerts.ts';

const find: Find = (pattern, text, anyCase) => {
  const found = new RegExp(pattern, anyCase ? 'si' : 's').exec(text);
  return found === null ? null : (found[1] ?? found[0]);
};

describe('an event of PagerDuty', () => {
  const body = (payload: object = {}, more: object = {}) => ({
    routing_key: 'k',
    event_action: 'trigger',
    payload: { summary: 's', source: 'o', severity: 'info', ...payload },
    ...more,
  });
  const said = (value: unknown) => {
    const read = readEnqueue(value);
    if (!read.ok) {
      throw new Error(read.problems.join());
    }
    return read.said;
  };

  it('has every text on one line, and cut', () => {
    const event = said(
      body({ summary: `a\nb\u202e${'x'.repeat(2_000)}`, custom_details: { note: 'y\r\n'.repeat(500) } }),
    );
    expect(event.summary).toMatch(/^a b x/);
    expect(event.summary).toHaveLength(1_024);
    expect(event.details[0]?.value.length).toBeLessThanOrEqual(300);
  });

  it.each<[href: string, kept: boolean]>([
    ['https://wiki.example/a', true],
    ['http://wiki.example', true],
    ['javascript:alert(1)', false],
    ['file:///etc/passwd', false],
    ['https://kim:pw@wiki.example/', false],
    ['wiki.example', false],
    [`https://wiki.example/${'x'.repeat(2_000)}`, false],
  ])('with the link %s: kept %s', (href, kept) => {
    expect(said(body({}, { links: [{ href }] })).links).toHaveLength(kept ? 1 : 0);
  });

  it.each<[details: unknown, shown: readonly object[]]>([
    [
      { a: 1, b: { c: [2] }, d: null },
      [
        { name: 'a', value: '1' },
        { name: 'b', value: '{"c":[2]}' },
      ],
    ],
    ['words', [{ name: 'details', value: 'words' }]],
    [[1, 2], [{ name: 'details', value: '[1,2]' }]],
    [undefined, []],
  ])('with details %j shows them', (details, shown) => {
    expect(said(body({ custom_details: details })).details).toEqual(shown);
  });

  it('may carry nothing where other clients send null', () => {
    const more = { dedup_key: null, client: null, client_url: null, links: null };
    expect(said(body({ component: null, group: null, class: null }, more))).toMatchObject({ key: '', links: [] });
  });
});

describe('a group of an Alertmanager', () => {
  const eventsOf = (body: unknown) => {
    const read = readAlertmanager(body);
    return read.ok ? read.events : read.problems;
  };

  it('is an event for each alert', () => {
    const labels = { alertname: 'HighLatency', instance: 'api-1', severity: 'page', job: 'node' };
    expect(eventsOf(alertmanagerBody([labels]))).toMatchObject([
      {
        action: 'trigger',
        name: 'HighLatency api-1',
        summary: 'HighLatency is bad',
        severity: 'page',
        origin: 'api-1',
        details: [
          { name: 'description', value: 'look at the graph' },
          { name: 'instance', value: 'api-1' },
          { name: 'job', value: 'node' },
        ],
        links: [{ href: 'http://prom.example:9090/graph?g0.expr=up', text: 'source' }],
      },
    ]);
  });

  it('puts the runbook before every other link', () => {
    const body = alertmanagerBody([{ alertname: 'A' }]);
    const [alert] = body.alerts;
    const annotations = { summary: 's', runbook_url: 'https://wiki.example/a' };
    const [event] = eventsOf({ ...body, alerts: [{ ...alert, annotations }] });
    expect(event).toMatchObject({ links: [{ href: 'https://wiki.example/a', text: 'runbook' }, { text: 'source' }] });
  });

  it('as Grafana sends it is read as well', () => {
    const { fingerprint, ...alert } = { ...alertmanagerBody([{ alertname: 'A' }]).alerts[0] };
    const grafana = {
      receiver: 'x',
      status: 'firing',
      version: '1',
      title: '[FIRING:1]',
      state: 'alerting',
      alerts: [
        {
          ...alert,
          fingerprint,
          dashboardURL: 'https://grafana.example/d/1',
          valueString: '[ var=B ]',
          values: { B: 1 },
        },
      ],
    };
    expect(eventsOf(grafana)).toMatchObject([{ links: [{ text: 'source' }, { text: 'dashboard' }] }]);
  });

  it.each<[story: string, body: unknown, problem: string]>([
    ['without alerts', {}, 'alerts: '],
    ['with no list', { alerts: {} }, 'alerts: '],
    ['without a fingerprint', { alerts: [{ status: 'firing', labels: {} }] }, 'alerts[0].fingerprint: is missing'],
    [
      'with labels that are no texts',
      { alerts: [{ status: 'firing', labels: { a: 1 }, fingerprint: 'x' }] },
      'alerts[0].labels.a: ',
    ],
    ['that is null', null, 'Invalid input'],
  ])('%s is refused with its place', (_, body, problem) => {
    expect(String(eventsOf(body)[0])).toContain(problem);
  });
});

describe('a mapping', () => {
  const mapping = (change: object = {}) =>
    Mapping.parse({ key: '{{id}}', summary: '{{title}} on {{host.name}}', ...change });
  const item = { id: 17, title: 'Disk full', host: { name: 'db1' }, state: 'Resolved', 'odd key': ['x'] };
  const read = (document: unknown, change: object = {}) => readMapped(document, mapping(change), find);

  it('fills places, and what is not there is empty', () => {
    expect(read(item, { severity: '{{nowhere.at.all}}', origin: '{{["odd key"][0]}}' })).toMatchObject({
      ok: true,
      events: [{ key: '17', summary: 'Disk full on db1', severity: '', origin: 'x', action: 'trigger' }],
    });
  });

  it.each<[state: object, action: string]>([
    [{ in: '{{state}}', over: 'resolved' }, 'resolve'],
    [{ in: '{{state}}', over: '^ok$' }, 'trigger'],
    [{ in: '{{state}}', over: '^ok$', taken: 'resolved' }, 'acknowledge'],
    [{ in: '{{missing}}', over: 'resolved' }, 'trigger'],
  ])('with the state %j is %s', (state, action) => {
    expect(read(item, { state })).toMatchObject({ events: [{ action }] });
  });

  it('picks a part, so that two subjects are one alert', () => {
    const key = { in: '{{subject}}', find: '^(?:PROBLEM|RECOVERY): (.*)$' };
    const keyOf = (subject: string) => read({ subject }, { key, summary: '{{subject}}' });
    expect(keyOf('PROBLEM: db1 down')).toMatchObject({ events: [{ key: 'db1 down' }] });
    expect(keyOf('RECOVERY: db1 down')).toMatchObject({ events: [{ key: 'db1 down' }] });
    expect(keyOf('News')).toEqual({ ok: false, problems: [expect.stringContaining('its `key` is empty')] });
  });

  it.each<[each: string, document: unknown, problem: string]>([
    ['items', { others: [] }, 'there is no items in an object'],
    ['items', { items: 3 }, 'that is a number, no list'],
    ['items', { items: Array.from({ length: 1_001 }, () => item) }, 'at most 1000'],
    ['items', { items: [item, {}] }, '[1] its `key` is empty'],
  ])('with each %s says what is wrong', (each, document, problem) => {
    const found = read(document, { each });
    expect(found.ok ? '' : found.problems[0]).toContain(problem);
  });

  it.each<[story: string, change: object, problem: string]>([
    ['a place that is never closed', { summary: '{{title' }, 'a {{ is never closed by }}'],
    ['a place that is no path', { summary: '{{a..b}}' }, 'is no step of a path'],
    ['an empty place', { key: '{{ }}' }, 'a path is missing'],
    ['a pattern that is none', { key: { in: '{{id}}', find: '(' } }, 'not a regular expression'],
    ['a list that is no path', { each: '[' }, 'is no step of a path'],
  ])('with %s is refused', (_, change, problem) => {
    const parsed = Mapping.safeParse({ key: '{{id}}', summary: 'x', ...change });
    expect(parsed.success ? '' : JSON.stringify(parsed.error.issues)).toContain(problem);
  });
});
