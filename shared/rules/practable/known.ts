/**
 * Which experiments there are: those of book, and those that are connected though book does not know them. Kept over a restart.
 *
 * New ones are taken up when they are first told of. What is gone leaves only when book is read the next time, so that a connection
 * that comes and goes does not shake the house every few seconds. Everything here gives back the very same map when nothing changed.
 */
import { z } from 'zod';
import type { EpochMs } from '../../model/ids.ts';
import type { Manifest, Report, Resource } from '../../model/practable/report.ts';
import type { PractableSettings } from '../../model/practable/settings.ts';
import { streamTopic } from './topics.ts';

export const KnownExperiment = z.object({
  stub: z.string(),
  /** In book; null: book does not know it. */
  name: z.string().nullable(),
  description: z.string(),
  /** Whole topics, in order of their names, like `others`. */
  required: z.array(z.string()),
  /** That were connected, and that book does not ask for. */
  others: z.array(z.string()),
  firstSeenAt: z.number(),
});
export type KnownExperiment = z.infer<typeof KnownExperiment>;
/** What nobody booked is taken up to here, and streams of one: a relay that tells more is not to fill us up. */
const MOST_UNBOOKED = 1_000;
const MOST_OTHERS = 100;

/** By their stubs. */
export type Known = ReadonlyMap<string, KnownExperiment>;

/** What is connected at the moment. Null: nobody can tell. */
export interface Connected {
  readonly relay: Report | null;
  readonly jump: Report | null;
}

/** book was read: what it does not know any more, and what is not connected either, is gone. */
export function withManifest(
  known: Known,
  { resources }: Manifest,
  connected: Connected,
  now: EpochMs,
  unbooked: PractableSettings['unbooked'] = 'watch',
): Known {
  const booked = byStub(resources);
  const streams = streamsOf(connected, (stub) => booked.has(stub));
  // While relay or jump cannot tell who is connected, nobody is gone.
  const isThere = (stub: string): boolean =>
    streams === null || connected.jump === null || streams.has(stub) || connected.jump.connections.has(stub);
  const next = new Map<string, KnownExperiment>();
  for (const [stub, { name, description, required }] of booked) {
    const before = known.get(stub);
    next.set(stub, {
      stub,
      name,
      description,
      required,
      others: othersOf(stub, required, before?.others ?? [], streams, 'only'),
      firstSeenAt: before?.firstSeenAt ?? now,
    });
  }
  for (const before of known.values()) {
    if (unbooked === 'watch' && !next.has(before.stub) && isThere(before.stub)) {
      const others = othersOf(before.stub, [], before.others, streams, 'only');
      next.set(before.stub, { ...before, name: null, description: '', required: [], others });
    }
  }
  return JSON.stringify([...known.values()]) === JSON.stringify([...next.values()]) ? known : next;
}

/**
 * relay or jump has told: whoever is new is taken up.
 *
 * @param unbooked whether what book does not know is an experiment
 */
export function withConnected(
  known: Known,
  connected: Connected,
  now: EpochMs,
  unbooked: PractableSettings['unbooked'] = 'watch',
): Known {
  const streams = streamsOf(connected, (stub) => known.has(stub));
  let next: Map<string, KnownExperiment> | null = null;
  let room = MOST_UNBOOKED - [...known.values()].filter(({ name }) => name === null).length;
  const stubs = new Set([...(streams?.keys() ?? []), ...(connected.jump?.connections.keys() ?? [])]);
  for (const stub of stubs) {
    const before = known.get(stub);
    const others = othersOf(stub, before?.required ?? [], before?.others ?? [], streams, 'also');
    if (before === undefined ? unbooked === 'watch' && room > 0 : others !== before.others) {
      room -= before === undefined ? 1 : 0;
      next ??= new Map(known);
      const first = { stub, name: null, description: '', required: [], firstSeenAt: now };
      next.set(stub, { ...(before ?? first), others });
    }
  }
  return next ?? known;
}

/** Several resources of one experiment: the first by name. */
function byStub(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  const found = new Map<string, Resource>();
  for (const resource of resources.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (!found.has(resource.stub)) {
      found.set(resource.stub, resource);
    }
  }
  return found;
}

/** The topics that are connected, by experiment. Null: nobody can tell. */
function streamsOf({ relay }: Connected, isKnown: (stub: string) => boolean): ReadonlyMap<string, string[]> | null {
  if (relay === null) {
    return null;
  }
  const found = new Map<string, string[]>();
  for (const topic of relay.connections.keys()) {
    const stub = streamTopic(topic, isKnown)?.stub;
    if (stub !== undefined) {
      const own = found.get(stub);
      if (own === undefined) {
        found.set(stub, [topic]);
      } else {
        own.push(topic);
      }
    }
  }
  return found;
}

/** @param how `only`: those that are connected now; `also`: beside those that were */
function othersOf(
  stub: string,
  required: readonly string[],
  before: string[],
  streams: ReadonlyMap<string, string[]> | null,
  how: 'only' | 'also',
): string[] {
  const isOther = (topic: string): boolean => !required.includes(topic);
  if (streams === null) {
    return before.filter(isOther);
  }
  const now = (streams.get(stub) ?? []).filter(isOther);
  if (how === 'also' && (before.length >= MOST_OTHERS || now.every((topic) => before.includes(topic)))) {
    return before;
  }
  return [...new Set(how === 'also' ? [...before, ...now] : now)].slice(0, MOST_OTHERS).toSorted();
}
