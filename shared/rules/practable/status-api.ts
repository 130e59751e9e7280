/**
 * What the API of the practable status server answers (recorded: test/fixtures/practable/status-*.json), for programs that read it.
 *
 * As there, an optional field that is false, 0 or empty is left out (Go's `omitempty`), and times are Go's own text. Where relay does
 * not say what a connection sends (0.8 and later) it stands there as in the original, as `0s` ago: who reads it knows no other word.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { SeenExperiment, Told } from '../../model/practable/experiment.ts';
import type { ExperimentHealth, HealthEvent } from '../../model/practable/health.ts';
import type { Connection, Traffic } from '../../model/practable/report.ts';
import { GO_ZERO_TIME, goDurationText, goTime, goTimeOfText } from './go-text.ts';

export interface ApiFacts {
  readonly experiment: SeenExperiment;
  /** Null: it was not judged yet. */
  readonly health: ExperimentHealth | null;
  readonly told: Told | null;
  /** Null: nobody knows; the API has no word for that. */
  readonly available: boolean | null;
}

type Json = Readonly<Record<string, unknown>>;

/** What the original shows of somebody who never sent anything. */
const NEVER = '999h0m0s';

/** One of `GET /experiments`. */
export function apiExperiment({ experiment, health, told, available }: ApiFacts): Json {
  const { streams, jump, name, stub, firstSeenAt } = experiment;
  const shown = streams.filter(({ required, state }) => required || state !== 'missing');
  const streamOk = Object.fromEntries(shown.map((stream) => [stream.name, stream.state === 'ok']));
  const jumpOk = jump === 'ok';
  return {
    available: available === true,
    first_checked: goTime(firstSeenAt),
    health_events: health?.events.length ?? 0,
    healthy: jumpOk && Object.values(streamOk).every((ok) => ok),
    jump_ok: jumpOk,
    jump_report: report(told?.jump ?? null),
    last_checked_jump: timeOf(told?.lastJumpReportAt),
    last_checked_streams: timeOf(told?.lastStreamsReportAt),
    last_found_in_manifest: timeOf(told?.foundInManifestAt),
    resource_name: name ?? '',
    stream_ok: streamOk,
    stream_reports: Object.fromEntries((told?.streams ?? []).map((one) => [one.topic, report(one)])),
    stream_required: Object.fromEntries(streams.flatMap((stream) => (stream.required ? [[stream.name, true]] : []))),
    topic_name: stub,
  };
}

/** One of `GET /experiments/events/{stub}`. */
export function apiEvent({ healthy, issues, jumpOk, streamOk, at }: HealthEvent): Json {
  return {
    ...(healthy && { healthy }),
    issues,
    ...(jumpOk && { jump_ok: jumpOk }),
    stream_ok: streamOk,
    when: goTime(at),
  };
}

const timeOf = (at: EpochMs | null | undefined): string => goTime(at ?? null);

function report(connection: Connection | null): Json {
  const { topic = '', scopes = null, connectedAt = null, expiresAt = null, userAgent = '' } = connection ?? {};
  return {
    connected: connectedAt === null ? GO_ZERO_TIME : goTimeOfText(connectedAt),
    expires_at: expiresAt === null ? GO_ZERO_TIME : goTimeOfText(expiresAt),
    scopes,
    stats: { rx: traffic(connection?.rx ?? null), tx: traffic(connection?.tx ?? null) },
    topic,
    user_agent: userAgent,
  };
}

function traffic(told: Traffic | null): Json {
  if (told === null) {
    return { last: goDurationText(0) };
  }
  const { last, size, fps } = told;
  return {
    ...(fps !== 0 && { fps }),
    ...(typeof last === 'number' ? { last: goDurationText(last) } : { last: NEVER, never: true }),
    ...(size !== 0 && { size }),
  };
}
