/**
 * Twilio's Messages resource, after the recorded request and answers in test/fixtures/pager/twilio.json: it checks path,
 * login and form as the real one does, and has no idempotency key, as the real one has none.
 */
import { readFileSync } from 'node:fs';
import { type HttpBehaviour, type Request, startHttpEmulator } from './http-emulator.ts';

const { send_sms: recorded } = JSON.parse(
  readFileSync(new URL('../fixtures/pager/twilio.json', import.meta.url), 'utf8'),
) as {
  send_sms: { answer_201: object; answer_4xx: { code: number; message: string; more_info: string; status: number } };
};

export interface Sms {
  readonly to: string;
  readonly from: string;
  readonly body: string;
}

export interface TwilioEmulator {
  /** For the channel's `baseUrl`. */
  readonly url: string;
  readonly port: number;
  readonly received: readonly Sms[];
  /** Requests of any kind. */
  readonly requests: readonly Request[];
  behave(
    behaviour:
      | HttpBehaviour
      | { readonly kind: 'fails-after-201'; readonly status: string; readonly code: number | null },
  ): void;
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly port?: number;
}

export async function startTwilioEmulator({ accountSid, authToken, port = 0 }: TwilioAccount): Promise<TwilioEmulator> {
  const received: Sms[] = [];
  const requests: Request[] = [];
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const login = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

  const server = await startHttpEmulator(
    (request) => requests.push(request),
    (request) => {
      if (request.method !== 'POST' || request.path !== path) {
        return problem(404, 20_404, 'The requested resource was not found');
      }
      if (request.headers.authorization !== login) {
        return problem(401, 20_003, 'Authenticate');
      }
      if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
        return problem(400, 21_602, "A 'Body' is required");
      }
      return take(new URLSearchParams(request.body));
    },
    port,
  );

  function take(form: URLSearchParams) {
    const [to, body] = [form.get('To') ?? '', form.get('Body') ?? ''];
    const from = form.get('From') ?? form.get('MessagingServiceSid') ?? '';
    if (!/^\+[1-9]\d{6,14}$/.test(to)) {
      return problem(recorded.answer_4xx.status, recorded.answer_4xx.code, recorded.answer_4xx.message);
    }
    if (form.has('From') ? !/^\+?\w{1,15}$/.test(from) : !/^MG\w+$/.test(from)) {
      return problem(400, 21_603, "A 'From' phone number is required");
    }
    if (body === '') {
      return problem(400, 21_602, 'Message body is required');
    }
    if (body.length > 1_600) {
      return problem(400, 21_617, 'The concatenated message body exceeds the 1600 character limit');
    }
    received.push({ to, from, body });
    return created({ sid: `SM${String(received.length).padStart(32, '0')}` });
  }

  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    received,
    requests,
    behave: (behaviour) =>
      server.behave(
        behaviour.kind === 'fails-after-201'
          ? {
              kind: 'answer',
              ...created({ status: behaviour.status, error_code: behaviour.code, error_message: null }),
            }
          : behaviour,
      ),
    arrived: server.arrived,
    close: server.close,
  };
}

function created(fields: object) {
  return json(201, { ...recorded.answer_201, ...fields });
}

/** An answer as Twilio gives it to a request that it does not take. */
export function problem(status: number, code: number, message: string) {
  return json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
}

function json(status: number, value: object) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
