/**
 * The webhook of Prometheus' Alertmanager, version 4; Grafana's is the same with more fields. An alert is known by its fingerprint.
 *
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
import { z } from 'zod';
import { type AlertEvent, LONGEST_KEY } from '../../model/alert.ts';
import { bounded } from './bounds.ts';
import { issueWords, type ReadEvents } from './read.ts';

const Labels = z.record(z.string(), z.string());

const Body = z.looseObject({
  truncatedAlerts: z.number().int().min(0).default(0),
  alerts: z.array(
    z.looseObject({
      status: z.enum(['firing', 'resolved'], 'must be firing or resolved'),
      labels: Labels,
      annotations: Labels.default({}),
      generatorURL: z.string().default(''),
      dashboardURL: z.string().default(''),
      panelURL: z.string().default(''),
      fingerprint: z
        .string('is missing: it says which alert is meant')
        .min(1, 'is empty: it says which alert is meant')
        .max(LONGEST_KEY),
    }),
  ),
});
type AlertIn = z.infer<typeof Body>['alerts'][number];

export function readAlertmanager(body: unknown): ReadEvents {
  const parsed = Body.safeParse(body);
  return parsed.success
    ? { ok: true, events: parsed.data.alerts.map(eventOf), leftOut: parsed.data.truncatedAlerts }
    : { ok: false, problems: issueWords(parsed.error) };
}

function eventOf({ status, labels, annotations, fingerprint, ...urls }: AlertIn): AlertEvent {
  const { alertname = 'alert without a name', severity = '', ...others } = labels;
  const { summary, message, description, runbook_url: runbook = '', ...notes } = annotations;
  const origin = labels.instance ?? labels.pod ?? labels.service ?? labels.job ?? '';
  const words = [summary, message, description].filter((text) => text !== undefined && text.trim() !== '');
  return bounded({
    action: status === 'firing' ? 'trigger' : 'resolve',
    key: fingerprint,
    name: origin === '' ? alertname : `${alertname} ${origin}`,
    summary: words[0] ?? alertname,
    severity,
    origin,
    details: [
      ...words.slice(1).map((value) => ({ name: 'description', value: value ?? '' })),
      ...detailsOf(others),
      ...detailsOf(notes),
    ],
    links: [
      { href: runbook, text: 'runbook' },
      { href: urls.generatorURL, text: 'source' },
      { href: urls.dashboardURL, text: 'dashboard' },
      { href: urls.panelURL, text: 'panel' },
    ],
  });
}

function detailsOf(labels: Readonly<Record<string, string>>): AlertEvent['details'] {
  return Object.entries(labels).map(([name, value]) => ({ name, value }));
}
