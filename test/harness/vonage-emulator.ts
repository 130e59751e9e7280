/**
 * Vonage's SMS API, after its document and the answers in test/fixtures/pager/vonage.json: 200 to everything that it understands,
 * with the verdict inside.
 */
import { readFileSync } from 'node:fs';
import { type HttpBehaviour, type Request, startHttpEmulator } from './http-emulator.ts';

const recorded = JSON.parse(readFileSync(new URL('../fixtures/pager/vonage.json', import.meta.url), 'utf8')) as {
  answer_200: { 'message-count': string; messages: readonly [object] };
  error: { 'message-count': string; messages: readonly [object] };
};

export interface VonageSms {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly type: string;
}

export interface VonageEmulator {
  readonly url: string;
  readonly port: number;
  readonly received: readonly VonageSms[];
  readonly requests: readonly Request[];
  behave(behaviour: HttpBehaviour): void;
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** The letters of an SMS, by the document's own list; told apart from ours on purpose. */
const OUTSIDE_GSM = /[^\n\r -~¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ€]|`/u;

export async function startVonageEmulator(account: {
  readonly apiKey: string;
  readonly apiSecret: string;
}): Promise<VonageEmulator> {
  const received: VonageSms[] = [];
  const requests: Request[] = [];
  const server = await startHttpEmulator(
    (request) => requests.push(request),
    ({ method, path, headers, body }) => {
      if (method !== 'POST' || path !== '/sms/json') {
        return { status: 404, body: '{"type":"not-found"}' };
      }
      if (headers['content-type'] !== 'application/x-www-form-urlencoded') {
        return verdict('2', 'Missing api_key');
      }
      const form = new URLSearchParams(body);
      const field = (name: string) => form.get(name) ?? '';
      const missing = ['api_key', 'api_secret', 'from', 'to', 'text'].find((name) => field(name) === '');
      if (missing !== undefined) {
        return verdict('2', `Missing ${missing}`);
      }
      if (field('api_key') !== account.apiKey || field('api_secret') !== account.apiSecret) {
        return json(recorded.error);
      }
      if (!/^[1-9]\d{6,14}$/.test(field('to'))) {
        return verdict('3', 'Invalid to param');
      }
      if (!/^(?:\d{1,15}|[\w ]{1,11})$/.test(field('from'))) {
        return verdict('15', 'Invalid sender address');
      }
      if (field('text').length > 3_200) {
        return verdict('12', 'Message too long');
      }
      const garbled = field('type') !== 'unicode' && OUTSIDE_GSM.test(field('text'));
      const text = garbled ? field('text').replace(new RegExp(OUTSIDE_GSM, 'gu'), '?') : field('text');
      received.push({ from: field('from'), to: field('to'), text, type: field('type') });
      return json(recorded.answer_200);
    },
  );
  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    received,
    requests,
    behave: server.behave,
    arrived: server.arrived,
    close: server.close,
  };
}

/** One part that was not taken. */
export function verdict(status: string, words: string) {
  return json({ ...recorded.error, messages: [{ status, 'error-text': words }] });
}

/** Two parts, of which the second was not taken. */
export function halfTaken(status: string, words: string) {
  const [good] = recorded.answer_200.messages;
  return json({ 'message-count': '2', messages: [good, { status, 'error-text': words }] });
}

function json(value: object) {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
