/**
 * A receiver of Standard Webhooks, as a careful team would write one: the signature is checked by the official package, a
 * `webhook-id` that was taken already is answered well and dropped, and an old or unsigned message is refused.
 */
import { Webhook } from 'standardwebhooks';
import { type HttpBehaviour, type Request, startHttpEmulator } from './http-emulator.ts';

const TOLERANCE_MS = 5 * 60_000;

export interface ReceivedWebhook {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface WebhookTry {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Null when the signature is right. */
  readonly problem: string | null;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly port: number;
  /** Messages taken, each `webhook-id` once. */
  readonly received: readonly ReceivedWebhook[];
  /** Every request, also repeated and refused ones. */
  readonly tries: readonly WebhookTry[];
  behave(behaviour: HttpBehaviour): void;
  /** Resolves when so many requests have come. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface WebhookReceiverOptions {
  /** `whsec_…` */
  readonly secret: string;
  /** The receiver's own clock. Epoch ms. */
  readonly now?: () => number;
  readonly port?: number;
}

export async function startWebhookReceiver({
  secret,
  now = Date.now,
  port = 0,
}: WebhookReceiverOptions): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const tries: WebhookTry[] = [];
  const official = new Webhook(secret);

  const server = await startHttpEmulator(
    (request) => {
      const problem = problemOf(request);
      tries.push({ id: request.headers['webhook-id'] ?? '', headers: request.headers, body: request.body, problem });
    },
    (request) => {
      const { id, problem } = tries.at(-1) as WebhookTry;
      if (problem !== null) {
        return { status: 400, body: problem };
      }
      if (!received.some((message) => message.id === id)) {
        received.push({ id, ...JSON.parse(request.body) });
      }
      return { status: 204 };
    },
    port,
  );

  function problemOf({ method, headers, body }: Request): string | null {
    const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures } = headers;
    if (method !== 'POST' || !id || !seconds || !signatures) {
      return 'not a signed POST';
    }
    const sentAt = new Date(Number(seconds) * 1_000);
    // `verify` reads the machine's clock; this is the same check against ours.
    if (Math.abs(now() - sentAt.getTime()) > TOLERANCE_MS) {
      return 'the timestamp is more than five minutes off';
    }
    return signatures.split(' ').includes(official.sign(id, sentAt, body)) ? null : 'the signature is wrong';
  }

  return {
    url: `http://127.0.0.1:${server.port}/hooks/watchbell`,
    port: server.port,
    received,
    tries,
    behave: server.behave,
    arrived: server.arrived,
    close: server.close,
  };
}
