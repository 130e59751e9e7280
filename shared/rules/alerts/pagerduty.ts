/**
 * PagerDuty's Events API, version 2: one event a request. Unknown fields are let through, for clients send more than the API asks.
 *
 * https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
import { z } from 'zod';
import { type AlertEvent, LONGEST_KEY } from '../../model/alert.ts';
import { bounded } from './bounds.ts';
import { issueWords, valueWords } from './read.ts';

const RoutingKey = z.string().max(200).optional();
const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;

const Link = z.looseObject({ href: z.string().optional(), text: z.string().optional() });
const Links = z.array(Link).nullish();

const Payload = z.looseObject({
  summary: z.string().trim().min(1, 'is missing or blank'),
  source: z.string().trim().min(1, 'is missing or blank'),
  severity: z.enum(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`),
  component: z.string().nullish(),
  group: z.string().nullish(),
  class: z.string().nullish(),
  custom_details: z.unknown().optional(),
});

const common = {
  routing_key: RoutingKey,
  dedup_key: z.string().max(LONGEST_KEY, `is longer than ${LONGEST_KEY} characters`).nullish(),
  client: z.string().nullish(),
  client_url: z.string().nullish(),
  links: Links,
};

const Key = z.string('is missing: it says which alert is meant').min(1, 'is empty: it says which alert is meant');

const EnqueueBody = z.discriminatedUnion(
  'event_action',
  [
    z.looseObject({ event_action: z.literal('trigger'), ...common, payload: Payload }),
    z.looseObject({ event_action: z.literal('acknowledge'), ...common, dedup_key: Key.max(LONGEST_KEY) }),
    z.looseObject({ event_action: z.literal('resolve'), ...common, dedup_key: Key.max(LONGEST_KEY) }),
  ],
  'must have `event_action`: trigger, acknowledge or resolve',
);

const ChangeBody = z.looseObject({
  routing_key: RoutingKey,
  payload: z.looseObject({ summary: z.string().trim().min(1, 'is missing or blank'), source: z.string().nullish() }),
});

export type ReadPagerDuty<T> =
  | { readonly ok: true; readonly routingKey: string | null; readonly said: T }
  | { readonly ok: false; readonly problems: readonly string[] };

export function readEnqueue(body: unknown): ReadPagerDuty<AlertEvent> {
  const parsed = EnqueueBody.safeParse(body);
  if (!parsed.success) {
    return { ok: false, problems: issueWords(parsed.error) };
  }
  const { data } = parsed;
  const routingKey = data.routing_key ?? null;
  const plain = { key: data.dedup_key ?? '', summary: '', name: '', severity: '', origin: '', details: [], links: [] };
  if (data.event_action !== 'trigger') {
    return { ok: true, routingKey, said: { ...plain, action: data.event_action } };
  }
  const { summary, source, severity, component, group, class: kind, custom_details: more } = data.payload;
  const links = (data.links ?? []).map(({ href = '', text = '' }) => ({ href, text }));
  const client = { href: data.client_url ?? '', text: data.client ?? '' };
  const said: AlertEvent = {
    ...plain,
    action: 'trigger',
    summary,
    severity,
    origin: source,
    details: [
      { name: 'component', value: component ?? '' },
      { name: 'group', value: group ?? '' },
      { name: 'class', value: kind ?? '' },
      { name: 'client', value: data.client ?? '' },
      ...detailsOf(more),
    ],
    links: [...links, client],
  };
  return { ok: true, routingKey, said: bounded(said) };
}

/** A change (a deployment): nothing is wrong. In one line. */
export function readChange(body: unknown): ReadPagerDuty<string> {
  const parsed = ChangeBody.safeParse(body);
  if (!parsed.success) {
    return { ok: false, problems: issueWords(parsed.error) };
  }
  const { routing_key: key, payload } = parsed.data;
  const { summary, source } = payload;
  return { ok: true, routingKey: key ?? null, said: source ? `${summary} (${source})` : summary };
}

function detailsOf(more: unknown): AlertEvent['details'] {
  if (typeof more === 'object' && more !== null && !Array.isArray(more)) {
    return Object.entries(more).map(([name, value]) => ({ name, value: valueWords(value) }));
  }
  return [{ name: 'details', value: valueWords(more) }];
}
