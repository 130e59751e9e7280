/**
 * The engine's few facts that belong to no single component: overrides made by hand, quiet, beats, latest incidents and deliveries.
 *
 * Each is kept in the store; this is the copy in hand, changed only together with a journal entry.
 */
import { z } from 'zod';
import type { ChannelView } from '../../shared/contract/view.ts';
import { Beat, OpenRun } from '../../shared/model/beat.ts';
import type { ChannelId, CheckId, EpochMs, IncidentId } from '../../shared/model/ids.ts';
import type { Incident } from '../../shared/model/incident.ts';
import { StoredMaintenance } from '../../shared/model/maintenance.ts';
import type { OutboxItem } from '../../shared/model/page.ts';
import { StoredPresence } from '../../shared/model/presence.ts';
import { ReportBook } from '../../shared/model/reports.ts';
import type { StoredOverride } from '../../shared/model/schedule.ts';
import { StoredSilence } from '../../shared/model/silence.ts';
import { Swap } from '../../shared/model/swap.ts';
import type { Quiet } from '../../shared/rules/watch/turn.ts';
import type { Restored, Store } from './ports/store.ts';

export const QUIET_KEY = 'quiet';
export const MAINTENANCE_KEY = 'maintenance';
export const SILENCES_KEY = 'silences';
export const PRESENCES_KEY = 'presences';
export const SWAPS_KEY = 'swaps';
export const beatKey = (checkId: CheckId): string => `beat:${checkId}`;
export const runKey = (checkId: CheckId): string => `run:${checkId}`;
export const reportsKey = (checkId: CheckId): string => `reports:${checkId}`;

const StoredQuiet = z.object({ until: z.number(), criticalToo: z.boolean(), by: z.string() });

/** Incidents that ended within this time stay in the window: "while you were away". */
export const RECENT_MS = 24 * 3_600_000;

export interface EngineState {
  overrides: readonly StoredOverride[];
  quiet: Quiet | null;
  /** Begun by hand and not over yet. */
  maintenance: readonly StoredMaintenance[];
  /** Said by hand and not over yet, oldest first. */
  presences: readonly StoredPresence[];
  /** Proposed and not answered yet, oldest first. */
  swaps: readonly Swap[];
  /** Asked for by hand and not over yet. */
  silences: readonly StoredSilence[];
  readonly beats: Map<CheckId, Beat>;
  /** Runs that were begun and have not ended. */
  readonly runs: Map<CheckId, OpenRun>;
  readonly reports: Map<CheckId, ReportBook>;
  readonly recent: Map<IncidentId, Incident>;
  readonly deliveries: Map<ChannelId, NonNullable<ChannelView['last']>>;
  /** Not null: why nothing can be judged at the moment. */
  blindBecause: string | null;
  blindSince: EpochMs;
  lastCheckAt: EpochMs | null;
  /** What the store said when it refused; null while it takes. */
  storeTrouble: string | null;
}

/** Pages that still want work, as they were decided: a receiver hears the end after the beginning, also after a restart. */
export function unfinished({ outbox }: Restored): readonly OutboxItem[] {
  const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('/') + 1));
  return outbox.toSorted(
    ({ page: one }, { page: other }) => one.createdAt - other.createdAt || numberOf(one.id) - numberOf(other.id),
  );
}

export async function restoreState(
  store: Pick<Store, 'incidents' | 'lastDeliveries'>,
  restored: Restored,
  now: EpochMs,
): Promise<EngineState> {
  const quiet = StoredQuiet.safeParse(restored.values.get(QUIET_KEY));
  const maintenance = z.array(StoredMaintenance).safeParse(restored.values.get(MAINTENANCE_KEY));
  const presences = z.array(StoredPresence).safeParse(restored.values.get(PRESENCES_KEY));
  const silences = z.array(StoredSilence).safeParse(restored.values.get(SILENCES_KEY));
  const incidents = await store.incidents({ from: now - RECENT_MS, limit: 500 });
  const deliveries = await store.lastDeliveries();
  return {
    overrides: restored.overrides,
    maintenance: maintenance.success ? maintenance.data.filter(({ until }) => until > now) : [],
    presences: presences.success ? presences.data.filter(({ until }) => until > now) : [],
    swaps: z.array(Swap).safeParse(restored.values.get(SWAPS_KEY)).data ?? [],
    silences: silences.success ? silences.data.filter(({ until }) => until > now) : [],
    quiet: quiet.success && quiet.data.until > now ? quiet.data : null,
    beats: keptByCheck(restored, beatKey, Beat),
    runs: keptByCheck(restored, runKey, OpenRun),
    reports: keptByCheck(restored, reportsKey, ReportBook),
    recent: new Map(incidents.map((incident) => [incident.id, incident])),
    deliveries: new Map(
      deliveries.map(({ channelId, item, at }) => [channelId, { at, state: item.state, reason: item.lastReason }]),
    ),
    blindBecause: 'Just started: the first looks are under way',
    blindSince: now,
    lastCheckAt: null,
    storeTrouble: null,
  };
}

/** The values that stand under a key of each check. What cannot be read any more is forgotten. */
function keptByCheck<T>(
  { values }: Restored,
  keyOf: (checkId: CheckId) => string,
  schema: z.ZodType<T>,
): Map<CheckId, T> {
  const prefix = keyOf('' as CheckId);
  return new Map(
    [...values].flatMap(([key, value]): [CheckId, T][] => {
      const read = key.startsWith(prefix) ? schema.safeParse(value) : null;
      return read?.success ? [[key.slice(prefix.length) as CheckId, read.data]] : [];
    }),
  );
}
