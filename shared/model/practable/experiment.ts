/**
 * An experiment as it is seen at this moment: what book wants of it, and what relay and jump tell of it.
 */
import type { ComponentId, EpochMs } from '../ids.ts';
import type { Connection } from './report.ts';
import type { Service, SystemId } from './settings.ts';

/** `missing`: required and not connected. `silent`: connected, and nothing was sent for too long. `unknown`: nobody can tell now. */
export type StreamState = 'ok' | 'silent' | 'missing' | 'unknown';
export type JumpState = 'ok' | 'missing' | 'unknown';

export interface SeenStream {
  /** The whole topic: `aaaa00-st-data`. */
  readonly name: string;
  readonly required: boolean;
  readonly state: StreamState;
  /** In words, without a full stop. */
  readonly detail: string;
  /** How long ago it last sent, in ms, by the latest report; null: never, or not told. */
  readonly lastMs: number | null;
}

export interface SeenExperiment {
  readonly system: SystemId;
  readonly stub: string;
  /** Of the resource in book; null: book does not know it. */
  readonly name: string | null;
  readonly description: string;
  readonly componentId: ComponentId;
  /** Every required one, then those that are connected beside, each in order of their names. */
  readonly streams: readonly SeenStream[];
  readonly jump: JumpState;
  /** Until then it is not judged; null: it is. */
  readonly inGraceUntil: EpochMs | null;
  readonly firstSeenAt: EpochMs;
  /** Of relay or of jump, whichever spoke last of anything; null: none since we started. */
  readonly lastReportAt: EpochMs | null;
}

/** How one of the three services is. `waiting`: nothing was heard yet, and it is too early to say why. */
export interface SeenService {
  readonly system: SystemId;
  readonly service: Service;
  readonly state: 'ok' | 'waiting' | 'stale';
  /** What is wrong, or what is known of it: "relay has no fresh reports so may be down: …". */
  readonly detail: string;
  /** Null: not since we started. */
  readonly lastReportAt: EpochMs | null;
}

/** What was told of an experiment's connections last. Null times: not since we started. */
export interface Told {
  /** The experiment's own connections to relay, by topic in order. */
  readonly streams: readonly Connection[];
  readonly jump: Connection | null;
  readonly lastStreamsReportAt: EpochMs | null;
  readonly lastJumpReportAt: EpochMs | null;
  readonly foundInManifestAt: EpochMs | null;
}
