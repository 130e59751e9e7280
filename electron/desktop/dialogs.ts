/**
 * The few words we say outside the window: that a command was refused, what quitting would cost, and, once in a life, that
 * closing is not leaving.
 */
import { dialog } from 'electron';
import type { QuitWarning } from '../../shared/rules/quit.ts';
import type { NoticeDoor } from '../engine/ports/doors.ts';
import type { Values } from './values.ts';

/** Somebody clicked and it did not happen: that must be seen, wherever they are. */
export function complain(problem: string): void {
  void dialog.showMessageBox({ type: 'warning', title: 'Watchbell', message: 'That was not done', detail: problem });
}

/** The safe answer is the default, and the one that Escape gives. */
export async function confirmQuit({ title, text }: QuitWarning): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Watchbell',
    message: title,
    detail: text,
    buttons: ['Keep watching', 'Quit anyway'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** Whoever pressed the keys looks at another program: what became of it comes to them. False: no notice can be shown here. */
export async function tellPressed(notice: NoticeDoor, title: string): Promise<boolean> {
  const { signal } = new AbortController();
  const delivery = await notice.show(
    { title, body: '', urgency: 'low', tag: 'shortcut', incidentId: null, quiet: true },
    signal,
  );
  return delivery.status !== 'refused' && delivery.status !== 'try-later';
}

const SAID = 'desktop/said-still-watching';
const TITLE = 'Watchbell is still watching';
const TEXT =
  'Closing the window changes nothing: pages go on. Find it in the tray, or start Watchbell again to bring it back.';

/** Once, for the first closing ever. A hidden app without a tray would otherwise be an invisible one. */
export async function sayStillWatching(notice: NoticeDoor, values: Values): Promise<void> {
  if (values.get(SAID) === true) {
    return;
  }
  values.set(SAID, true);
  const { signal } = new AbortController();
  const delivery = await notice.show(
    { title: TITLE, body: TEXT, urgency: 'low', tag: 'still-watching', incidentId: null, quiet: true },
    signal,
  );
  if (delivery.status === 'refused' || delivery.status === 'try-later') {
    await dialog.showMessageBox({ type: 'info', title: 'Watchbell', message: TITLE, detail: TEXT });
  }
}
