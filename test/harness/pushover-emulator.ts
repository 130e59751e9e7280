/**
 * Pushover's messages and receipts (pushover.net/api, /api/receipts), with the answers written down in
 * test/fixtures/pager/push.json: it checks keys, lengths and what an emergency needs, as the documents say.
 */
import { readFileSync } from 'node:fs';
import { type HttpBehaviour, type Request, startHttpEmulator } from './http-emulator.ts';

const { pushover: recorded } = JSON.parse(
  readFileSync(new URL('../fixtures/pager/push.json', import.meta.url), 'utf8'),
) as { pushover: { answer: object; error_4xx: object; receipt_answer: object } };

export interface PushoverMessage {
  readonly form: Readonly<Record<string, string>>;
  /** Only what rings has one. */
  readonly receipt: string | null;
}

interface Ringing {
  readonly tags: readonly string[];
  acknowledgedBy: string | null;
  expired: boolean;
  cancelled: boolean;
}

export interface PushoverEmulator {
  /** For the channel's `baseUrl`. */
  readonly url: string;
  readonly received: readonly PushoverMessage[];
  readonly requests: readonly Request[];
  behave(behaviour: HttpBehaviour): void;
  arrived(count: number): Promise<void>;
  /** What it takes from now on is answered only when the result is called. */
  hold(): () => void;
  /** Somebody presses "Acknowledge" for this receipt. */
  acknowledge(receipt: string, device: string): void;
  expire(receipt: string): void;
  /** A week has gone by. */
  forget(receipt: string): void;
  /** Receipts that still ring. */
  ringing(): readonly string[];
  close(): Promise<void>;
}

export interface PushoverAccount {
  readonly token: string;
  readonly userKey: string;
  readonly port?: number;
}

export async function startPushoverEmulator({ token, userKey, port = 0 }: PushoverAccount): Promise<PushoverEmulator> {
  const received: PushoverMessage[] = [];
  const requests: Request[] = [];
  const receipts = new Map<string, Ringing>();
  let held: Promise<void> | null = null;

  const server = await startHttpEmulator(
    (request) => requests.push(request),
    (request) => {
      const url = new URL(request.path, 'http://pushover');
      const form = new URLSearchParams(request.body);
      const [, receipt = ''] = /^\/1\/receipts\/([A-Za-z0-9]+)\.json$/.exec(url.pathname) ?? [];
      const [, tag = ''] = /^\/1\/receipts\/cancel_by_tag\/([-_A-Za-z0-9]+)\.json$/.exec(url.pathname) ?? [];
      const given = request.method === 'GET' ? url.searchParams.get('token') : form.get('token');
      if (given !== token) {
        return problem(400, 'application token is invalid', { token: 'invalid' });
      }
      if (request.method === 'POST' && url.pathname === '/1/messages.json') {
        const reply = take(Object.fromEntries(form));
        return held === null ? reply : held.then(() => reply);
      }
      if (request.method === 'GET' && receipt !== '') {
        return stateOf(receipt);
      }
      if (request.method === 'POST' && tag !== '') {
        return cancel(tag);
      }
      return problem(404, 'not found');
    },
    port,
  );

  function take(form: Readonly<Record<string, string>>) {
    const wrong = mistakeIn(form, userKey);
    if (wrong !== null) {
      return problem(400, wrong);
    }
    const receipt = form.priority === '2' ? `r${String(received.length + 1).padStart(29, '0')}` : null;
    if (receipt !== null) {
      const tags = (form.tags ?? '').split(',');
      receipts.set(receipt, { tags, acknowledgedBy: null, expired: false, cancelled: false });
    }
    received.push({ form, receipt });
    const { receipt: _, ...answer } = recorded.answer as Record<string, unknown>;
    return json(200, receipt === null ? answer : { ...answer, receipt });
  }

  function stateOf(receipt: string) {
    const state = receipts.get(receipt);
    if (state === undefined) {
      return problem(404, 'receipt not found; may be invalid or expired', { receipt: 'not found' });
    }
    const acknowledged = state.acknowledgedBy !== null;
    return json(200, {
      ...recorded.receipt_answer,
      acknowledged: Number(acknowledged),
      acknowledged_by: acknowledged ? userKey : '',
      acknowledged_by_device: state.acknowledgedBy ?? '',
      expired: Number(state.expired),
    });
  }

  function cancel(tag: string) {
    const mine = [...receipts.values()].filter((one) => one.tags.includes(tag) && isRinging(one));
    for (const one of mine) {
      one.cancelled = true;
    }
    return json(200, { status: 1, canceled: mine.length, request: 'c0ffee' });
  }

  const change = (receipt: string, fields: Partial<Ringing>) => {
    Object.assign(receipts.get(receipt) ?? {}, fields);
  };
  return {
    url: `http://127.0.0.1:${server.port}`,
    received,
    requests,
    behave: server.behave,
    arrived: server.arrived,
    hold() {
      let release = (): void => undefined;
      held = new Promise((resolve) => {
        release = () => resolve();
      });
      return () => {
        held = null;
        release();
      };
    },
    acknowledge: (receipt, device) => change(receipt, { acknowledgedBy: device }),
    expire: (receipt) => change(receipt, { expired: true }),
    forget: (receipt) => void receipts.delete(receipt),
    ringing: () => [...receipts].filter(([, one]) => isRinging(one)).map(([receipt]) => receipt),
    close: server.close,
  };
}

const isRinging = ({ acknowledgedBy, expired, cancelled }: Ringing) =>
  acknowledgedBy === null && !expired && !cancelled;

/** What Pushover objects to; null when it takes it. */
function mistakeIn(form: Readonly<Record<string, string>>, userKey: string): string | null {
  const {
    user,
    message = '',
    title = '',
    url = '',
    url_title: urlTitle = '',
    priority = '0',
    retry,
    expire,
    tags = '',
  } = form;
  const longer = (text: string, limit: number) => [...text].length > limit;
  if (user !== userKey) {
    return 'user identifier is not a valid user, group, or subscribed user key';
  }
  if (message === '') {
    return 'message cannot be blank';
  }
  if (longer(message, 1_024) || longer(title, 250) || longer(url, 512) || longer(urlTitle, 100)) {
    return 'message, title or url is too long';
  }
  if (!/^-?[012]$/.test(priority)) {
    return 'priority is invalid';
  }
  if (priority === '2' && !(Number(retry) >= 30)) {
    return 'retry parameter must be supplied with priority=2';
  }
  if (priority === '2' && !(Number(expire) >= 1 && Number(expire) <= 10_800)) {
    return 'expire parameter must be supplied with priority=2';
  }
  return /^[-_,A-Za-z0-9]*$/.test(tags) ? null : 'tags are invalid';
}

/** An answer as Pushover gives it to a request that it does not take. */
export function problem(status: number, error: string, more: object = {}) {
  const { user: _, ...answer } = recorded.error_4xx as Record<string, unknown>;
  return json(status, { ...answer, ...more, errors: [error] });
}

function json(status: number, value: object) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
