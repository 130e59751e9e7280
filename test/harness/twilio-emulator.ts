/**
 * Twilio's REST API as far as paging goes: it checks path, login and form as the real one does, and has no idempotency key, as
 * the real one has none.
 */
import { type HttpBehaviour, type Request, startHttpEmulator } from './http-emulator.ts';
import { created, problem } from './twilio-answers.ts';
import { type TwilioCalls, twilioCalls } from './twilio-calls.ts';
import { type TwilioMessages, twilioMessages } from './twilio-messages.ts';

export { problem } from './twilio-answers.ts';

export interface TwilioEmulator
  extends Pick<TwilioMessages, 'received' | 'reply' | 'fares'>,
    Pick<TwilioCalls, 'calls' | 'becomes'> {
  /** For the channel's `baseUrl`. */
  readonly url: string;
  readonly port: number;
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
  /** Twilio's own clock. Epoch ms. */
  readonly now?: () => number;
}

export async function startTwilioEmulator({
  accountSid,
  authToken,
  port = 0,
  now = Date.now,
}: TwilioAccount): Promise<TwilioEmulator> {
  const requests: Request[] = [];
  const messages = twilioMessages(now);
  const calls = twilioCalls();
  const account = `/2010-04-01/Accounts/${accountSid}/`;
  const login = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

  const server = await startHttpEmulator(
    (request) => requests.push(request),
    (request) => {
      const { pathname, searchParams } = new URL(request.path, 'http://twilio');
      const resource = pathname.startsWith(account) ? pathname.slice(account.length) : '';
      const [, sid] = /^Calls\/(CA\w+)\.json$/.exec(resource) ?? [];
      if (resource !== 'Messages.json' && resource !== 'Calls.json' && sid === undefined) {
        return problem(404, 20_404, 'The requested resource was not found');
      }
      if (request.headers.authorization !== login) {
        return problem(401, 20_003, 'Authenticate');
      }
      if (request.method === 'GET') {
        return sid === undefined ? messages.list(searchParams) : calls.fetch(sid);
      }
      if (request.method !== 'POST' || sid !== undefined) {
        return problem(405, 20_004, 'Method not allowed');
      }
      if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') {
        return problem(400, 21_602, "A 'Body' is required");
      }
      return (resource === 'Messages.json' ? messages : calls).create(new URLSearchParams(request.body));
    },
    port,
  );

  return {
    url: `http://127.0.0.1:${server.port}`,
    port: server.port,
    get received() {
      return messages.received;
    },
    reply: messages.reply,
    fares: messages.fares,
    calls: calls.calls,
    becomes: calls.becomes,
    requests,
    behave: (behaviour) =>
      server.behave(
        behaviour.kind === 'fails-after-201'
          ? {
              kind: 'answer',
              ...created('send_sms', { status: behaviour.status, error_code: behaviour.code, error_message: null }),
            }
          : behaviour,
      ),
    arrived: server.arrived,
    close: server.close,
  };
}
