/**
 * The wall clock was set back. Due times are kept by it, and people count on the distance: what was to come in five minutes
 * still comes in five minutes, and is not an hour late.
 */
import { formatDuration } from '../../shared/model/duration.ts';
import { loose, openIncidents } from './commands.ts';
import type { Core } from './core.ts';
import { MAINTENANCE_KEY, QUIET_KEY } from './state.ts';

/** The way to tell by how many ms. */
export function createSetBack(core: Core, keepers: readonly { setBack(byMs: number): void }[]): (byMs: number) => void {
  const { clock, state, book, write } = core;
  return (byMs) => {
    const at = clock.now();
    for (const keeper of keepers) {
      keeper.setBack(byMs);
    }
    if (state.quiet !== null) {
      state.quiet = { ...state.quiet, until: state.quiet.until - byMs };
    }
    state.maintenance = state.maintenance.map((one) => ({ ...one, from: one.from - byMs, until: one.until - byMs }));
    const open = openIncidents(core).map(({ componentId }) => componentId);
    const byHand = [...book.all()].filter((watch) => watch.byHand !== null).map(({ componentId }) => componentId);
    for (const componentId of new Set([...open, ...byHand])) {
      book.apply(componentId, { type: 'clock-set-back', at, byMs });
    }
    const text = `The clock was set back by ${formatDuration(byMs)}: whatever is due keeps its distance`;
    void write({
      values: { [QUIET_KEY]: state.quiet, [MAINTENANCE_KEY]: state.maintenance },
      events: [loose(at, 'watcher', text)],
    });
  };
}
