/**
 * The Prometheus check: reads a metrics page, takes the series it was told to take, and compares.
 */
import type { CheckOf } from '../../shared/model/check.ts';
import type { HttpTarget } from '../../shared/model/checks/http-target.ts';
import { parseSelector, type SeriesSelector } from '../../shared/model/series.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { beginAttempt } from './attempt.ts';
import { readExposition, type Series, seriesFilter } from './exposition.ts';
import { judgeSeries } from './prometheus-judge.ts';
import { readHttp, unwanted } from './read-http.ts';
import type { ProbeTools } from './tools.ts';

type PrometheusCheck = CheckOf<'prometheus'>;

/** What a check asks, worked out once. */
interface Plan {
  readonly target: HttpTarget;
  readonly selector: SeriesSelector;
  readonly wanted: (series: Series) => boolean;
}

/** The text format first; who speaks only OpenMetrics is understood, too. */
const ACCEPT = 'text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.5, */*;q=0.1';

export function createPrometheusProbe(tools: ProbeTools): Probe<'prometheus'> {
  const plans = new WeakMap<PrometheusCheck, Plan>();

  function planOf(check: PrometheusCheck): Plan {
    const known = plans.get(check);
    if (known) {
      return known;
    }
    const parsed = parseSelector(check.series);
    if (!parsed.ok) {
      throw new Error(`the schema let a selection through: ${parsed.problem}`);
    }
    const ownAccept = Object.keys(check.headers).some((name) => name.toLowerCase() === 'accept');
    const plan: Plan = {
      target: ownAccept ? check : { ...check, headers: { ...check.headers, accept: ACCEPT } },
      selector: parsed.selector,
      wanted: seriesFilter(parsed.selector),
    };
    plans.set(check, plan);
    return plan;
  }

  return {
    type: 'prometheus',
    run: (check, context) =>
      beginAttempt(
        { timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook: tools.secondLook },
        (attempt) => {
          const { target, selector, wanted } = planOf(check);
          readHttp(target, attempt, tools, (answer) => {
            const wrong = unwanted(answer, attempt);
            if (wrong !== null) {
              attempt.fail(wrong);
              return;
            }
            const found = readExposition(answer.text, selector.metric, wanted);
            const { objection, value } = judgeSeries(found, check);
            attempt.readings.series = found.series.length;
            if (value !== null) {
              attempt.readings.value = value;
            }
            if (objection === null) {
              attempt.pass();
            } else {
              attempt.fail(objection);
            }
          });
        },
      ),
  };
}
