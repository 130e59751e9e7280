/**
 * A panel with nothing in it but the tray, and a notice daemon: the smallest real desktop that shows what a person sees.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Processes } from './processes.ts';
import { run } from './run.ts';
import { trayIsShown } from './tray.ts';
import { until } from './until.ts';

const NOTIFYD = '/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd';

/** Height of the panel and of an icon in it, px. */
export const PANEL_PX = 40;

const channel = (name: string, content: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<channel name="${name}" version="1.0">${content}</channel>\n`;

const PANEL = channel(
  'xfce4-panel',
  `<property name="configver" type="int" value="2"/>
  <property name="panels" type="array"><value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="${PANEL_PX}"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="hide-new-items" type="bool" value="false"/>
    </property>
  </property>`,
);

export async function startPanel(processes: Processes, configFolder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const channels = join(configFolder, 'xfce4/xfconf/xfce-perchannel-xml');
  mkdirSync(channels, { recursive: true });
  writeFileSync(join(channels, 'xfce4-panel.xml'), PANEL);
  processes.start('xfce4-panel', 'xfce4-panel', ['--disable-wm-check']);
  await until('a panel that shows the tray', () => trayIsShown(env));
}

export async function startNotices(processes: Processes, env: NodeJS.ProcessEnv): Promise<void> {
  processes.start('xfce4-notifyd', NOTIFYD, []);
  const ask = ['GetNameOwner', 's', 'org.freedesktop.Notifications'];
  const bus = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'];
  await until('a notice daemon', () =>
    run('busctl', [`--address=${env.DBUS_SESSION_BUS_ADDRESS}`, '--', 'call', ...bus, ...ask], env),
  );
}
