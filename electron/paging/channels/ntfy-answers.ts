/**
 * Reading the answers topic of an ntfy server (docs.ntfy.sh/subscribe/api, "Poll for messages"): what the buttons of our notices
 * sent, and what somebody wrote there by hand.
 *
 * Whoever knows the topic can answer; that is why it must not be guessed. A message is heard once, by its id.
 */
import { z } from 'zod';
import { PageId } from '../../../shared/model/ids.ts';
import { declined, notUnderstood } from '../../../shared/rules/http/declined.ts';
import { cutAtWord, oneLine } from '../../../shared/rules/words/plain.ts';
import type { ListenContext } from '../../engine/ports/channel.ts';
import type { Poster } from './http-post.ts';
import { parseJson } from './json.ts';
import { keepLooking, type Look, troubleOf, within } from './listening.ts';
import { type NtfyButton, type NtfyMessage, ntfyReply } from './ntfy-message.ts';

export interface AnswersTopic {
  readonly baseUrl: string;
  readonly topic: string;
  readonly answers: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly verifyTls: boolean;
}

/** Twice what a request costs at ntfy.sh, which gives one back each 5 s. */
const EVERY_MS = 10_000;
const PATIENCE_MS = 15_000;
/** More than this waits for the next look. */
const BOUNDS = { bytes: 128 * 1_024, withinMs: 10_000 };
const MOST_AT_ONCE = 50;
/** Of messages already heard: those of the cursor's own second may come again. */
const MOST_REMEMBERED = 50;
/** When nothing is remembered, by the server's own clock: an answer that was given while we started counts. */
const FIRST_LOOK_BACK = '10m';
const LONGEST_SAID = 200;

const Memory = z.object({ since: z.string().min(1), heard: z.array(z.string()).max(MOST_REMEMBERED) });
const Message = z.object({ id: z.string().min(1), event: z.literal('message'), message: z.string() });
type Message = z.infer<typeof Message>;
const Button = z.object({
  page: PageId,
  say: z.string().min(1),
  of: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
  title: z.string(),
}) satisfies z.ZodType<NtfyButton>;

/** Hears until the signal is aborted. @param reply publishes; never rejects, and whether it arrives is not asked */
export function listenToNtfy(
  place: AnswersTopic,
  poster: Poster,
  reply: (message: NtfyMessage, signal: AbortSignal) => Promise<unknown>,
  context: ListenContext,
): Promise<void> {
  const { clock, memory, ear } = context;

  async function look(): Promise<Look> {
    const { since, heard } = Memory.safeParse(memory.read()).data ?? { since: FIRST_LOOK_BACK, heard: [] };
    const answer = await within(PATIENCE_MS, context, (signal) =>
      poster.get({
        url: `${place.baseUrl.replace(/\/+$/, '')}/${place.answers}/json?poll=1&since=${encodeURIComponent(since)}`,
        headers: place.headers,
        verifyTls: place.verifyTls,
        read: () => BOUNDS,
        signal,
        clock,
      }),
    );
    if (answer.kind === 'failed') {
      return troubleOf(answer.delivery);
    }
    const who = `the answers topic at ${new URL(place.baseUrl).host}`;
    const no = declined(answer, { who, notes: NOTES }, clock.now());
    if (no !== null) {
      return troubleOf(no);
    }
    const lines = answer.body.split('\n').filter((line) => line !== '');
    const messages = lines.flatMap((line) => Message.safeParse(parseJson(line)).data ?? []);
    if (messages.length === 0 && lines.some((line) => !isEvent(line))) {
      return troubleOf(notUnderstood(answer, who));
    }
    const fresh = messages.filter(({ id }) => !heard.includes(id));
    for (const message of fresh.slice(0, MOST_AT_ONCE)) {
      await hear(message);
    }
    return { kind: 'fine', nextMs: fresh.length > MOST_AT_ONCE ? 0 : EVERY_MS };
  }

  async function hear(message: Message): Promise<void> {
    const button = Button.safeParse(parseJson(message.message)).data ?? null;
    const said = cutAtWord(oneLine(button?.say ?? message.message), LONGEST_SAID);
    const answering = isNoise(message, button)
      ? null
      : ear.answered({ pageId: button?.page ?? null, said, from: 'ntfy' });
    // In the same turn as the answer: a crash finds both in the store, or neither.
    remember(message.id);
    if (answering !== null) {
      const words = ntfyReply(place.topic, button, await answering);
      await within(PATIENCE_MS, context, (signal) => reply(words, signal));
    }
  }

  function remember(id: string): void {
    const heard = Memory.safeParse(memory.read()).data?.heard ?? [];
    memory.keep({ since: id, heard: [...heard, id].slice(-MOST_REMEMBERED) });
  }

  return keepLooking(look, context);
}

const NOTES = {
  401: 'check the token or the login of this channel',
  403: 'this login may not read it',
};

/** Nothing, and JSON that is no button of ours, is nobody's answer. */
function isNoise({ message }: Message, button: NtfyButton | null): boolean {
  const json = parseJson(message);
  return button === null && (oneLine(message) === '' || (typeof json === 'object' && json !== null));
}

/** `open` and `keepalive` are events too. */
function isEvent(line: string): boolean {
  return z.object({ id: z.string(), event: z.string() }).safeParse(parseJson(line)).success;
}
