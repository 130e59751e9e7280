/**
 * Paints only what changed: some Linux shells blink on every picture set, and close an open menu on every menu set.
 *
 * Too dull to fail: what to show was decided in `shared/rules/tray.ts` and by the engine.
 */
import { glanceSentence, type Picture } from '../../shared/contract/view.ts';
import type { TrayMenu } from '../../shared/rules/tray/entry.ts';

export interface TrayView {
  readonly picture: Picture;
  readonly menu: TrayMenu;
}

/** The tray, as far as painting goes. */
export interface TrayPort {
  isDestroyed(): boolean;
  setPicture(picture: Pick<Picture, 'shape' | 'count'>): void;
  setWords(words: string): void;
  setMenu(menu: TrayMenu): void;
}

export function trayPainter(tray: TrayPort): (view: TrayView) => void {
  let shown = { picture: '', words: '', menu: '' };
  return ({ picture, menu }) => {
    if (tray.isDestroyed()) {
      return;
    }
    const { shape, count } = picture;
    const words = glanceSentence(picture);
    const next = { picture: `${shape} ${count}`, words, menu: JSON.stringify(menu) };
    if (next.picture !== shown.picture) {
      tray.setPicture({ shape, count });
    }
    if (next.words !== shown.words) {
      tray.setWords(words);
    }
    if (next.menu !== shown.menu) {
      tray.setMenu(menu);
    }
    shown = next;
  };
}
