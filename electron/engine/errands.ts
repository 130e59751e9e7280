/**
 * One errand after another, so many a minute: news never compete with pages for connections, and a server that counts is not angered.
 * What fails rests for longer each time, and nobody behind it waits for that.
 */
import type { Delivery } from '../../shared/model/page.ts';
import { backOffMs } from './back-off.ts';
import { type Brake, createBrake } from './calls/brake.ts';
import type { Tried } from './one-try.ts';
import type { Cancel, Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';

/** What is refused is tried again so much later: a full mailbox, a mistake of ours in the settings. ms */
const REFUSED_REST_MS = 3_600_000;

export interface Errand {
  /** Of whom it is for: they have one at a time, and rest when it fails. */
  readonly id: string;
  /** For the log; no address in it. */
  readonly what: string;
  send(): Promise<Tried>;
  /** How it went, to be written down. */
  ended(tried: Tried): Promise<void>;
  /** Who rests when it failed so, each for longer every time. Absent: whom it is for. */
  rests?(delivery: Delivery): readonly string[];
}

/** What is to be done now, or when to look again. */
export type Next = { readonly errand: Errand } | { readonly errand: null; readonly inMs: number };

export interface LineOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** For the log: "news to subscribers". */
  readonly what: string;
  readonly random: () => number;
  readonly perMinute: () => number;
  /** `rests`: nothing of theirs is tried now. */
  readonly next: (rests: (id: string) => boolean) => Promise<Next>;
}

export interface Line {
  /** There may be something to do, in so many ms at the latest. */
  look(inMs?: number): void;
  /** By whom: why the last try failed, the latest last. Of those, too, to whom nothing more goes. */
  failing(): ReadonlyMap<string, string>;
  /** Nothing more is begun; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

export function createLine({ clock, log, what, random, perMinute, next }: LineOptions): Line {
  /** By whom; `until` by the monotonic clock. */
  const resting = new Map<string, { readonly failures: number; readonly until: number; readonly reason: string }>();
  let pace: { readonly perMinute: number; readonly brake: Brake } | null = null;
  let timer: { readonly at: number; readonly cancel: Cancel } | null = null;
  let working: Promise<void> | null = null;
  let lookAgain = false;
  let stopped = false;

  const rests = (id: string): boolean => (resting.get(id)?.until ?? 0) > clock.monotonicMs();

  function brakeNow(): Brake {
    if (pace?.perMinute !== perMinute()) {
      pace = { perMinute: perMinute(), brake: createBrake(clock, { burst: 1, everyMs: 60_000 / perMinute() }) };
    }
    return pace.brake;
  }

  function look(inMs = 0): void {
    const at = clock.monotonicMs() + inMs;
    if (stopped || (timer !== null && timer.at <= at)) {
      return;
    }
    timer?.cancel();
    timer = { at, cancel: clock.after(inMs, begin) };
  }

  function begin(): void {
    timer = null;
    if (working !== null) {
      lookAgain = true;
      return;
    }
    working = work()
      .catch((error: unknown) => {
        log.error({ err: String(error) }, `${what} stumbled: a bug of ours`);
        look(60_000);
      })
      .finally(() => {
        working = null;
        if (lookAgain) {
          lookAgain = false;
          look();
        }
      });
  }

  async function work(): Promise<void> {
    while (!stopped) {
      const found = await next(rests);
      const waitMs = found.errand === null ? found.inMs : brakeNow().waitMs('');
      if (found.errand === null || waitMs > 0) {
        look(waitMs);
        return;
      }
      brakeNow().take('');
      await carry(found.errand);
    }
  }

  async function carry(errand: Errand): Promise<void> {
    const tried = await errand.send();
    await errand.ended(tried);
    const { delivery } = tried;
    for (const id of errand.rests?.(delivery) ?? [errand.id]) {
      rest(id, delivery);
    }
    if ('reason' in delivery) {
      log.warn({ reason: delivery.reason }, `${errand.what} could not be sent`);
    }
  }

  function rest(id: string, delivery: Delivery): void {
    const restMs = restOf(id, delivery);
    if (restMs === 0) {
      resting.delete(id);
      return;
    }
    const failures = (resting.get(id)?.failures ?? 0) + 1;
    const reason = 'reason' in delivery ? delivery.reason : '';
    resting.delete(id); // the latest comes last
    resting.set(id, { failures, until: clock.monotonicMs() + restMs, reason });
    look(restMs);
  }

  function restOf(id: string, delivery: Delivery): number {
    switch (delivery.status) {
      case 'accepted':
      case 'delivered':
        return 0;
      case 'try-later':
        return backOffMs((resting.get(id)?.failures ?? 0) + 1, delivery.afterMs, random);
      case 'refused':
        return REFUSED_REST_MS;
    }
  }

  return {
    look,
    failing: () => new Map([...resting].map(([id, { reason }]) => [id, reason])),
    async stop() {
      stopped = true;
      timer?.cancel();
      await working;
    },
  };
}
