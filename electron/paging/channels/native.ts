/**
 * A notice on this machine's own screen, through whatever door the system has.
 *
 * Showing the same tag again replaces the old notice, but a screen keeps no keys: after a restart it may show twice.
 */
import type { Page } from '../../../shared/model/page.ts';
import type { Channel } from '../../engine/ports/channel.ts';
import type { Notice, NoticeDoor } from '../../engine/ports/doors.ts';

export function createNativeChannel(door: NoticeDoor): Channel<'native'> {
  return {
    type: 'native',
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 20, perMs: 60_000 } },
    target: () => 'notices on this screen',
    secrets: () => [],
    send: (page, _settings, { signal }) => door.show(noticeOf(page), signal),
  };
}

/** Everything but a closing word stays on the screen until it is taken away. */
function noticeOf(page: Page): Notice {
  const over = page.kind === 'close';
  return {
    title: page.title,
    body: page.text,
    urgency: over ? 'low' : 'critical',
    tag: page.dedupKey,
    incidentId: page.incidentId,
    quiet: over,
  };
}
