/**
 * A menu value in Electron's words. Translates, decides nothing.
 */
import type { MenuItemConstructorOptions } from 'electron';
import { assertNever } from '../../shared/model/never.ts';
import type { TrayAction, TrayEntry, TrayMenu } from '../../shared/rules/tray/entry.ts';

export function menuTemplate(menu: TrayMenu, choose: (action: TrayAction) => void): MenuItemConstructorOptions[] {
  return menu.map((entry) => item(entry, choose));
}

function item(entry: TrayEntry, choose: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'text':
      return { label: label(entry.text), enabled: false };
    case 'separator':
      return { type: 'separator' };
    case 'action':
      return { label: label(entry.text), click: () => choose(entry.action) };
    case 'switch':
      return { label: label(entry.text), type: 'checkbox', checked: entry.on, click: () => choose(entry.action) };
    case 'submenu':
      return { label: label(entry.text), submenu: menuTemplate(entry.entries, choose) };
    default:
      return assertNever(entry, 'tray entry');
  }
}

/** An ampersand marks an access key in Electron's labels; a doubled one is itself. */
function label(text: string): string {
  return text.replaceAll('&', '&&');
}
