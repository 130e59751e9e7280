/**
 * What the file may not say about the watcher itself: its reserved names, a heartbeat that never beats, witnesses that prove nothing.
 */
import type { ConfigFile } from '../../model/config.ts';
import { ALERTS_PREFIX } from '../alerts/ids.ts';
import { CACHET_PREFIX } from '../cachet/ids.ts';
import { CALLS_PREFIX } from '../calls/ids.ts';
import { PRACTABLE_PREFIX } from '../practable/ids.ts';
import { isLoopback } from '../target.ts';
import { WATCHER_ID } from '../watcher.ts';
import type { Complaint, Path } from './complaint.ts';

/** Faster is a burden to whoever listens, and says nothing more. */
const SHORTEST_BEAT_MS = 5_000;

const OTHERS = [
  [CALLS_PREFIX, "people's calls"],
  [ALERTS_PREFIX, 'alerts of other systems'],
  [CACHET_PREFIX, 'what other programs make and say'],
  [PRACTABLE_PREFIX, 'practable systems and their experiments'],
  [`${WATCHER_ID}/`, "the watcher's own checks"],
] as const;

/** Names that are ours. */
export function reservedIds({ components, groups }: ConfigFile): readonly Complaint[] {
  return [
    ...groups.flatMap(({ id }, g) => reserved(id, ['groups', g, 'id'])),
    ...components.flatMap(({ id, checks }, c) => [
      ...componentComplaints(id, ['components', c, 'id']),
      ...checks.flatMap((check, k) => reserved(check.id ?? '', ['components', c, 'checks', k, 'id'])),
    ]),
  ];
}

function componentComplaints(id: string, path: Path): readonly Complaint[] {
  return id === WATCHER_ID
    ? [{ path, message: `\`${WATCHER_ID}\` is the watcher itself; choose another id for this component` }]
    : reserved(id, path);
}

function reserved(id: string, path: Path): readonly Complaint[] {
  const found = OTHERS.find(([prefix]) => id.startsWith(prefix));
  return found === undefined
    ? []
    : [{ path, message: `ids that begin with \`${found[0]}\` are for ${found[1]}; choose another one` }];
}

export function beaconComplaints({ settings: { heartbeat } }: ConfigFile): readonly Complaint[] {
  return heartbeat !== undefined && heartbeat.every < SHORTEST_BEAT_MS
    ? [{ path: ['settings', 'heartbeat', 'every'], message: 'must be at least 5s' }]
    : [];
}

/** A witness that our own uplink does not lie between. */
export function witnessWarnings({ settings: { witnesses } }: ConfigFile): readonly Complaint[] {
  return witnesses.flatMap((witness, index): Complaint[] =>
    isLoopback(splitAddress(witness).host)
      ? [{ path: ['settings', 'witnesses', index], message: 'is this very machine: it says nothing about our uplink' }]
      : [],
  );
}

/** `[2001:db8::1]:53` -> the host without brackets, in lower case, and the port. The schema has seen to the shape. */
export function splitAddress(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':');
  return {
    host: text
      .slice(0, colon)
      .replace(/^\[|\]$/g, '')
      .toLowerCase(),
    port: Number(text.slice(colon + 1)),
  };
}
