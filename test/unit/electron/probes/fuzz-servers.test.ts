/** Whatever servers answer: mod_status, HAProxy and Prometheus text are read to their end, in words that fit a pager. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apacheChange, apacheLoad, apacheReadings, judgeApache } from '../../../../electron/probes/apache-judge.ts';
import { readApacheReport } from '../../../../electron/probes/apache-report.ts';
import { readExposition, seriesFilter } from '../../../../electron/probes/exposition.ts';
import { judgeHaproxy } from '../../../../electron/probes/haproxy-judge.ts';
import { readHaproxyStats } from '../../../../electron/probes/haproxy-stats.ts';
import { judgeSeries } from '../../../../electron/probes/prometheus-judge.ts';
import { parseSelector } from '../../../../shared/model/series.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { aCheck } from '../../../harness/probing.ts';

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8');
const apache = ['auto-event-busy', 'auto-event-graceful', 'auto-prefork-notextended'].map((name) =>
  fixture(`apache-status/${name}.txt`),
);
const csv = fixture('haproxy/show-stat.csv');
const PAGE =
  'queue_depth{queue="mail",host="a\\"b"} 12 1395066363000\nqueue_depth{queue="web"} +Inf\nother 3\nqueue_depth 1e3 # {a="b"} 1\n';

const apacheCheck = aCheck({ type: 'apache_status', url: 'http://h/server-status', maxWait: '1s' });
const haproxyCheck = aCheck({ type: 'haproxy', socket: '/s', maxQueue: 3, maxErrors: 1, least: 1, maxWait: '1s' });
const prometheusCheck = aCheck({
  type: 'prometheus',
  url: 'http://h/',
  series: 'queue_depth{queue=~".*"}',
  warn: { above: 1 },
});

const fits = (detail: string | undefined) => {
  expect(detail ?? '').not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
};
const finite = (readings: object) => {
  for (const value of Object.values(readings)) {
    expect(typeof value !== 'number' || Number.isFinite(value)).toBe(true);
  }
};

describe('any answer', () => {
  it(
    'of mod_status',
    () => {
      const text = fc.oneof(fc.string(), ...apache.map(near));
      fc.assert(
        fc.property(text, text, (one, other) => {
          const [before, now] = [readApacheReport(one), readApacheReport(other)];
          if (now.kind === 'not-apache') {
            fits(now.because);
            return;
          }
          const look = { report: now.report, atMs: 30_000 };
          const change = apacheChange(before.kind === 'report' ? { report: before.report, atMs: 0 } : null, look);
          const load = apacheLoad(look, change, 50);
          finite(load ?? {});
          finite(apacheReadings(look, change, apacheCheck));
          fits(judgeApache(look, load, apacheCheck)?.detail);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'of HAProxy',
    () => {
      const text = fc.oneof({ weight: 1, arbitrary: fc.string() }, { weight: 4, arbitrary: near(csv) });
      fc.assert(
        fc.property(text, text, (one, other) => {
          const [before, now] = [readHaproxyStats(one), readHaproxyStats(other)];
          if (now.kind === 'not-haproxy') {
            fits(now.because);
            return;
          }
          const totals = before.kind === 'rows' ? judgeHaproxy(before.rows, null, haproxyCheck).totals : null;
          const verdict = judgeHaproxy(now.rows, totals, haproxyCheck);
          finite(verdict.readings);
          finite(verdict.load ?? {});
          fits(verdict.objection?.detail);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'of a metrics page, with no series lost without a word',
    () => {
      const parsed = parseSelector(prometheusCheck.series);
      const text = fc.oneof({ weight: 1, arbitrary: fc.string() }, { weight: 4, arbitrary: near(PAGE) });
      fc.assert(
        fc.property(text, (page) => {
          if (!parsed.ok) {
            throw new Error(parsed.problem);
          }
          const found = readExposition(page, parsed.selector.metric, seriesFilter(parsed.selector));
          const lines = page.split('\n').filter((line) => /^\s*queue_depth[\s{]/.test(line)).length;
          expect(found.brokenLine !== null || found.series.length === lines).toBe(true);
          fits(judgeSeries(found, prometheusCheck).objection?.detail);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'and any selection, from a configuration',
    () => {
      const text = fc.oneof(fc.string(), near('queue_depth{queue="mail",host!~"a|b\\"c",x=~"."}'));
      fc.assert(
        fc.property(text, (selection) => {
          const parsed = parseSelector(selection);
          if (parsed.ok) {
            seriesFilter(parsed.selector)({ labels: new Map([['queue', 'mail']]), value: 1 });
          } else {
            expect(parsed.problem).not.toBe('');
          }
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
