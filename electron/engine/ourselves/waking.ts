/**
 * After time without us: wait for link and resolver (bounded), look at everything once, at what failed once more, and page nobody
 * until that is done. What was missed is looked at; nothing that changed meanwhile is dropped, it is only said after a breath.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { Config } from '../../../shared/model/config.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import { hostOf, isLoopback } from '../../../shared/rules/target.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import type { Cancel, Clock, Network } from '../ports.ts';

/** Longer than a network needs to come back; after it the world is judged as it is. */
const LONGEST_WAIT_MS = 20_000;
const ASK_EVERY_MS = 1_000;
/** The second look at what failed comes after this share of the quiet window: time for a time-out before it and after it. */
const SECOND_LOOK_SHARE = 0.5;

export interface WakingOptions {
  readonly clock: Clock;
  readonly config: () => Config;
  readonly network: Network;
  /** Soon, spread over a few seconds. */
  readonly sweep: (checkIds: readonly CheckId[]) => void;
  readonly isFailing: (checkId: CheckId) => boolean;
  /** The quiet is over: what it kept back may go. */
  readonly onQuietOver: () => void;
}

export interface Waking {
  /** We were away, and these were not looked at meanwhile. `reason` begins a sentence: "Just woken". */
  begin(missed: readonly CheckId[], reason: string): void;
  /** Null: nothing is kept back. */
  hold(): EngineHold | null;
  /** The network may not be back yet: what fails now may fail because of us. */
  isWaiting(): boolean;
  stop(): void;
}

type State = { readonly kind: 'awake' } | { readonly kind: 'waiting' | 'quiet'; readonly hold: EngineHold };

export function createWaking({ clock, config, network, sweep, isFailing, onQuietOver }: WakingOptions): Waking {
  let state: State = { kind: 'awake' };
  let cancel: Cancel = () => undefined;
  /** Grows with each waking: an answer of the resolver that belongs to an earlier one is not heard. */
  let waking = 0;

  function wait(missed: readonly CheckId[], reason: string, sinceMono: number): void {
    const mine = waking;
    const outside = outgoing(config());
    const ready = (): void => {
      if (mine === waking) {
        settle(missed, reason);
      }
    };
    const again = (): void => {
      if (mine === waking) {
        cancel = clock.after(ASK_EVERY_MS, () => wait(missed, reason, sinceMono));
      }
    };
    if (outside.length === 0 || network.link() === null || clock.monotonicMs() - sinceMono >= LONGEST_WAIT_MS) {
      ready();
    } else if (network.link() === false) {
      again();
    } else {
      const name = outside.map(hostOf).find((host) => /[a-z]/.test(host) && !host.includes(':'));
      if (name === undefined) {
        ready();
      } else {
        // Its own time-out bounds the question; the next turn does not wait for the answer to this one.
        again();
        void network.resolves(name).then((answers) => (answers && state.kind === 'waiting' ? ready() : undefined));
      }
    }
  }

  function settle(missed: readonly CheckId[], reason: string): void {
    cancel();
    const mine = ++waking;
    const { quietAfterWake } = config().settings;
    state = { kind: 'quiet', hold: { reason, until: clock.now() + quietAfterWake } };
    sweep(missed);
    const second = Math.round(quietAfterWake * SECOND_LOOK_SHARE);
    cancel = clock.after(second, () => {
      sweep(missed.filter(isFailing));
      cancel = clock.after(quietAfterWake - second, () => {
        if (mine === waking) {
          state = { kind: 'awake' };
          onQuietOver();
        }
      });
    });
  }

  return {
    begin(missed, reason) {
      cancel();
      waking += 1;
      const until = clock.now() + LONGEST_WAIT_MS + config().settings.quietAfterWake;
      state = { kind: 'waiting', hold: { reason, until } };
      wait(missed, reason, clock.monotonicMs());
    },
    hold: () => (state.kind === 'awake' ? null : state.hold),
    isWaiting: () => state.kind === 'waiting',
    stop() {
      waking += 1;
      cancel();
    },
  };
}

/** Checks of what lies beyond this machine. */
function outgoing({ checks }: Config): readonly Check[] {
  return [...checks.values()].filter((check) => {
    const host = hostOf(check);
    return host !== '' && !isLoopback(host);
  });
}
