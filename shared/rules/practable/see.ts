/**
 * Each experiment as it is now: what is known of it, held against what relay and jump told last.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { JumpState, SeenExperiment } from '../../model/practable/experiment.ts';
import type { Connection } from '../../model/practable/report.ts';
import type { PractableSettings } from '../../model/practable/settings.ts';
import { experimentId } from './ids.ts';
import type { KnownExperiment } from './known.ts';
import { type Sight, seeStream } from './stream.ts';

/** One of the two that tell who is connected. */
export interface Teller {
  readonly sight: Sight;
  readonly connections: ReadonlyMap<string, Connection>;
  readonly lastReportAt: EpochMs | null;
}

export interface Telling {
  readonly relay: Teller;
  readonly jump: Teller;
}

export function seeExperiment(
  known: KnownExperiment,
  { relay, jump }: Telling,
  settings: Pick<PractableSettings, 'id' | 'lastActive' | 'grace'>,
  now: EpochMs,
): SeenExperiment {
  const { stub, name, description, required, others, firstSeenAt } = known;
  const there = others.filter((topic) => relay.connections.has(topic));
  const streams = [...required, ...there].map((topic, index) =>
    seeStream(
      { topic, required: index < required.length, connection: relay.connections.get(topic) },
      relay.sight,
      settings.lastActive,
    ),
  );
  const graceEnd = firstSeenAt + settings.grace;
  return {
    system: settings.id,
    stub,
    name,
    description,
    componentId: experimentId(settings.id, stub),
    streams,
    jump: seeJump(known, jump, there.length > 0),
    inGraceUntil: graceEnd > now ? graceEnd : null,
    firstSeenAt,
    lastReportAt: latest(relay.lastReportAt, jump.lastReportAt),
  };
}

/** Of what book does not know, and what is not connected at all, nobody misses anything. */
function seeJump({ stub, name }: KnownExperiment, { sight, connections }: Teller, isConnected: boolean): JumpState {
  if (sight.kind === 'dark') {
    return 'unknown';
  }
  if (connections.has(stub)) {
    return 'ok';
  }
  return sight.kind === 'settling' || (name === null && !isConnected) ? 'unknown' : 'missing';
}

function latest(one: EpochMs | null, other: EpochMs | null): EpochMs | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
