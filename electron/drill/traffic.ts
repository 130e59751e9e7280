/**
 * Whether anything of the engine may be waiting for an answer: then the clock lets everything settle before time goes on.
 *
 * All that the engine waits for goes through its ports, so counting there is enough. Nearly all turns of a drill ask nothing that
 * is waited for, and settling costs more than such a turn.
 */
import type { ChannelSet } from '../engine/ports/channel.ts';
import type { ProbeSet } from '../engine/ports/probe.ts';
import type { Store } from '../engine/ports/store.ts';

export interface Traffic {
  /** Something was asked or answered since the last time, or is still under way. */
  isBusy(): boolean;
  /** Counts a question until it is answered. */
  watch<T>(answer: Promise<T>): Promise<T>;
  store(store: Store): Store;
  probes(probes: ProbeSet): ProbeSet;
  channels(channels: ChannelSet): ChannelSet;
}

export function createTraffic(): Traffic {
  let underWay = 0;
  let moved = false;

  function watch<T>(answer: Promise<T>): Promise<T> {
    underWay += 1;
    const ended = (): void => {
      underWay -= 1;
      moved = true;
    };
    answer.then(ended, ended);
    return answer;
  }

  return {
    isBusy() {
      const busy = moved || underWay > 0;
      moved = false;
      return busy;
    },
    watch,
    store: (store) => ({
      ...store,
      restore: () => watch(store.restore()),
      commit: (entries) => watch(store.commit(entries)),
      events: (query) => watch(store.events(query)),
      incidents: (query) => watch(store.incidents(query)),
      prune: (now, ages) => watch(store.prune(now, ages)),
    }),
    probes: (probes) => ({
      ...probes,
      run(check, context) {
        const answer = probes.run(check, context);
        return answer instanceof Promise ? watch(answer) : answer;
      },
    }),
    channels: (channels) => ({
      ...channels,
      send: (page, settings, context) => watch(channels.send(page, settings, context)),
    }),
  };
}
