/**
 * An alert at PagerDuty (developer.pagerduty.com, "Events API v2"): opened by a trigger, folded by its key, resolved by a close.
 *
 * Who is called then, and who acknowledges there, is PagerDuty's: it tells only those whom it can call from outside.
 */
import { z } from 'zod';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Delivery, Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { declined, notUnderstood } from '../../../shared/rules/http/declined.ts';
import { cutAtWord } from '../../../shared/rules/words/plain.ts';
import { pushText } from '../../../shared/rules/words/push-texts.ts';
import type { Channel, ChannelContext } from '../../engine/ports/channel.ts';
import { createPoster, type PostAnswer, type Poster } from './http-post.ts';
import { parseJson } from './json.ts';
import { shortKey } from './short-key.ts';

const ANSWER = { bytes: 16 * 1_024, withinMs: 5_000 };
/** developer.pagerduty.com/docs/events-api-v2/trigger-events */
const LONGEST_SUMMARY = 1_024;
const LONGEST_KEY = 255;

const SEVERITY = { critical: 'critical', high: 'error', low: 'warning' } as const satisfies Record<Severity, string>;

/** A change event has no key. */
const Taken = z.object({ status: z.literal('success'), dedup_key: z.string().min(1).optional() });
const Problem = z.object({ message: z.string(), errors: z.array(z.string()).default([]) });

export function createPagerDutyChannel(): Channel<'pagerduty'> {
  const poster = createPoster();
  return {
    type: 'pagerduty',
    // 120 events in a minute for each key; the half is for others that use it.
    can: { acknowledge: false, delivery: false, idempotent: true, rate: { pages: 60, perMs: 60_000 } },
    target: ({ routingKey, baseUrl }) => `integration ${routingKey.slice(0, 3)}… at ${new URL(baseUrl).host}`,
    secrets: ({ routingKey }) => [routingKey],
    async send(page, settings, context) {
      const delivery = await tell(poster, eventOf(page), settings, context);
      return page.kind === 'test' && delivery.status === 'accepted'
        ? resolved(delivery, await tell(poster, resolveOf(page), settings, context))
        : delivery;
    },
    close: () => poster.close(),
  };
}

async function tell(
  poster: Poster,
  { path, event }: Event,
  { routingKey, baseUrl }: ChannelSettingsOf<'pagerduty'>,
  context: ChannelContext,
): Promise<Delivery> {
  const answer = await poster.post({
    url: `${baseUrl.replace(/\/+$/, '')}${path}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ routing_key: routingKey, ...event }),
    verifyTls: true,
    read: () => ANSWER,
    signal: context.signal,
    clock: context.clock,
  });
  return judge(answer, context);
}

/** Nothing will ever close a test: its alert is resolved at once, or somebody must know that it stands there. */
function resolved({ reference }: { readonly reference?: string }, closing: Delivery): Delivery {
  const words =
    closing.status === 'accepted'
      ? 'an alert was opened and resolved at once'
      : `an alert was opened, and is to be resolved by hand there: ${'reason' in closing ? closing.reason : closing.status}`;
  return { status: 'accepted', reference: `${reference ?? 'alert'}: ${words}` };
}

interface Event {
  readonly path: '/v2/enqueue' | '/v2/change/enqueue';
  readonly event: object;
}

function eventOf(page: Page): Event {
  if (page.kind === 'close') {
    return resolveOf(page);
  }
  return page.kind === 'notice' && page.incidentId === null ? changeOf(page) : triggerOf(page);
}

const keyOf = ({ dedupKey }: Page): string => (dedupKey.length <= LONGEST_KEY ? dedupKey : shortKey(dedupKey));

function resolveOf(page: Page): Event {
  return { path: '/v2/enqueue', event: { event_action: 'resolve', dedup_key: keyOf(page) } };
}

/** A reminder is the trigger again: PagerDuty adds it to the alert's log, and calls nobody anew. */
function triggerOf(page: Page): Event {
  const payload = {
    ...whatHappened(page),
    severity: page.kind === 'test' ? 'info' : SEVERITY[page.severity],
    component: page.componentName,
    ...(page.status === null ? {} : { class: page.status }),
  };
  const event = { event_action: 'trigger', dedup_key: keyOf(page), client: 'Watchbell', payload, ...linksOf(page) };
  return { path: '/v2/enqueue', event };
}

/** What only tells (a shift begins) and is never closed: as an alert it would stand open for ever. A change calls nobody. */
function changeOf(page: Page): Event {
  return { path: '/v2/change/enqueue', event: { payload: whatHappened(page), ...linksOf(page) } };
}

function whatHappened(page: Page): object {
  const { title, body } = pushText({ ...page, because: '' }, { title: 250, body: LONGEST_SUMMARY });
  return {
    summary: cutAtWord(body === title ? title : `${title}: ${body}`, LONGEST_SUMMARY),
    source: page.componentId ?? 'watchbell',
    timestamp: new Date(page.createdAt).toISOString(),
    custom_details: { sent_because_of: page.because, kind: page.kind, page: page.id },
  };
}

const linksOf = ({ runbook }: Page): object =>
  runbook === null ? {} : { links: [{ href: runbook, text: 'Runbook' }] };

function judge(answer: PostAnswer, { clock }: ChannelContext): Delivery {
  if (answer.kind === 'failed') {
    return answer.delivery;
  }
  const json = parseJson(answer.body);
  const problem = Problem.safeParse(json).data;
  const words = problem === undefined ? null : [problem.message, ...problem.errors].join('; ');
  const taken = Taken.safeParse(json).data;
  return (
    declined(answer, { who: 'PagerDuty', words }, clock.now()) ??
    (taken === undefined
      ? notUnderstood(answer, 'PagerDuty')
      : { status: 'accepted', reference: taken.dedup_key ?? 'change event' })
  );
}
