/**
 * Telegram's Bot API (core.telegram.org/bots/api), as far as a pager needs it: it checks token, chat, lengths and buttons, holds a
 * long poll open, confirms updates by their offset, and turns away the older one of two that poll. Answers as they stand in
 * test/fixtures/pager/push.json.
 */
import { readFileSync } from 'node:fs';
import { type HttpBehaviour, type Reply, type Request, startHttpEmulator } from './http-emulator.ts';
import { type Button, buttonsIn, mistakeIn } from './telegram-rules.ts';

const { telegram: recorded } = JSON.parse(
  readFileSync(new URL('../fixtures/pager/push.json', import.meta.url), 'utf8'),
) as { telegram: { error_429: object } };

export interface TelegramMessage {
  readonly message_id: number;
  readonly chat: number;
  readonly fields: Readonly<Record<string, unknown>>;
  text: string;
  buttons: readonly Button[];
}

interface Update {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

export interface TelegramEmulator {
  /** For the channel's `baseUrl`. */
  readonly url: string;
  readonly messages: readonly TelegramMessage[];
  readonly requests: readonly Request[];
  /** What was shown to whoever pressed, in order. */
  readonly shown: readonly string[];
  /** The long poll that is held open now, as it was asked; null: none. */
  polling(): Readonly<Record<string, unknown>> | null;
  behave(behaviour: HttpBehaviour): void;
  arrived(count: number): Promise<void>;
  /** Somebody presses a button of a message, by default the newest one that has it. */
  press(
    label: string,
    how?: { readonly from?: object; readonly message?: TelegramMessage; readonly chat?: object },
  ): void;
  /** An update of any form. */
  tell(update: object): void;
  /** Nothing new within the long poll's own time. */
  letPollEnd(): void;
  close(): Promise<void>;
}

export interface TelegramEmulatorOptions {
  readonly botToken: string;
  /** Chats that the bot may write to. */
  readonly chats: readonly number[];
  readonly port?: number;
}

const KIM = { id: 7, is_bot: false, first_name: 'Kim', username: 'kim' };
const ok = (result: unknown): Reply => json(200, { ok: true, result });

export async function startTelegramEmulator({
  botToken,
  chats,
  port = 0,
}: TelegramEmulatorOptions): Promise<TelegramEmulator> {
  const messages: TelegramMessage[] = [];
  const requests: Request[] = [];
  const shown: string[] = [];
  const queries = new Set<string>();
  let updates: Update[] = [];
  let nextUpdate = 1_000;
  let held: { readonly asked: Fields; readonly end: (reply: Reply) => void } | null = null;

  type Fields = Readonly<Record<string, unknown>>;
  const methods: Readonly<Record<string, (fields: Fields) => Reply | Promise<Reply>>> = {
    sendMessage(fields) {
      const chat = Number(fields.chat_id);
      const buttons = buttonsIn(fields);
      const mistake = chats.includes(chat) ? mistakeIn(fields, buttons) : 'chat not found';
      if (mistake !== null) {
        return problem(400, `Bad Request: ${mistake}`);
      }
      const message = { message_id: messages.length + 1, chat, fields, text: String(fields.text), buttons };
      messages.push(message);
      return ok({
        message_id: message.message_id,
        date: 1_795_234_590,
        chat: { id: chat, type: 'private' },
        text: message.text,
      });
    },
    editMessageText(fields) {
      const message = find(fields);
      const buttons = buttonsIn(fields);
      const mistake = message === undefined ? 'message to edit not found' : mistakeIn(fields, buttons);
      if (message === undefined || mistake !== null) {
        return problem(400, `Bad Request: ${mistake}`);
      }
      if (message.text === fields.text) {
        return problem(400, 'Bad Request: message is not modified');
      }
      Object.assign(message, { text: fields.text, buttons });
      return ok({ message_id: message.message_id });
    },
    editMessageReplyMarkup(fields) {
      const message = find(fields);
      if (message === undefined) {
        return problem(400, 'Bad Request: message to edit not found');
      }
      message.buttons = buttonsIn(fields);
      return ok({ message_id: message.message_id });
    },
    answerCallbackQuery({ callback_query_id: id, text }) {
      if (!queries.delete(String(id))) {
        return problem(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid');
      }
      if (String(text).length > 200) {
        return problem(400, 'Bad Request: MESSAGE_TOO_LONG');
      }
      shown.push(String(text));
      return ok(true);
    },
    getUpdates(asked) {
      held?.end(
        problem(
          409,
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
        ),
      );
      held = null;
      updates = updates.filter(({ update_id }) => update_id >= Number(asked.offset ?? 0));
      const found = updates.slice(0, Number(asked.limit ?? 100));
      return found.length > 0 ? ok(found) : new Promise((end) => (held = { asked, end }));
    },
  };

  const find = (fields: Fields) =>
    messages.find((one) => one.message_id === fields.message_id && one.chat === Number(fields.chat_id));

  const server = await startHttpEmulator(
    (request) => requests.push(request),
    (request) => {
      const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.path) ?? [];
      if (token !== botToken) {
        return problem(401, 'Unauthorized');
      }
      const run = methods[method];
      return run === undefined ? problem(404, 'Not Found') : run(JSON.parse(request.body) as Fields);
    },
    port,
  );

  function tell(update: object): void {
    updates.push({ update_id: nextUpdate, ...update });
    nextUpdate += 1;
    held?.end(ok(updates.slice(0, Number(held.asked.limit ?? 100))));
    held = null;
  }

  return {
    url: `http://127.0.0.1:${server.port}`,
    messages,
    requests,
    shown,
    polling: () => held?.asked ?? null,
    behave: server.behave,
    arrived: server.arrived,
    press(label, { from = KIM, message, chat } = {}) {
      const pressed = message ?? messages.findLast((one) => one.buttons.some(({ text }) => text === label));
      const data = pressed?.buttons.find(({ text }) => text === label)?.callback_data;
      if (pressed === undefined || data === undefined) {
        throw new Error(`no message has a button ${label}`);
      }
      const id = `query-${nextUpdate}`;
      queries.add(id);
      const place = { id: pressed.chat, type: 'private', ...chat };
      const where = { message_id: pressed.message_id, date: 1_795_234_590, chat: place, text: pressed.text };
      tell({ callback_query: { id, from, message: where, chat_instance: '1', data } });
    },
    tell,
    letPollEnd() {
      held?.end(ok([]));
      held = null;
    },
    close: server.close,
  };
}

/** An answer as Telegram gives it to a request that it does not take. */
export function problem(status: number, description: string, parameters?: object): Reply {
  return json(status, {
    ok: false,
    error_code: status,
    description,
    ...(parameters === undefined ? {} : { parameters }),
  });
}

/** As it was written down. */
export const TOO_MANY: Reply = json(429, recorded.error_429);

function json(status: number, value: object): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
