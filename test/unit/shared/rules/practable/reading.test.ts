/** What book, relay and jump send, read: the recorded bytes, both shapes, and everything that is wrong with a message. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goDurationMs } from '../../../../../shared/model/go-duration.ts';
import type { Report } from '../../../../../shared/model/practable/report.ts';
import { readManifest } from '../../../../../shared/rules/practable/read-manifest.ts';
import { readJump, readLast, readRelay } from '../../../../../shared/rules/practable/read-report.ts';
import { streamTopic } from '../../../../../shared/rules/practable/topics.ts';
import { practableJson, practableText } from '../../../../harness/practable/fixtures.ts';

function reportOf(reading: ReturnType<typeof readRelay>): Report {
  if (!reading.ok) {
    throw new Error(reading.problem);
  }
  return reading.report;
}

const element = (more: object): object => ({ topic: 'a-st-data', scopes: ['expt'], ...more });
const relayOf = (...elements: readonly unknown[]): Report => reportOf(readRelay(JSON.stringify(elements)));

describe('the reports of relay 0.7', () => {
  const report = reportOf(readRelay(practableText('relay-stats-0.7.0')));

  it("hold the experiments' own connections: no viewers, no stats, nothing that is no stream", () => {
    expect([...report.connections.keys()].toSorted()).toEqual([
      'aaaa00-st-data',
      'aaaa00-st-video',
      'bbbb00-st-data',
      'cccc00-st-data',
      'dddd00-st-data',
      'eeee00-st-video',
    ]);
    expect(report.unread).toBe(0);
  });

  it('tell when each has sent last', () => {
    const last = Object.fromEntries([...report.connections].map(([topic, { tx }]) => [topic, tx?.last]));
    expect(last).toMatchObject({
      'aaaa00-st-data': 95.725964,
      'bbbb00-st-data': 'never',
      'cccc00-st-data': 12_500,
      'eeee00-st-video': 3_723_500,
    });
    expect(report.connections.get('aaaa00-st-data')).toMatchObject({
      connectedAt: '2026-11-21T04:14:35.051239345Z',
      tx: { size: 100 },
      rx: { last: 'never' },
    });
  });
});

describe('the reports of relay 0.8 and later', () => {
  it('tell who is connected, and nothing of what is sent', () => {
    const report = reportOf(readRelay(practableText('relay-stats-0.9.3')));
    expect(report.connections.size).toBe(6);
    expect([...report.connections.values()].map(({ tx, rx }) => [tx, rx])).toEqual(Array(6).fill([null, null]));
  });

  it('are read in the shape of its GET /status as well', () => {
    const report = reportOf(readRelay(practableText('relay-rest-status-0.9.3')));
    expect([...report.connections.values()]).toMatchObject([
      { topic: 'aaaa00-st-video', connectedAt: '2026-11-21T04:16:29Z', expiresAt: '2026-11-21T04:26:29Z', tx: null },
    ]);
  });
});

describe('the reports of jump', () => {
  it.each([
    { shape: 'snake_case with statistcs (0.4.0)', file: 'jump-stats-0.4.0', hosts: ['aaaa00', 'cccc00'] },
    { shape: 'camelCase', file: 'jump-stats-camel', hosts: ['aaaa00'] },
  ])('in $shape hold the hosts, without clients and ourselves', ({ file, hosts }) => {
    expect([...reportOf(readJump(practableText(file))).connections.keys()]).toEqual(hosts);
  });
});

describe('several connections of one topic', () => {
  const tx = (last: unknown) => element({ stats: { tx: { last }, rx: { last: 'Never' } } });

  it.each([
    { story: 'the one that sent last', elements: [tx('12s'), tx('1s'), tx('5s')], last: 1_000 },
    { story: 'one that sent, before one that never did', elements: [tx('Never'), tx('1h')], last: 3_600_000 },
    { story: 'one that can be read', elements: [tx('soon'), tx('3s')], last: 3_000 },
    {
      story: 'one that may have sent, before one that never did',
      elements: [tx('Never'), tx('soon')],
      last: 'unreadable',
    },
  ])('are spoken for by $story', ({ elements, last }) => {
    for (const order of [elements, elements.toReversed()]) {
      expect(relayOf(...order).connections.get('a-st-data')?.tx?.last).toBe(last);
    }
  });

  it('are judged by the best, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 20 }), (all) => {
        const report = relayOf(...all.map((ms) => tx(`${ms}ms`)));
        expect(report.connections.get('a-st-data')?.tx?.last).toBe(Math.min(...all));
      }),
    );
  });
});

describe('a message that is wrong', () => {
  it.each([
    { text: '', problem: 'it is no JSON' },
    { text: '<html>502</html>', problem: 'it is no JSON' },
    { text: '{"topic":"a"}', problem: 'it is no list of connections' },
    { text: 'null', problem: 'it is no list of connections' },
  ])('altogether ($text) is none', ({ text, problem }) => {
    expect(readRelay(text)).toEqual({ ok: false, problem });
  });

  it('in some elements costs these and no others', () => {
    const report = relayOf(
      7,
      null,
      [],
      { scopes: ['expt'] },
      { topic: 'x'.repeat(201) },
      { topic: 'a\u001b[31m-st-x' },
      element({ stats: 5 }),
    );
    expect([...report.connections.keys()]).toEqual(['a-st-data']);
    expect(report).toMatchObject({ unread: 6, note: 'element 1 is no object' });
  });

  it('never stops us, whatever it holds', () => {
    const messy = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .array(
          fc.record(
            {
              topic: fc.anything(),
              scopes: fc.anything(),
              stats: fc.anything(),
              connected: fc.anything(),
              userAgent: fc.anything(),
            },
            { requiredKeys: [] },
          ),
        )
        .map((list) => JSON.stringify(list) ?? ''),
    );
    fc.assert(
      fc.property(messy, (text) => {
        for (const read of [readRelay, readJump]) {
          const reading = read(text);
          expect(reading.ok ? reading.report.unread >= 0 : reading.problem.length > 0).toBe(true);
        }
        expect(typeof readManifest(text).ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });

  it('is read to its last good element, whatever stands between', () => {
    const junk = fc.array(fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.record({ scopes: fc.string() })));
    fc.assert(
      fc.property(junk, fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,8}$/)), (rubbish, stubs) => {
        const good = stubs.map((stub) => element({ topic: `${stub}-st-data` }));
        const mixed = [...rubbish, ...good].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
        const report = relayOf(...mixed);
        expect([...report.connections.keys()].toSorted()).toEqual(stubs.map((stub) => `${stub}-st-data`).toSorted());
        expect(report.unread).toBe(rubbish.length);
      }),
    );
  });
});

describe('when something was sent last', () => {
  const rows = practableJson<{ text?: string; number_ns?: number; ms: number | null }[]>('durations');

  it.each(rows)('is read as Go writes it: $text$number_ns', ({ text, number_ns: ns, ms }) => {
    const last = readLast(text ?? ns);
    if (ms === null) {
      expect(last).toBe('never');
    } else {
      expect(last).toBeCloseTo(ms, 6);
    }
  });

  it.each(['soon', '5', '1s2', 's', '1 s', {}, true, Number.NaN])('is not known of %j', (value) => {
    expect(readLast(value)).toBe('unreadable');
  });

  it('survives the journey through the largest unit and back', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(59), fc.nat(59), fc.nat(999), (h, m, s, ms) => {
        expect(goDurationMs(`${h}h${m}m${s}.${String(ms).padStart(3, '0')}s`)).toBeCloseTo(
          ((h * 60 + m) * 60 + s) * 1_000 + ms,
          3,
        );
      }),
    );
  });
});

describe('topics', () => {
  it.each(practableJson<{ topic: string; experiment: string | null; stream: string | null }[]>('topics'))(
    '"$topic" is of experiment $experiment',
    ({ topic, experiment, stream }) => {
      expect(streamTopic(topic)).toEqual(experiment === null ? null : { stub: experiment, stream: `st-${stream}` });
    },
  );

  it('are cut where an experiment is known', () => {
    expect(streamTopic('a-st-b-st-c')?.stub).toBe('a');
    expect(streamTopic('a-st-b-st-c', (stub) => stub === 'a-st-b')).toEqual({ stub: 'a-st-b', stream: 'st-c' });
  });

  it.each(['-st-data', 'a-st-', 'st-data'])('%j is of none', (topic) => {
    expect(streamTopic(topic)).toBeNull();
  });
});

describe("book's list of resources", () => {
  it('names what each experiment must have', () => {
    const read = readManifest(practableText('book-resources'));
    expect(read.ok && read.manifest.resources).toEqual([
      { name: 'r-aaaa00', stub: 'aaaa00', description: 'd-ra', required: ['aaaa00-st-data', 'aaaa00-st-video'] },
      { name: 'r-bbbb00', stub: 'bbbb00', description: 'd-rb', required: ['bbbb00-st-data', 'bbbb00-st-video'] },
      { name: 'r-dddd00', stub: 'dddd00', description: 'd-rd', required: ['dddd00-st-data'] },
    ]);
  });

  it('is read without the entry that is wrong, which is named', () => {
    const read = readManifest('{"good":{"topic_stub":"a","streams":null},"bad":{"streams":["st-x"]},"worse":5}');
    expect(read.ok && read.manifest).toMatchObject({
      resources: [{ name: 'good', stub: 'a', required: [] }],
      unread: 2,
      note: expect.stringContaining('bad: topic_stub'),
    });
  });

  it('gives nothing to a terminal but words', () => {
    const text =
      '{"a\\u001b":{"topic_stub":"a"},"b":{"topic_stub":"b\\u0007"},"c":{"topic_stub":"c","description":"two\\nlines"}}';
    const read = readManifest(text);
    expect(read.ok && read.manifest).toMatchObject({
      resources: [{ stub: 'c', description: 'two lines' }],
      unread: 2,
      note: 'a resource has no name that can be shown',
    });
  });

  it.each(['', '[]', '"x"', '<html>'])('is none when it is %j', (text) => {
    expect(readManifest(text).ok).toBe(false);
  });
});
