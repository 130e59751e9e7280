/** What is painted is read back as what it was, whatever stands in the labels. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { influxLines } from '../../../../../shared/rules/metrics/influx.ts';
import type { Metric } from '../../../../../shared/rules/metrics/metric.ts';
import { prometheusText } from '../../../../../shared/rules/metrics/prometheus.ts';
import { type ReadMetric, readInflux, readPrometheus } from '../../../../harness/exposition.ts';

const AT = Date.UTC(2026, 0, 5, 9);

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('\\', '"', '\n', '\r', ',', '=', ' ', 'n', '{', '}', '#', 'ä'), maxLength: 12 }),
);
const sample = fc.record({
  labels: fc.dictionary(fc.constantFrom('component', 'check', 'state', 'channel'), words, { maxKeys: 4 }),
  value: fc.oneof(fc.double(), fc.integer()),
});
const metric: fc.Arbitrary<Metric> = fc.record({
  name: fc.constantFrom('watchbell_a', 'watchbell_b_total', 'watchbell_c_seconds'),
  help: words,
  kind: fc.constantFrom('gauge' as const, 'counter' as const),
  samples: fc.uniqueArray(sample, { maxLength: 5, selector: ({ labels }) => JSON.stringify(labels) }),
});
const metrics = fc.uniqueArray(metric, { maxLength: 3, selector: ({ name }) => name });

/** With NaN and both infinities told apart, and one zero. */
const comparable = (all: readonly Metric[] | readonly ReadMetric[]): string =>
  JSON.stringify(all, (_, value: unknown) => (typeof value === 'number' ? String(value + 0 === 0 ? 0 : value) : value));

describe('figures as Prometheus reads them', () => {
  it('are read back as they were', () => {
    fc.assert(
      fc.property(metrics, (all) => {
        expect(comparable(readPrometheus(prometheusText(all)))).toBe(comparable(all));
      }),
    );
  });

  it('look as its document has them', () => {
    expect(
      prometheusText([
        {
          name: 'a_total',
          help: 'One \\ two\nthree.',
          kind: 'counter',
          samples: [{ labels: { l: 'a"b\\c\nd' }, value: 3 }],
        },
        {
          name: 'b',
          help: '',
          kind: 'gauge',
          samples: [
            { labels: {}, value: Number.NaN },
            { labels: { l: '' }, value: -Infinity },
          ],
        },
        { name: 'c', help: 'None.', kind: 'gauge', samples: [] },
      ]),
    ).toBe(
      '# HELP a_total One \\\\ two\\nthree.\n# TYPE a_total counter\na_total{l="a\\"b\\\\c\\nd"} 3\n' +
        '# HELP b \n# TYPE b gauge\nb NaN\nb{l=""} -Inf\n# HELP c None.\n# TYPE c gauge\n',
    );
  });
});

describe('figures as InfluxDB reads them', () => {
  const flat = (text: string) => text.replaceAll(/[\r\n]/g, ' ');

  it('are read back as they were, but for what the protocol cannot say', () => {
    fc.assert(
      fc.property(metrics, (all) => {
        const told = all.flatMap(({ name, samples }) =>
          samples
            .filter(({ value }) => Number.isFinite(value))
            .map(({ labels, value }) => ({
              name,
              tags: Object.fromEntries(
                Object.entries(labels).flatMap(([label, text]) => (text === '' ? [] : [[label, flat(text)]])),
              ),
              value: value === 0 ? 0 : value,
              ns: '1767603600000000000',
            })),
        );
        const read = readInflux(influxLines(all, AT)).map((point) => ({
          ...point,
          value: point.value === 0 ? 0 : point.value,
        }));
        expect(read).toEqual(told);
      }),
    );
  });

  it.each([
    ['a plain one', {}, 'm value=1.5 1767603600000000000\n'],
    ['sorted', { b: 'x', a: 'y' }, 'm,a=y,b=x value=1.5 1767603600000000000\n'],
    ['special', { a: 'x y,z=\\' }, 'm,a=x\\ y\\,z\\=\\\\ value=1.5 1767603600000000000\n'],
    ['of two lines', { a: 'x\r\ny' }, 'm,a=x\\ \\ y value=1.5 1767603600000000000\n'],
    ['without a value', { a: '', b: 'x' }, 'm,b=x value=1.5 1767603600000000000\n'],
  ])('look as its document has them: tags %s', (_, labels, line) => {
    expect(influxLines([{ name: 'm', help: '', kind: 'gauge', samples: [{ labels, value: 1.5 }] }], AT)).toBe(line);
  });
});
