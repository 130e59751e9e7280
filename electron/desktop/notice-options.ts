/**
 * A notice in the words of Electron's Notification, for macOS and Windows. Pure, so that both can be read on any machine.
 */
import type { NotificationConstructorOptions } from 'electron';
import type { TrayRequest } from '../../shared/rules/tray/entry.ts';
import type { Notice } from '../engine/ports/doors.ts';

/** Buttons in the order in which the system shows them, and what each means. */
export const BUTTONS = ['Acknowledge', 'Snooze 30 min'] as const;
const SNOOZE_MS = 30 * 60_000;

/** macOS cuts a body near 256 bytes; what comes first is what is read. */
const MAX_BODY_CHARS = 240;

export function noticeOptions(notice: Notice): NotificationConstructorOptions {
  const page = notice.urgency === 'critical';
  return {
    title: notice.title,
    body: notice.body.length > MAX_BODY_CHARS ? `${notice.body.slice(0, MAX_BODY_CHARS - 1)}…` : notice.body,
    // The pager tone is ours; the system's chime on top of it would only be noise.
    silent: true,
    urgency: notice.urgency,
    // On Windows urgency alone only sorts: without this a page leaves the screen after five seconds.
    timeoutType: page ? 'never' : 'default',
    actions: page && notice.incidentId !== null ? BUTTONS.map((text) => ({ type: 'button', text })) : [],
  };
}

/** What a pressed button asks for, or null where there is no such button. */
export function buttonRequest(notice: Notice, index: number): TrayRequest | null {
  const { incidentId } = notice;
  if (incidentId === null) {
    return null;
  }
  switch (BUTTONS[index]) {
    case 'Acknowledge':
      return { name: 'acknowledge', ask: { incident: incidentId, forMs: null, note: '' } };
    case 'Snooze 30 min':
      return { name: 'snooze', ask: { incident: incidentId, forMs: SNOOZE_MS } };
    default:
      return null;
  }
}
