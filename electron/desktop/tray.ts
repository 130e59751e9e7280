/**
 * The tray icon: the picture, its words, and the menu with every action in it. A click on the icon is a bonus that some
 * Linux desktops never send (electron/electron#37112).
 */
import { Menu, nativeTheme, Tray } from 'electron';
import type { IncidentId } from '../../shared/model/ids.ts';
import { assertNever } from '../../shared/model/never.ts';
import { atClick, type TrayAction, type TrayRequest } from '../../shared/rules/tray/entry.ts';
import { trayMenu } from '../../shared/rules/tray.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { GlanceFeed } from './follow-glance.ts';
import { trayImage } from './picture/images.ts';
import type { Panel } from './picture/palette.ts';
import { trayPainter } from './tray-painter.ts';
import { menuTemplate } from './tray-template.ts';

export interface TrayOptions {
  readonly glance: GlanceFeed;
  readonly clock: Clock;
  /** The viewer's IANA zone. */
  readonly zone: string;
  readonly ask: (request: TrayRequest) => void;
  readonly open: (incident: IncidentId | null) => void;
  readonly toggle: () => void;
  readonly quit: () => void;
}

/** Puts the icon into the tray and keeps it true. Returns the way to take it out again. */
export function startTray(options: TrayOptions): () => void {
  const { glance, clock, zone, ask, open, toggle, quit } = options;
  // Held here: an icon that nobody refers to is collected, and vanishes.
  const tray = new Tray(trayImage(glance.now().picture, panel()));
  tray.on('click', toggle);

  function choose(action: TrayAction): void {
    const chosen = atClick(action, clock.now());
    switch (chosen.kind) {
      case 'ask':
        ask(chosen);
        return;
      case 'open':
        open(chosen.incident);
        return;
      case 'quit':
        quit();
        return;
      default:
        assertNever(chosen, 'tray action');
    }
  }

  const newPainter = () =>
    trayPainter({
      isDestroyed: () => tray.isDestroyed(),
      setPicture: (picture) => tray.setImage(trayImage(picture, panel())),
      setWords: (words) => tray.setToolTip(words),
      setMenu: (menu) => tray.setContextMenu(Menu.buildFromTemplate(menuTemplate(menu, choose))),
    });
  let paint = newPainter();
  const look = () => paint({ picture: glance.now().picture, menu: trayMenu(glance.now(), clock.now(), zone) });
  const repaint = () => {
    paint = newPainter();
    look();
  };
  nativeTheme.on('updated', repaint);
  const unfollow = glance.onChange(look);
  look();
  return () => {
    unfollow();
    nativeTheme.off('updated', repaint);
    if (!tray.isDestroyed()) {
      tray.destroy();
    }
  };
}

function panel(): Panel {
  // Most Linux panels are dark whatever the theme says; the outline serves the others.
  return process.platform === 'linux' || nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
}
