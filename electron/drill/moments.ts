/**
 * What happens to ourselves in a drill, in order. What would happen while we are away happens when that is over.
 */
import type { WatcherEvent, World } from '../../shared/model/drill/world.ts';
import { assertNever } from '../../shared/model/never.ts';

export type Moment = { readonly at: number } & (
  | { readonly what: 'away'; readonly to: number; readonly counts: boolean }
  | { readonly what: 'restart' }
  | { readonly what: 'clock'; readonly by: number }
);

export function momentsOf(world: World): readonly Moment[] {
  return world.watcher
    .flatMap((event) => (event.from < world.length ? momentOf(event, world.length) : []))
    .toSorted((one, other) => one.at - other.at);
}

function momentOf(event: WatcherEvent, lengthMs: number): readonly Moment[] {
  switch (event.event) {
    case 'asleep':
    case 'stalled':
      return [{ at: event.from, what: 'away', to: Math.min(event.to, lengthMs), counts: event.event === 'stalled' }];
    case 'restart':
      return [{ at: event.from, what: 'restart' }];
    case 'clock':
      return [{ at: event.from, what: 'clock', by: event.by }];
    case 'offline':
      return []; // the targets know
    default:
      return assertNever(event, 'event of the watcher');
  }
}
