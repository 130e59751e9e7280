/**
 * After time without us: wait for link and resolver (bounded), look at what was missed once, at what failed once more, and page
 * nobody about that until it is done. Nothing that changed meanwhile is dropped, it is only said after a breath.
 *
 * Whoever is torn out of it again and again keeps no page back for ever: as long as something is judged in between, the breath
 * that began first is the one that counts.
 */
import type { Check } from '../../../shared/model/check.ts';
import type { ComponentSettings, Config } from '../../../shared/model/config.ts';
import type { CheckId } from '../../../shared/model/ids.ts';
import type { Observation } from '../../../shared/model/observation.ts';
import { couldBeOurs } from '../../../shared/rules/blame.ts';
import { hostOf } from '../../../shared/rules/target.ts';
import type { EngineHold } from '../../../shared/rules/watch/turn.ts';
import { WATCHER_ID } from '../../../shared/rules/watcher.ts';
import type { Cancel, Clock } from '../ports/clock.ts';
import type { Network } from '../ports/network.ts';
import { THIS_MACHINE, targetName } from './hosts.ts';

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
  /** A try has come to a conclusion: we are there between one absence and the next. */
  judged(): void;
  /** What keeps messages back about a component of which something was missed; about ourselves, when everything was. */
  hold(component: ComponentSettings): EngineHold | null;
  /** A try, as far as it may be believed: while the network may not be back yet, what fails may fail because of us. */
  judge(observation: Observation, check: Check): Observation;
  stop(): void;
}

type State =
  | { readonly kind: 'awake' }
  | { readonly kind: 'waiting' | 'quiet'; readonly hold: EngineHold; readonly missed: ReadonlySet<CheckId> };

export function createWaking({ clock, config, network, sweep, isFailing, onQuietOver }: WakingOptions): Waking {
  let state: State = { kind: 'awake' };
  let cancel: Cancel = () => undefined;
  /** No message is kept back beyond that, by the monotonic clock. */
  let bound = 0;
  let judged = false;
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
    if (state.kind === 'awake') {
      return;
    }
    cancel();
    const mine = ++waking;
    const quiet = Math.max(0, Math.min(config().settings.quietAfterWake, bound - clock.monotonicMs()));
    state = { ...state, kind: 'quiet', hold: { reason, until: clock.now() + quiet } };
    sweep(missed);
    const second = Math.round(quiet * SECOND_LOOK_SHARE);
    cancel = clock.after(second, () => {
      sweep(missed.filter(isFailing));
      cancel = clock.after(quiet - second, () => {
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
      const now = clock.monotonicMs();
      const goesOn = state.kind !== 'awake' && judged;
      if (!goesOn) {
        bound = now + LONGEST_WAIT_MS + config().settings.quietAfterWake;
      }
      judged = false;
      const until = clock.now() + Math.max(0, bound - now);
      // What an absence before this one made us miss may not have been looked at yet.
      const all = new Set([...(state.kind === 'awake' ? [] : state.missed), ...missed]);
      state = { kind: 'waiting', hold: { reason, until }, missed: all };
      wait([...all], reason, now);
    },
    judged() {
      judged = true;
    },
    hold({ id, checks }) {
      if (state.kind === 'awake' || state.hold.until <= clock.now()) {
        return null;
      }
      const { missed, hold } = state;
      const concerns =
        id === WATCHER_ID ? missed.size >= config().checks.size : checks.some((one) => missed.has(one.id));
      return concerns ? hold : null;
    },
    judge(observation, check) {
      const { outcome } = observation;
      const isDoubtful = state.kind === 'waiting' && liesOutside(check);
      if (!isDoubtful || outcome.kind !== 'fail' || !couldBeOurs(outcome.failure)) {
        return observation;
      }
      const detail = `just woken, the network may not be back: ${outcome.failure.detail}`;
      return { ...observation, outcome: { kind: 'inconclusive', trouble: { kind: 'just-woken', detail } } };
    },
    stop() {
      waking += 1;
      cancel();
    },
  };
}

/** Checks of what lies beyond this machine. */
function outgoing({ checks }: Config): readonly Check[] {
  return [...checks.values()].filter(liesOutside);
}

const liesOutside = (check: Check): boolean => (targetName(check) ?? THIS_MACHINE) !== THIS_MACHINE;
