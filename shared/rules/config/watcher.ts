/**
 * What the file may not say about the watcher itself: its reserved names, a heartbeat that never beats, witnesses that prove nothing.
 */
import type { ConfigFile } from '../../model/config.ts';
import { ALERTS_PREFIX } from '../alerts/ids.ts';
import { CALLS_PREFIX } from '../calls/ids.ts';
import { isLoopback } from '../target.ts';
import { WATCHER_ID } from '../watcher.ts';
import type { Complaint } from './complaint.ts';

/** Faster is a burden to whoever listens, and says nothing more. */
const SHORTEST_BEAT_MS = 5_000;

const RESERVED = [
  [CALLS_PREFIX, "people's calls"],
  [ALERTS_PREFIX, 'alerts of other systems'],
] as const;

/** Names that are ours. */
export function reservedIds({ components }: ConfigFile): readonly Complaint[] {
  return components.flatMap((component, c): Complaint[] => {
    const own = component.checks.flatMap((check, k): Complaint[] =>
      check.id?.startsWith(`${WATCHER_ID}/`) || check.id?.startsWith(ALERTS_PREFIX)
        ? [
            {
              path: ['components', c, 'checks', k, 'id'],
              message: `ids that begin with \`${check.id.split('/')[0]}/\` are the watcher's own; choose another one`,
            },
          ]
        : [],
    );
    const reserved = RESERVED.find(([prefix]) => component.id.startsWith(prefix));
    if (reserved !== undefined) {
      const message = `ids that begin with \`${reserved[0]}\` are for ${reserved[1]}; choose another one`;
      return [{ path: ['components', c, 'id'], message }, ...own];
    }
    return component.id === WATCHER_ID
      ? [
          {
            path: ['components', c, 'id'],
            message: `\`${WATCHER_ID}\` is the watcher itself; choose another id for this component`,
          },
          ...own,
        ]
      : own;
  });
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
