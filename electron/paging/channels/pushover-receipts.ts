/**
 * Receipts of what rings until it is acknowledged (pushover.net/api/receipts): asked until somebody has, or until it is over.
 */
import { z } from 'zod';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import { declined, notUnderstood } from '../../../shared/rules/http/declined.ts';
import { oneLine } from '../../../shared/rules/words/plain.ts';
import type { ChannelContext, ChannelMemory, ListenContext } from '../../engine/ports/channel.ts';
import type { PostAnswer, Poster } from './http-post.ts';
import { parseJson } from './json.ts';
import { keepLooking, type Look, troubleOf, within } from './listening.ts';

type Settings = ChannelSettingsOf<'pushover'>;

/** No faster than this (pushover.net/api/receipts). */
const EVERY_MS = 5_000;
const PATIENCE_MS = 10_000;
const ANSWER = { bytes: 16 * 1_024, withinMs: 5_000 };
/** In one look, one after another; the others have their turn with the next. */
const MOST_AT_ONCE = 5;
const MOST_KEPT = 50;
/** After its end an acknowledgement of the last second may still be told. ms */
const AFTERWARDS_MS = 60_000;
const NOT_FOUND = 404;

const Receipt = z.object({
  receipt: z.string().regex(/^[A-Za-z0-9]{1,64}$/),
  page: PageId,
  /** The tag under which all that rings for one incident is cancelled. */
  key: z.string(),
  /** Epoch ms. */
  until: z.number(),
});
type Receipt = z.infer<typeof Receipt>;
const Memory = z.object({ open: z.array(Receipt).max(MOST_KEPT) });

const State = z.object({
  status: z.literal(1),
  acknowledged: z.number(),
  acknowledged_by_device: z.string().nullish(),
  expired: z.number(),
});

/** Its own words for what was wrong; null when it says none. */
export function pushoverErrors(json: unknown): string | null {
  return (
    z
      .object({ errors: z.array(z.string()).min(1) })
      .safeParse(json)
      .data?.errors.join('; ') ?? null
  );
}

/** What rings, as far as we remember. */
export function openReceipts(memory: ChannelMemory): readonly Receipt[] {
  return Memory.safeParse(memory.read()).data?.open ?? [];
}

/** In one turn of the event loop: sending and listening share one memory. */
export function updateReceipts(memory: ChannelMemory, change: (open: readonly Receipt[]) => readonly Receipt[]): void {
  const open = change(openReceipts(memory)).slice(-MOST_KEPT);
  memory.keep(open.length === 0 ? null : { open });
}

/** Ends the ringing for one incident, for everybody who has it by this application; what has been cancelled is forgotten. */
export async function cancelRinging(
  poster: Poster,
  { baseUrl, token }: Settings,
  key: string,
  { signal, clock, memory }: ChannelContext,
): Promise<void> {
  const answer = await poster.post({
    url: `${baseUrl.replace(/\/+$/, '')}/1/receipts/cancel_by_tag/${key}.json`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token }).toString(),
    verifyTls: true,
    read: () => ANSWER,
    signal,
    clock,
  });
  const done =
    answer.kind === 'answered' && z.object({ status: z.literal(1) }).safeParse(parseJson(answer.body)).success;
  if (done) {
    updateReceipts(memory, (open) => open.filter((one) => one.key !== key));
  }
}

/** Asks nothing while nothing rings. */
export function listenToReceipts(poster: Poster, settings: Settings, context: ListenContext): Promise<void> {
  const { clock, memory, ear } = context;
  let turn = 0;

  async function look(): Promise<Look> {
    forgetIf(({ until }) => clock.now() > until + AFTERWARDS_MS);
    const open = openReceipts(memory);
    const first = open.length === 0 ? 0 : turn % open.length;
    const asked = [...open.slice(first), ...open.slice(0, first)].slice(0, MOST_AT_ONCE);
    turn = first + asked.length;
    for (const receipt of asked) {
      const trouble = await ask(receipt);
      if (trouble !== null) {
        return trouble;
      }
    }
    return { kind: 'fine', nextMs: EVERY_MS };
  }

  /** Null: it was answered. */
  async function ask(open: Receipt): Promise<Look | null> {
    const query = new URLSearchParams({ token: settings.token });
    const answer = await within(PATIENCE_MS, context, (signal) =>
      poster.get({
        url: `${settings.baseUrl.replace(/\/+$/, '')}/1/receipts/${open.receipt}.json?${query}`,
        headers: {},
        verifyTls: true,
        read: () => ANSWER,
        signal,
        clock,
      }),
    );
    return hear(open, answer);
  }

  async function hear(open: Receipt, answer: PostAnswer): Promise<Look | null> {
    if (answer.kind === 'failed') {
      return troubleOf(answer.delivery);
    }
    const json = parseJson(answer.body);
    if (answer.status === NOT_FOUND && z.object({ status: z.literal(0) }).safeParse(json).success) {
      forgetIf(({ receipt }) => receipt === open.receipt);
      return null;
    }
    const no = declined(answer, { who: 'Pushover', words: pushoverErrors(json) }, clock.now());
    const state = State.safeParse(json).data;
    if (no !== null || state === undefined) {
      return troubleOf(no ?? notUnderstood(answer, 'Pushover'));
    }
    if (state.acknowledged === 1) {
      const device = oneLine(state.acknowledged_by_device ?? '');
      const answering = ear.answered({
        pageId: open.page,
        said: 'ack',
        from: device === '' ? 'Pushover' : `Pushover on ${device}`,
      });
      // In the same turn as the answer: a crash finds both in the store, or neither.
      forgetIf(({ receipt }) => receipt === open.receipt);
      await answering;
      await within(PATIENCE_MS, context, (signal) =>
        cancelRinging(poster, settings, open.key, { signal, clock, memory }),
      );
    } else if (state.expired === 1) {
      forgetIf(({ receipt }) => receipt === open.receipt);
    }
    return null;
  }

  function forgetIf(over: (receipt: Receipt) => boolean): void {
    if (openReceipts(memory).some(over)) {
      updateReceipts(memory, (open) => open.filter((one) => !over(one)));
    }
  }

  return keepLooking(look, context);
}
