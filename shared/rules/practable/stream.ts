/**
 * How a stream is, by what relay told of it last.
 *
 * Definitely unhealthy is what can be said: required and not connected, or connected and silent for too long. Since relay 0.8 nothing
 * is told of what is sent: then presence is all there is, and it is said that it is.
 */
import { formatDuration } from '../../model/duration.ts';
import type { SeenStream, StreamState } from '../../model/practable/experiment.ts';
import type { Connection } from '../../model/practable/report.ts';

export const ONLY_PRESENCE = 'only presence can be judged here: this relay does not tell what is sent (0.8 and later)';

/** What is known of the service that tells of it. */
export type Sight =
  | { readonly kind: 'clear' }
  /** Nobody can tell now. `words`: why. */
  | { readonly kind: 'dark'; readonly words: string }
  /** It has just come back, and experiments need their time to connect again: what is wrong now says nothing yet. */
  | { readonly kind: 'settling'; readonly words: string };

export interface Stream {
  readonly topic: string;
  readonly required: boolean;
  /** Undefined: not connected. */
  readonly connection: Connection | undefined;
}

/** @param lastActive ms; exactly so long ago is too long */
export function seeStream({ topic, required, connection }: Stream, sight: Sight, lastActive: number): SeenStream {
  const seen = (state: StreamState, detail: string, lastMs: number | null = null): SeenStream => ({
    name: topic,
    required,
    state,
    detail,
    lastMs,
  });
  if (sight.kind === 'dark') {
    return seen('unknown', sight.words);
  }
  const found = judge({ topic, required, connection }, lastActive);
  return sight.kind === 'settling' && found.state !== 'ok'
    ? seen('unknown', `${sight.words} (${found.detail})`)
    : seen(found.state, found.detail, found.lastMs);
}

interface Judged {
  readonly state: StreamState;
  readonly detail: string;
  readonly lastMs: number | null;
}

function judge({ topic, connection }: Stream, lastActive: number): Judged {
  if (connection === undefined) {
    return { state: 'missing', detail: `missing required ${topic}`, lastMs: null };
  }
  if (connection.tx === null) {
    return { state: 'ok', detail: ONLY_PRESENCE, lastMs: null };
  }
  const { last } = connection.tx;
  if (last === 'unreadable') {
    return { state: 'unknown', detail: `when ${topic} last sent cannot be read in relay's report`, lastMs: null };
  }
  if (last === 'never') {
    return { state: 'silent', detail: `unhealthy ${topic}: it is connected and has never sent`, lastMs: null };
  }
  return last < lastActive
    ? { state: 'ok', detail: '', lastMs: last }
    : {
        state: 'silent',
        detail: `unhealthy ${topic}: nothing sent for ${formatDuration(last)}, limit ${formatDuration(lastActive)}`,
        lastMs: last,
      };
}
