/**
 * Planned work that everybody may know of: when, and on what. Its name and note are ours and stay with us.
 */
import type { ComponentId, EpochMs } from '../../model/ids.ts';
import type { MaintenanceWindow } from '../../model/maintenance.ts';
import { windowAt } from '../window.ts';
import type { PublicMaintenance, Span } from './page.ts';

/** Further ahead nobody looks. ms */
const AHEAD_MS = 14 * 86_400_000;

interface Worked {
  readonly id: ComponentId;
  readonly name: string;
  /** All windows that are for it. */
  readonly windows: readonly MaintenanceWindow[];
}

/** The work that runs on a component and ends last; null: none. */
export function runningOn({ windows }: Pick<Worked, 'windows'>, at: EpochMs, timeZone: string): Span | null {
  const running = windows.length === 0 ? null : windowAt(windows, at, timeZone).running;
  return running === null ? null : { from: running.from, until: running.until };
}

/** For each window the span that runs, or else the next one, soonest first. The same time for several is one entry. */
export function plannedWork(
  components: readonly Worked[],
  at: EpochMs,
  timeZone: string,
): readonly PublicMaintenance[] {
  const spans = new Map<MaintenanceWindow, Span | null>();
  const byTime = new Map<
    string,
    { readonly span: Span; readonly once: boolean; readonly on: Map<ComponentId, string> }
  >();
  for (const { id, name, windows } of components) {
    for (const window of windows) {
      const span = spans.has(window) ? (spans.get(window) ?? null) : spanFrom(window, at, timeZone);
      spans.set(window, span);
      if (span !== null && span.from < at + AHEAD_MS) {
        const key = `${span.from}-${span.until}`;
        const { on, once } = byTime.get(key) ?? { on: new Map<ComponentId, string>(), once: false };
        const entry = { span, once: once || window.kind === 'once', on };
        byTime.set(key, entry);
        entry.on.set(id, name);
      }
    }
  }
  return [...byTime.values()]
    .map(({ span, once, on }) => ({ ...span, once, components: [...on].map(([id, name]) => ({ id, name })) }))
    .toSorted((one, other) => one.from - other.from || one.until - other.until);
}

/** The time of a window that runs, or else its next one; null: there is none any more. */
export function spanFrom(window: MaintenanceWindow, at: EpochMs, timeZone: string): Span | null {
  const { running, changesAt } = windowAt([window], at, timeZone);
  const next = running ?? (changesAt === null ? null : windowAt([window], changesAt, timeZone).running);
  return next === null ? null : { from: next.from, until: next.until };
}
