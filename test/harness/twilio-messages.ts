/**
 * Twilio's Messages resource: create, list (newest first, by To, From and the day of DateSent), as its document has them.
 */
import { created, json, problem, recorded } from './twilio-answers.ts';

export interface Sms {
  readonly to: string;
  readonly from: string;
  readonly body: string;
}

interface Stored extends Sms {
  readonly sid: string;
  readonly direction: 'outbound-api' | 'inbound';
  readonly sentAt: number;
  status: string;
  error_code: number | null;
  error_message: string | null;
}

export interface TwilioMessages {
  /** Those that were sent by us, in order. */
  readonly received: readonly Sms[];
  create(form: URLSearchParams): ReturnType<typeof json>;
  list(query: URLSearchParams): ReturnType<typeof json>;
  /** Somebody writes to a number of the account. */
  reply(sms: Sms): void;
  /** The carrier tells what became of the message that was sent as the `number`th, from 1. */
  fares(number: number, status: string, code?: number, message?: string): void;
}

export function twilioMessages(now: () => number): TwilioMessages {
  const stored: Stored[] = [];
  const ours = () => stored.filter(({ direction }) => direction === 'outbound-api');

  function add(sms: Sms, direction: Stored['direction'], status: string): Stored {
    const sid = `SM${String(stored.length + 1).padStart(32, '0')}`;
    const one = { ...sms, sid, direction, status, sentAt: now(), error_code: null, error_message: null };
    stored.push(one);
    return one;
  }

  return {
    get received() {
      return ours().map(({ to, from, body }) => ({ to, from, body }));
    },
    reply: (sms) => void add(sms, 'inbound', 'received'),
    fares(number, status, code, message) {
      const one = ours()[number - 1];
      if (one === undefined) {
        throw new Error(`no message ${number} was sent`);
      }
      Object.assign(one, { status, error_code: code ?? null, error_message: message ?? null });
    },
    create(form) {
      const [to, body] = [form.get('To') ?? '', form.get('Body') ?? ''];
      const from = form.get('From') ?? form.get('MessagingServiceSid') ?? '';
      if (!/^\+[1-9]\d{6,14}$/.test(to)) {
        const { status, code, message } = recorded.send_sms.answer_4xx;
        return problem(status, code, message);
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
      const { sid } = add({ to, from, body }, 'outbound-api', 'queued');
      return created('send_sms', { sid });
    },
    list(query) {
      const size = Number(query.get('PageSize') ?? 50);
      if (!Number.isInteger(size) || size < 1 || size > 1_000) {
        return problem(400, 20_001, 'Page size must be between 1 and 1000');
      }
      const [to, from, day] = [query.get('To'), query.get('From'), query.get('DateSent>')];
      if (day !== null && !/^\d{4}-\d\d-\d\d$/.test(day)) {
        return problem(400, 20_001, 'DateSent must be a date');
      }
      const found = stored
        .filter((one) => to === null || one.to === to)
        .filter((one) => from === null || one.from === from)
        .filter((one) => day === null || one.sentAt >= Date.parse(day))
        .toReversed()
        .slice(0, size);
      return json(200, { messages: found.map(resource), page: 0, page_size: size, next_page_uri: null });
    },
  };
}

/** Dates as RFC 2822 has them, in whole seconds. */
function resource({ sentAt, ...fields }: Stored): object {
  const date = new Date(sentAt).toUTCString().replace('GMT', '+0000');
  return { ...fields, num_segments: '1', date_created: date, date_sent: date, date_updated: date };
}
