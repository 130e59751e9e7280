/**
 * Polling a WCTP gateway for what it keeps for us (WCTP, "wctp-PollForMessages"): a batch comes, and is forgotten there once the
 * next poll says that it was taken.
 *
 * Several channels may share one sender, and so one inbox: each takes what is its own pager's and leaves the rest.
 */
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { notUnderstood } from '../../../shared/rules/http/declined.ts';
import { toAscii } from '../../../shared/rules/words/alphabets.ts';
import { cutAtWord } from '../../../shared/rules/words/plain.ts';
import { LONGEST_PAGER_TEXT } from '../../../shared/rules/words/short-texts.ts';
import type { ListenContext } from '../../engine/ports/channel.ts';
import { createBrake } from './brake.ts';
import type { Poster } from './http-post.ts';
import { keepLooking, type Look, troubleOf, within } from './listening.ts';
import { createPace } from './pace.ts';
import { saidIn } from './said.ts';
import { askWctp } from './wctp-exchange.ts';
import { type InboxMessage, inboxIn } from './wctp-inbox.ts';
import { markFared, markHeard, recallWctp } from './wctp-memory.ts';
import { pollForMessages, submitRequest, wctpId } from './wctp-operations.ts';
import { judgeFailure, operationIn } from './wctp-verdict.ts';

/** While something that was sent may be answered soon; gateways ask for such gaps. */
const BRISK_MS = 30_000;
const CALM_MS = 300_000;
const BRISK_FOR_MS = 30 * 60_000;
/** A gateway may ask for longer gaps, but not for a deaf ear. */
const LONGEST_REST_MS = 600_000;
const PATIENCE_MS = 15_000;
const MOST_AT_ONCE = 50;
/** What no channel has claimed by then is nobody's, and would block the gateway's queue. */
const UNCLAIMED_FOR_MS = 3_600_000;
const MOST_REPLIES = 6;
const REPLIES_WITHIN_MS = 15 * 60_000;

export function listenToWctp(
  poster: Poster,
  settings: ChannelSettingsOf<'wctp'>,
  context: ListenContext,
): Promise<void> {
  const { memory, ear, clock } = context;
  const pace = createPace({ briskMs: BRISK_MS, calmMs: CALM_MS }, clock);
  const mayReply = createBrake(MOST_REPLIES, REPLIES_WITHIN_MS, clock);
  const unclaimedSince = new Map<string, number>();
  let taken: readonly string[] = [];

  async function look(): Promise<Look> {
    const newest = Math.max(0, ...recallWctp(memory).awaited.map(({ at }) => at));
    if (!pace.due(clock.now() - newest < BRISK_FOR_MS || taken.length > 0)) {
      return { kind: 'fine', nextMs: BRISK_MS };
    }
    const asked = await within(PATIENCE_MS, context, (signal) =>
      askWctp(poster, settings, pollForMessages(taken, MOST_AT_ONCE, settings), { signal, clock }),
    );
    if (asked.kind === 'no') {
      return troubleOf(asked.delivery);
    }
    const operation = operationIn(asked.answer.body);
    const failure =
      operation?.name === 'wctp-Failure' ? operation : operation?.children.find(({ name }) => name === 'wctp-Failure');
    if (failure !== undefined) {
      return troubleOf(judgeFailure(failure, asked.who));
    }
    const inbox = inboxIn(operation);
    if (inbox === null) {
      return troubleOf(notUnderstood(asked.answer, asked.who));
    }
    pace.asked(Math.min(LONGEST_REST_MS, inbox.restMs));
    taken = [];
    for (const message of inbox.messages.slice(0, MOST_AT_ONCE)) {
      if (isOurs(message)) {
        await hear(message);
        taken = [...taken, message.sequenceNo];
      } else if (isNobodys(message)) {
        taken = [...taken, message.sequenceNo];
      }
    }
    forgetAllBut(inbox.messages.map(({ mark }) => mark));
    return { kind: 'fine', nextMs: BRISK_MS };
  }

  function forgetAllBut(marks: readonly string[]): void {
    for (const mark of unclaimedSince.keys()) {
      marks.includes(mark) || unclaimedSince.delete(mark);
    }
  }

  function isOurs({ messageId, from }: InboxMessage): boolean {
    return from === settings.recipient || recallWctp(memory).awaited.some((one) => one.messageId === messageId);
  }

  function isNobodys({ mark }: InboxMessage): boolean {
    const since = unclaimedSince.get(mark) ?? clock.monotonicMs();
    unclaimedSince.set(mark, since);
    return clock.monotonicMs() - since > UNCLAIMED_FOR_MS;
  }

  async function hear({ mark, messageId, news }: InboxMessage): Promise<void> {
    const { heard, awaited } = recallWctp(memory);
    if (heard.includes(mark)) {
      return; // the gateway has not learned yet that it was taken
    }
    const page = awaited.find((one) => one.messageId === messageId);
    if (news.kind === 'fate' && page !== undefined && !page.fared) {
      ear.fared(page.pageId, news.fate);
      markFared(memory, page.messageId);
    }
    const said = news.kind === 'answer' ? saidIn(news.text) : '';
    const answering =
      said === '' ? null : ear.answered({ pageId: page?.pageId ?? null, said, from: `pager ${settings.recipient}` });
    // In the same turn as the answer: a crash finds both in the store, or neither.
    markHeard(memory, mark);
    if (answering !== null) {
      await reply(mark, await answering);
    }
  }

  /** A courtesy: what was done stands in our own history, whether the words arrive or not. */
  async function reply(mark: string, words: string): Promise<void> {
    const text = cutAtWord(toAscii(words).text, LONGEST_PAGER_TEXT);
    if (text !== '' && mayReply()) {
      const ids = { messageId: wctpId(`reply ${mark}`), transactionId: mark };
      const request = submitRequest({ ...ids, at: clock.now(), priority: 'LOW', text }, settings);
      await within(PATIENCE_MS, context, (signal) => askWctp(poster, settings, request, { signal, clock }));
    }
  }

  return keepLooking(look, context);
}
