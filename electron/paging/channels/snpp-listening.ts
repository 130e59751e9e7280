/**
 * Asking an SNPP gateway what became of the pages to a two-way pager: read, answered, or never delivered (RFC 1861, MSTAtus).
 *
 * One session for all of them, and none while nothing is open. What is over is taken off the gateway (KTAG).
 */
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { assertNever } from '../../../shared/model/never.ts';
import { toAscii } from '../../../shared/rules/words/alphabets.ts';
import { cutAtWord } from '../../../shared/rules/words/plain.ts';
import { LONGEST_PAGER_TEXT } from '../../../shared/rules/words/short-texts.ts';
import type { ListenContext } from '../../engine/ports/channel.ts';
import { createBrake } from './brake.ts';
import { keepLooking, type Look, within } from './listening.ts';
import { createPace } from './pace.ts';
import { saidIn } from './said.ts';
import { type Conversation, openConversation } from './snpp-lines.ts';
import { changeSnpp, recallSnpp, type Sent } from './snpp-memory.ts';
import { introduce, snppSession } from './snpp-session.ts';
import { statusOf } from './snpp-two-way.ts';

/** While an answer is likely; a gateway is a machine that others page through as well. */
const BRISK_MS = 15_000;
const CALM_MS = 120_000;
const BRISK_FOR_MS = 30 * 60_000;
/** Who has not answered by then has been asked in other ways. */
const ASKED_FOR_MS = 6 * 3_600_000;
const PATIENCE_MS = 10_000;
/** In one session; the others have their turn with the next. */
const MOST_AT_ONCE = 10;
const MOST_REPLIES = 6;
const REPLIES_WITHIN_MS = 15 * 60_000;

export function listenToSnpp(settings: ChannelSettingsOf<'snpp'>, context: ListenContext): Promise<void> {
  const { memory, ear, clock } = context;
  const { host, port, pager, login = null } = settings;
  const pace = createPace({ briskMs: BRISK_MS, calmMs: CALM_MS }, clock);
  const mayReply = createBrake(MOST_REPLIES, REPLIES_WITHIN_MS, clock);
  let turn = 0;

  async function look(): Promise<Look> {
    const { open, oneWay } = recallSnpp(memory);
    if (oneWay !== null) {
      return { kind: 'trouble', reason: `${host}:${port} offers no two-way paging: ${oneWay}` };
    }
    const newest = Math.max(0, ...open.map(({ at }) => at));
    if (open.length === 0 || !pace.due(clock.now() - newest < BRISK_FOR_MS)) {
      return { kind: 'fine', nextMs: BRISK_MS };
    }
    pace.asked();
    const words: string[] = [];
    const trouble = await within(PATIENCE_MS, context, async (signal) => {
      const gateway = openConversation(host, port, signal, clock);
      try {
        return await askAll(gateway, open, words);
      } finally {
        gateway.leave();
      }
    });
    for (const text of words) {
      await reply(text);
    }
    return trouble === null ? { kind: 'fine', nextMs: BRISK_MS } : { kind: 'trouble', reason: trouble };
  }

  /** Null: all was answered. */
  async function askAll(gateway: Conversation, open: readonly Sent[], words: string[]): Promise<string | null> {
    const refusal = await introduce(gateway, login);
    if (refusal !== null) {
      return refusal.reason;
    }
    const first = turn % open.length;
    const asked = [...open.slice(first), ...open.slice(0, first)].slice(0, MOST_AT_ONCE);
    turn = first + asked.length;
    for (const sent of asked) {
      const isLate = clock.now() - sent.at > ASKED_FOR_MS;
      const trouble = sent.over || isLate ? null : await ask(gateway, sent, words);
      if (trouble !== null) {
        return trouble;
      }
      if (isLate || recallSnpp(memory).open.some(({ tag, over }) => tag === sent.tag && over)) {
        await gateway.ask(`KTAG ${sent.tag} ${sent.passCode}`);
        forget(sent);
      }
    }
    return null;
  }

  async function ask(gateway: Conversation, sent: Sent, words: string[]): Promise<string | null> {
    const heard = await gateway.ask(`MSTA ${sent.tag} ${sent.passCode}`);
    if (heard.kind !== 'reply') {
      return heard.kind === 'timeout' ? `${host}:${port} did not say in time what became of a page` : heard.reason;
    }
    const status = statusOf(heard.reply);
    switch (status.kind) {
      case 'waiting':
        return null;
      case 'delivered':
        hasCome(sent, 'delivered', false);
        return null;
      case 'read':
        hasCome(sent, 'read', status.over);
        return null;
      case 'answered':
        words.push(await answered(sent, saidIn(status.said)));
        return null;
      case 'lost':
        ear.fared(sent.page, { status: 'refused', reason: status.reason });
        know(sent, { over: true });
        return null;
      case 'gone':
        forget(sent);
        return null;
      case 'trouble':
        return status.reason;
      default:
        return assertNever(status, 'status of a message');
    }
  }

  function hasCome(sent: Sent, known: 'delivered' | 'read', over: boolean): void {
    if (sent.known !== known && sent.known !== 'read') {
      ear.fared(sent.page, { status: 'delivered', ...(known === 'read' && { words: 'read on the pager' }) });
    }
    know(sent, { known, over });
  }

  function answered(sent: Sent, said: string): Promise<string> {
    hasCome(sent, 'read', true);
    const answering = ear.answered({ pageId: sent.page, said, from: `pager ${pager}` });
    // In the same turn as the answer: a crash finds both in the store, or neither.
    know(sent, { known: 'read', over: true });
    return answering;
  }

  const know = (sent: Sent, more: Partial<Sent>): void =>
    changeSnpp(memory, ({ open, oneWay }) => ({
      open: open.map((one) => (one.tag === sent.tag ? { ...one, ...more } : one)),
      oneWay,
    }));
  const forget = ({ tag: gone }: Sent): void =>
    changeSnpp(memory, ({ open, oneWay }) => ({ open: open.filter(({ tag }) => tag !== gone), oneWay }));

  /** A courtesy: what was done stands in our own history, whether the words arrive or not. */
  async function reply(words: string): Promise<void> {
    const text = cutAtWord(toAscii(words).text, LONGEST_PAGER_TEXT);
    if (text !== '' && mayReply()) {
      await within(PATIENCE_MS, context, (signal) =>
        snppSession({ host, port, pager, login, lines: [text] }, signal, clock),
      );
    }
  }

  return keepLooking(look, context);
}
