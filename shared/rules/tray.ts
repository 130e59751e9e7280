/**
 * The tray's menu as a value: what stands in it, and what each entry means. The desktop paints it and carries it out.
 *
 * Every action of the tray is in here: on Linux a click on the icon itself may never arrive (electron/electron#37112).
 */

import { glanceSentence } from '../contract/view.ts';
import type { EpochMs } from '../model/ids.ts';
import type { Glance } from './glance.ts';
import { act, ask, line, SEPARATOR, type TrayEntry, type TrayMenu } from './tray/entry.ts';
import { incidentsEntries } from './tray/incidents.ts';
import { onCallEntries, quietEntry, swapEntries } from './tray/roster.ts';
import { wallClock } from './wall-clock.ts';

/** @param zone the viewer's own IANA zone */
export function trayMenu(snapshot: Glance, now: EpochMs, zone: string): TrayMenu {
  const clock = (at: EpochMs) => wallClock(at, now, zone);
  return [
    line(glanceSentence(snapshot.picture)),
    ...configEntries(snapshot),
    ...incidentsEntries(snapshot, clock),
    SEPARATOR,
    quietEntry(snapshot, now, clock),
    ...onCallEntries(snapshot, clock),
    ...swapEntries(snapshot, clock),
    SEPARATOR,
    ask('Check everything now', { name: 'checkNow', ask: { component: null } }),
    act('Open Watchbell', { kind: 'open', incident: null }),
    ...statusPageEntries(snapshot),
    SEPARATOR,
    act('Quit', { kind: 'quit' }),
  ];
}

function statusPageEntries({ statusPage }: Glance): readonly TrayEntry[] {
  return statusPage === null ? [] : [ask('Open the status page', { name: 'openLink', ask: { url: statusPage } })];
}

function configEntries({ config }: Glance): readonly TrayEntry[] {
  const { length } = config.problems;
  if (length === 0) {
    return [];
  }
  const text = `Configuration is broken (${length === 1 ? '1 mistake' : `${length} mistakes`}), running the last good one …`;
  return [act(text, { kind: 'open', incident: null })];
}
