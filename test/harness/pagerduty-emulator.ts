/**
 * PagerDuty's Events API v2, after its documents and the answers in test/fixtures/pager/pagerduty.json: it checks what an event must
 * hold, and folds events of one key into one alert.
 */
import { readFileSync } from 'node:fs';
import { type HttpBehaviour, type Reply, type Request, startHttpEmulator } from './http-emulator.ts';

const recorded = JSON.parse(readFileSync(new URL('../fixtures/pager/pagerduty.json', import.meta.url), 'utf8')) as {
  answer_202: object;
  answer_400: object;
};

type Event = Readonly<Record<string, unknown>>;

export interface PagerDutyAlert {
  readonly key: string;
  readonly events: readonly Event[];
  readonly resolved: boolean;
}

export interface PagerDutyEmulator {
  /** For the channel's `baseUrl`. */
  readonly url: string;
  readonly port: number;
  /** In the order in which they were opened. */
  alerts(): readonly PagerDutyAlert[];
  /** What only tells. */
  readonly changes: readonly Event[];
  readonly requests: readonly Request[];
  behave(behaviour: HttpBehaviour): void;
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startPagerDutyEmulator({
  routingKey,
  port = 0,
}: {
  readonly routingKey: string;
  readonly port?: number;
}): Promise<PagerDutyEmulator> {
  const alerts: { key: string; events: Event[]; resolved: boolean }[] = [];
  const changes: Event[] = [];
  const requests: Request[] = [];
  const server = await startHttpEmulator(
    (request) => requests.push(request),
    (request) => {
      if (request.method === 'POST' && request.path === '/v2/change/enqueue') {
        return takeChange(JSON.parse(request.body) as Event);
      }
      if (request.method !== 'POST' || request.path !== '/v2/enqueue') {
        return { status: 404, body: 'Not Found' };
      }
      if (Buffer.byteLength(request.body) > 512 * 1_024) {
        return { status: 413, body: 'Payload Too Large' };
      }
      const event = JSON.parse(request.body) as Event;
      const mistakes = mistakesIn(event, routingKey);
      return mistakes.length > 0 ? problem(mistakes) : take(event);
    },
    port,
  );

  function take(event: Event): Reply {
    const key = String(event.dedup_key);
    const open = alerts.find((alert) => alert.key === key && !alert.resolved);
    if (event.event_action === 'trigger' && open === undefined) {
      alerts.push({ key, events: [event], resolved: false });
    } else if (open !== undefined) {
      open.events.push(event);
      open.resolved = event.event_action === 'resolve';
    }
    return json(202, { ...recorded.answer_202, dedup_key: key });
  }

  function takeChange(event: Event): Reply {
    const { summary } = (event.payload ?? {}) as Event;
    if (event.routing_key !== routingKey || typeof summary !== 'string' || summary === '') {
      return problem(["'payload.summary' is missing or blank"]);
    }
    changes.push(event);
    return json(202, { status: 'success', message: 'Change event processed' });
  }

  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    alerts: () => alerts,
    changes,
    requests,
    behave: server.behave,
    arrived: server.arrived,
    close: server.close,
  };
}

function mistakesIn(event: Event, routingKey: string): readonly string[] {
  const payload = (event.payload ?? {}) as Event;
  const links = (event.links ?? []) as readonly { readonly href?: string }[];
  const text = (value: unknown, limit: number) => typeof value === 'string' && value !== '' && value.length <= limit;
  const triggers = event.event_action === 'trigger';
  return [
    event.routing_key === routingKey ? '' : "Length of 'routing_key' is incorrect (should be 32 characters)",
    ['trigger', 'acknowledge', 'resolve'].includes(String(event.event_action)) ? '' : "'event_action' is invalid",
    text(event.dedup_key, 255) ? '' : "'dedup_key' is missing or too long",
    !triggers || text(payload.summary, 1_024) ? '' : "'payload.summary' is missing, blank or too long",
    !triggers || text(payload.source, 255) ? '' : "'payload.source' is missing or blank",
    !triggers || ['critical', 'error', 'warning', 'info'].includes(String(payload.severity))
      ? ''
      : "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    payload.timestamp === undefined || !Number.isNaN(Date.parse(String(payload.timestamp)))
      ? ''
      : "'payload.timestamp' is invalid",
    links.every(({ href }) => href !== undefined && URL.canParse(href)) ? '' : "'links' is invalid",
  ].filter((mistake) => mistake !== '');
}

/** An answer as PagerDuty gives it to an event that it does not take. */
export function problem(errors: readonly string[], status = 400): Reply {
  return json(status, { ...recorded.answer_400, errors });
}

function json(status: number, value: object): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
