/**
 * Which checks have another verdict than before: of thousands, those few are looked at.
 */
import type { CheckId } from '../../../shared/model/ids.ts';
import type { SeenExperiment, SeenService, StreamState } from '../../../shared/model/practable/experiment.ts';
import type { SystemId } from '../../../shared/model/practable/settings.ts';
import { jumpCheckId, serviceCheckId, streamCheckId } from '../../../shared/rules/practable/ids.ts';

interface Picture {
  readonly seen: ReadonlyMap<string, SeenExperiment>;
  readonly services: readonly SeenService[];
}

export function changedChecks(system: SystemId, before: Picture, now: Picture): readonly CheckId[] {
  const news: CheckId[] = [];
  for (const { service, state, detail } of now.services) {
    const was = before.services.find((one) => one.service === service);
    // Of one that is down another cause is news as well: a wrong secret after a closed door.
    if (was?.state !== state || (state === 'stale' && was.detail !== detail)) {
      news.push(serviceCheckId(system, service));
    }
  }
  for (const one of now.seen.values()) {
    changedIn(before.seen.get(one.stub), one, news);
  }
  return news;
}

function changedIn(before: SeenExperiment | undefined, now: SeenExperiment, news: CheckId[]): void {
  const isAlike = before !== undefined && before.streams.length === now.streams.length;
  // Nearly always the same streams in the same order: thousands are compared with each report, without a table of them.
  if (isAlike && now.streams.every(({ name }, index) => before.streams[index]?.name === name)) {
    for (const [index, { name, state }] of now.streams.entries()) {
      if (before.streams[index]?.state !== state) {
        news.push(streamCheckId(now.componentId, now.stub, name));
      }
    }
  } else {
    otherStreams(before, now, news);
  }
  if (before?.jump !== now.jump) {
    news.push(jumpCheckId(now.componentId));
  }
}

/** Some were connected beside the required ones, or are not any more. */
function otherStreams(before: SeenExperiment | undefined, now: SeenExperiment, news: CheckId[]): void {
  const states = new Map<string, StreamState>();
  for (const { name, state } of before?.streams ?? []) {
    states.set(name, state);
  }
  for (const { name, state } of now.streams) {
    if (states.get(name) !== state) {
      news.push(streamCheckId(now.componentId, now.stub, name));
    }
    states.delete(name);
  }
  for (const name of states.keys()) {
    news.push(streamCheckId(now.componentId, now.stub, name));
  }
}
