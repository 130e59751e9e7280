/**
 * Tells callers who left a way back what became of their calls.
 *
 * What a caller was told last stands in the call itself, and whatever differs from it is owed: also after a restart, and after any
 * failure. A message that was sent and not yet written down goes out again under the same id. What changes twice while a channel does
 * not answer is told once, as it is then.
 */
import type { CallerMessage, CallNews } from '../../../shared/model/caller-news.ts';
import type { WatchEvent } from '../../../shared/model/event.ts';
import type { ChannelId } from '../../../shared/model/ids.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import type { Call } from '../../../shared/model/page-me.ts';
import { callComponentId, isCall } from '../../../shared/rules/calls/ids.ts';
import { newsId, newsOwed, newsWords } from '../../../shared/rules/calls/news.ts';
import { backOffMs } from '../back-off.ts';
import { loose } from '../commands.ts';
import type { Core } from '../core.ts';
import { inTime } from '../one-try.ts';
import type { Cancel } from '../ports/clock.ts';
import type { CallBook } from './book.ts';
import { createBrake, type Pace } from './brake.ts';
import { incidentOf } from './incident-of.ts';

/** For each address: a program that answers us by itself must not keep us talking (RFC 3834, section 2). */
const PER_ADDRESS: Pace = { burst: 8, everyMs: 5 * 60_000 };

export interface CallerNewsOptions {
  readonly core: Core;
  readonly calls: Pick<CallBook, 'all' | 'amend'>;
  /** Where the caller sees the call; null: nowhere. */
  readonly urlOf: (call: Call) => string | null;
  readonly random: () => number;
}

export interface CallerNews {
  /** Written by the journal: what concerns a call is looked at. */
  heard(events: readonly WatchEvent[]): void;
  /** Tells what is owed. */
  look(): void;
  /** Nothing more is begun; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

type Owed = Call & { readonly tellBy: NonNullable<Call['tellBy']> };

export function createCallerNews({ core, calls, urlOf, random }: CallerNewsOptions): CallerNews {
  const { clock, config, log } = core;
  const brake = createBrake(clock, PER_ADDRESS);
  /** One after another on each channel: its connections are for pages. */
  const busy = new Map<ChannelId, Promise<void>>();
  /** By the call's number. */
  const waiting = new Map<number, Cancel>();
  const failures = new Map<number, number>();
  let stopped = false;

  function owedOf(call: Call): { readonly call: Owed; readonly news: CallNews } | null {
    const { tellBy } = call;
    const news = tellBy === null ? null : newsOwed(call, incidentOf(core, call), [...config().people.values()]);
    return tellBy === null || news === null ? null : { call: { ...call, tellBy }, news };
  }

  function look(): void {
    for (const call of stopped ? [] : calls.all()) {
      const owed = waiting.has(call.number) ? null : owedOf(call);
      if (owed !== null && !busy.has(owed.call.tellBy.channel)) {
        begin(owed.call, owed.news);
      }
    }
  }

  function begin(call: Owed, news: CallNews): void {
    const { channel, to } = call.tellBy;
    const restMs = brake.waitMs(to.toLowerCase());
    if (restMs > 0) {
      later(call.number, restMs);
      return;
    }
    brake.take(to.toLowerCase());
    const work = tell(call, news)
      .catch((error: unknown) => {
        log.error({ call: call.number, err: String(error) }, 'a caller could not be told: a bug of ours');
        again(call.number, undefined);
      })
      .finally(() => {
        busy.delete(channel);
        look();
      });
    busy.set(channel, work);
  }

  async function tell(call: Owed, news: CallNews): Promise<void> {
    const delivery = await send(call, news);
    const { number, tellBy } = call;
    if (delivery.status === 'try-later') {
      log.warn({ call: number, channel: tellBy.channel, reason: delivery.reason }, 'a caller could not be told yet');
      again(number, delivery.afterMs);
      return;
    }
    failures.delete(number);
    const event =
      delivery.status === 'refused'
        ? loose(clock.now(), 'call', `${call.from} could not be told of the call: ${delivery.reason}`)
        : loose(clock.now(), 'call', `${call.from} was told: ${wordsOf(call, news)}`);
    const events = [{ ...event, channelId: tellBy.channel, componentId: callComponentId(number) }];
    await calls.amend(number, (now) => ({ ...now, toldLast: news, tellings: now.tellings + 1 }), events);
  }

  async function send(call: Owed, news: CallNews): Promise<Delivery> {
    const { channel } = call.tellBy;
    const settings = config().channels.get(channel);
    if (settings === undefined) {
      return { status: 'refused', reason: `channel ${channel} is not configured any more` };
    }
    const message: CallerMessage = {
      id: newsId(call, news),
      to: call.tellBy,
      text: wordsOf(call, news),
      url: urlOf(call),
      at: clock.now(),
    };
    const { delivery } = await inTime(clock, settings, (signal) => {
      const context = { signal, clock, memory: core.memoryOf(settings.id) };
      const none: Delivery = { status: 'refused', reason: `channel ${channel} (${settings.type}) tells no callers` };
      return core.channels.tell(message, settings, context) ?? Promise.resolve(none);
    });
    return delivery;
  }

  const wordsOf = (call: Call, news: CallNews): string => newsWords(call, news, clock.now(), core.timeZone);

  function again(number: number, askedMs: number | undefined): void {
    const count = (failures.get(number) ?? 0) + 1;
    failures.set(number, count);
    later(number, backOffMs(count, askedMs, random));
  }

  function later(number: number, ms: number): void {
    if (!stopped) {
      const cancel = clock.after(ms, () => {
        waiting.delete(number);
        look();
      });
      waiting.set(number, cancel);
    }
  }

  return {
    heard(events) {
      if (events.some(({ componentId }) => componentId !== null && isCall(componentId))) {
        look();
      }
    },
    look,
    async stop() {
      stopped = true;
      for (const cancel of waiting.values()) {
        cancel();
      }
      await Promise.allSettled(busy.values());
    },
  };
}
