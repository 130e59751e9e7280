/**
 * What is wrong with an experiment, in the words of the practable status server (status/internal/…: "missing jump" and so on).
 */
import type { SeenStream } from '../../model/practable/experiment.ts';
import type { ExperimentHealth, StreamVerdict } from '../../model/practable/health.ts';

type Certain = Pick<ExperimentHealth, 'streams' | 'jumpOk'>;

/** Jump first, then the streams by name. */
export function issuesOf({ streams, jumpOk }: Certain): string[] {
  const ofStreams = Object.entries(streams)
    .toSorted(([one], [other]) => compare(one, other))
    .flatMap(([name, verdict]) => streamIssue(name, verdict) ?? []);
  return [...(jumpOk === false ? ['missing jump'] : []), ...ofStreams];
}

/** Whoever is connected and silent is unwell, required or not; whoever is away only when it is required. */
function streamIssue(name: string, { state, required }: StreamVerdict): string | null {
  switch (state) {
    case 'ok':
      return null;
    case 'silent':
      return `unhealthy ${name}`;
    case 'missing':
      return required ? `missing required ${name}` : null;
  }
}

/** By topic, of those that count: a stream that nobody requires and that is away is none. */
export function streamOkOf({ streams }: Pick<Certain, 'streams'>): Record<string, boolean> {
  const counted = Object.entries(streams).filter(([, { state, required }]) => required || state !== 'missing');
  return Object.fromEntries(counted.map(([name, { state }]) => [name, state === 'ok']));
}

/**
 * The seed's first table: it can be used while every required stream is well, whatever jump does. Null: one of them is not known now,
 * or there is none to judge by.
 *
 * @param silentIsUnavailable the original takes an experiment out of service only when a stream is away
 */
export function usable(
  streams: readonly Pick<SeenStream, 'required' | 'state'>[],
  silentIsUnavailable: boolean,
): boolean | null {
  const required = streams.filter((stream) => stream.required);
  if (required.length === 0 || required.some(({ state }) => state === 'unknown')) {
    return null;
  }
  return required.every(({ state }) => state === 'ok' || (state === 'silent' && !silentIsUnavailable));
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
