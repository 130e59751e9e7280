/** Prometheus text and the basics of OpenMetrics: which series are meant, what their values are, and what they mean. */
import { describe, expect, it } from 'vitest';
import { readExposition, seriesFilter } from '../../../../electron/probes/exposition.ts';
import { judgeSeries, type PrometheusLimits } from '../../../../electron/probes/prometheus-judge.ts';
import { parseSelector } from '../../../../shared/model/series.ts';

/** From the format's own document (prometheus.io, "Text format example"), and what else is allowed. */
const PAGE = `# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045

rpc_duration_seconds{quantile="0.01"} 3102
rpc_duration_seconds{quantile="0.99",} NaN
rpc_duration_seconds_sum 1.7560473e+07
 queue_depth { queue = "mail" , host="a" } 12
queue_depth{queue="web",host="b"} 340
queue_depth{queue="}{",host="c"} 5
foo_total{x="y"} 17.0 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67
# EOF
`;

function found(text: string, page = PAGE) {
  const parsed = parseSelector(text);
  if (!parsed.ok) {
    throw new Error(parsed.problem);
  }
  return readExposition(page, parsed.selector.metric, seriesFilter(parsed.selector));
}
const values = (text: string) => found(text).series.map(({ value }) => value);

describe('a selection of series', () => {
  it.each([
    { text: 'http_requests_total', is: [1_027, 3] },
    { text: 'http_requests_total{code="400"}', is: [3] },
    { text: 'http_requests_total{code=~"2..|3.."}', is: [1_027] },
    { text: 'http_requests_total{code=~"2"}', is: [] },
    { text: 'http_requests_total{code!~"2.."}', is: [3] },
    { text: 'http_requests_total{method="post", code!="200",}', is: [3] },
    { text: 'http_requests_total{instance=""}', is: [1_027, 3] },
    { text: 'http_requests', is: [] },
    { text: 'metric_without_timestamp_and_labels{}', is: [12.47] },
    { text: 'something_weird', is: [Number.POSITIVE_INFINITY] },
    { text: 'rpc_duration_seconds', is: [3_102, Number.NaN] },
    { text: 'rpc_duration_seconds_sum', is: [17_560_473] },
    { text: 'queue_depth{host=~"a|c"}', is: [12, 5] },
    { text: 'queue_depth{queue="}{"}', is: [5] },
    { text: 'foo_total', is: [17] },
    { text: 'msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT"}', is: [1_458_255_915] },
    { text: 'msdos_file_access_time_seconds{error=~"Cannot.*\\\\s\\"FILE.TXT\\""}', is: [1_458_255_915] },
  ])('$text', ({ text, is }) => {
    expect(values(text)).toEqual(is);
  });

  it.each([
    { text: '', problem: 'begins with the name of a metric' },
    { text: '{a="b"}', problem: 'begins with the name of a metric' },
    { text: 'm{a="b"', problem: 'come its labels in braces' },
    { text: 'm > 3', problem: 'come its labels in braces' },
    { text: 'm{a}', problem: 'not a label matcher: a' },
    { text: "m{a='b'}", problem: 'not a label matcher' },
    { text: 'm{a="b" c="d"}', problem: 'a comma is missing before c="d"' },
    { text: 'm{a=~"("}', problem: 'label a: not a regular expression' },
  ])('is not $text', ({ text, problem }) => {
    const parsed = parseSelector(text);
    expect(parsed.ok ? '' : parsed.problem).toContain(problem);
  });
});

function says(text: string, limits: Partial<PrometheusLimits>, page?: string): string {
  const { objection, value } = judgeSeries(found(text, page), { series: text, combine: 'any', ...limits });
  return objection === null ? `well at ${value}` : `${objection.kind} ${objection.level ?? '-'}: ${objection.detail}`;
}

describe('the value of a metric', () => {
  const warn = { above: 10 };
  const critical = { above: 100 };
  it.each<{ text: string; limits: Partial<PrometheusLimits>; is: string }>([
    { text: 'http_requests_total{code="400"}', limits: { warn }, is: 'well at 3' },
    {
      text: 'metric_without_timestamp_and_labels',
      limits: { warn, critical },
      is: 'threshold performance_issues: metric_without_timestamp_and_labels is 12.47, above 10',
    },
    {
      text: 'something_weird',
      limits: { critical },
      is: 'threshold -: something_weird is Infinity, above 100',
    },
    {
      text: 'http_requests_total{code="400"}',
      limits: { critical: { below: 3.5 } },
      is: 'threshold -: http_requests_total{code="400"} is 3, below 3.5',
    },
    {
      text: 'queue_depth',
      limits: { warn, critical },
      is: 'threshold -: queue_depth{queue="web",host="b"} is 340, above 100 (and 1 more of 3)',
    },
    { text: 'queue_depth', limits: { warn, critical, combine: 'all' }, is: 'well at 5' },
    {
      text: 'queue_depth{host!="c"}',
      limits: { warn, critical, combine: 'all' },
      is: 'threshold performance_issues: queue_depth{queue="mail",host="a"} is 12, above 10 (and 1 more of 2)',
    },
    {
      text: 'queue_depth',
      limits: { warn, combine: 'sum' },
      is: 'threshold performance_issues: the sum of queue_depth is 357, above 10',
    },
    {
      text: 'queue_depth',
      limits: { critical, combine: 'max' },
      is: 'threshold -: the largest of queue_depth is 340, above 100',
    },
    {
      text: 'queue_depth',
      limits: { warn: { below: 6 }, combine: 'min' },
      is: 'threshold performance_issues: the smallest of queue_depth is 5, below 6',
    },
    {
      text: 'queue_depth{host="z"}',
      limits: { warn },
      is: 'wrong-content -: there is no series queue_depth{host="z"}',
    },
    { text: 'nope', limits: { critical: { below: -1 } }, is: 'wrong-content -: there is no series nope' },
    {
      text: 'rpc_duration_seconds',
      limits: { warn: { above: 1e9 } },
      is: 'wrong-content -: rpc_duration_seconds{quantile="0.99"} is NaN, which is no value',
    },
  ])('$text: $is', ({ text, limits, is }) => {
    expect(says(text, limits)).toBe(is);
  });

  it.each(['m{a="b} 3', 'm three', 'm{a="b"}', 'm{a="b" c="d"} 3', 'm 0x10', 'm 1 2 3'])(
    'that cannot be read (%s) is never left out in silence',
    (line) => {
      expect(says('m', { warn, combine: 'sum' }, `m 1\n${line}\n`)).toBe(
        'wrong-content -: line 2 of the metrics cannot be read, and it is about m',
      );
    },
  );

  it('is not looked for in a page that is none', () => {
    expect(says('m', { warn }, '<html>m 3</html>')).toBe('wrong-content -: there is no series m');
  });
});
