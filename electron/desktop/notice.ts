/**
 * The door to the screen on macOS and Windows: Electron's own notices, with buttons where the system has them.
 *
 * Not for Linux: with no notice daemon on the bus, `show()` blocks this process for a minute (electron/electron#48753), and
 * our probes live here. There the paging room's own process does it.
 */
import type { Notification } from 'electron';
import type { IncidentId } from '../../shared/model/ids.ts';
import type { Delivery } from '../../shared/model/page.ts';
import type { TrayRequest } from '../../shared/rules/tray/entry.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Notice, NoticeDoor } from '../engine/ports/doors.ts';
import { buttonRequest } from './notice-options.ts';

/** The part of Electron's Notification that we use. */
export type ShownNotice = Pick<Notification, 'show' | 'close'> & {
  on(event: 'show' | 'click' | 'close', listener: () => void): unknown;
  on(event: 'failed', listener: (event: unknown, error: string) => void): unknown;
  on(event: 'action', listener: (event: unknown, index: number) => void): unknown;
};
export interface NoticeMaker {
  isSupported(): boolean;
  make(notice: Notice): ShownNotice;
}

export interface NoticeOptions {
  readonly clock: Clock;
  readonly notices: NoticeMaker;
  /** Somebody clicked the notice: show the incident and quiet its sound. It is not acknowledged. */
  readonly open: (incident: IncidentId | null) => void;
  /** Somebody pressed a button. */
  readonly ask: (request: TrayRequest) => void;
}

/** Neither shown nor failed by then: handed over, and that is all we know. */
const UNSURE_AFTER_MS = 3_000;

export function createNoticeDoor({ clock, notices, open, ask }: NoticeOptions): NoticeDoor {
  /** What stands on the screen, by tag. Kept, or it is collected and its clicks are lost. */
  const standing = new Map<string, ShownNotice>();

  return {
    show(notice, signal) {
      if (!notices.isSupported()) {
        return Promise.resolve({ status: 'refused', reason: 'this system shows no notices to us' });
      }
      return new Promise<Delivery>((resolve) => {
        const shown = notices.make(notice);
        const settle = (delivery: Delivery) => {
          cancel();
          signal.removeEventListener('abort', giveUp);
          resolve(delivery);
        };
        const cancel = clock.after(UNSURE_AFTER_MS, () => settle({ status: 'accepted' }));
        const giveUp = () => settle({ status: 'try-later', reason: 'the notice was not shown in time' });
        signal.addEventListener('abort', giveUp, { once: true });
        shown.on('show', () => settle({ status: 'delivered' }));
        shown.on('failed', (_event, error) => {
          standing.delete(notice.tag);
          settle({ status: 'refused', reason: `the system refused the notice: ${error}` });
        });
        shown.on('click', () => open(notice.incidentId));
        shown.on('action', (_event, index) => {
          const request = buttonRequest(notice, index);
          if (request) {
            ask(request);
          }
        });
        // `close` is only a hint, but one that lets us forget.
        shown.on('close', () => standing.get(notice.tag) === shown && standing.delete(notice.tag));
        standing.get(notice.tag)?.close();
        standing.set(notice.tag, shown);
        shown.show();
      });
    },
  };
}
