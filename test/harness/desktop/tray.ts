/**
 * The tray as the desktop sees it: icons over StatusNotifierItem, their menus over com.canonical.dbusmenu. What a test clicks
 * here is what a person clicks in the panel.
 */
import { run } from './run.ts';
import { until } from './until.ts';

export interface TrayItem {
  title(): Promise<string>;
  tooltip(): Promise<string>;
  menu(): Promise<readonly MenuEntry[]>;
  /** Chooses the entry at this path, each part a label or a pattern for it. Waits until it is there. */
  choose(...path: readonly (string | RegExp)[]): Promise<void>;
  /** A left click on the icon itself. */
  click(): Promise<void>;
}

export interface MenuEntry {
  readonly id: number;
  /** Without access-key marks; empty for a separator. */
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly entries: readonly MenuEntry[];
}

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';

/** Whether a panel shows tray icons yet. */
export async function trayIsShown(env: NodeJS.ProcessEnv): Promise<boolean> {
  const args = ['get-property', WATCHER, '/StatusNotifierWatcher', WATCHER, 'IsStatusNotifierHostRegistered'];
  return (await bus(env, args)) === true;
}

/** The one icon in this session's tray, once it is there. */
export async function findTrayItem(env: NodeJS.ProcessEnv): Promise<TrayItem> {
  const [service, path] = await until('an icon in the tray', async () => {
    const args = ['get-property', WATCHER, '/StatusNotifierWatcher', WATCHER, 'RegisteredStatusNotifierItems'];
    const [item] = (await bus(env, args)) as string[];
    const slash = item?.indexOf('/') ?? -1;
    return item && slash > 0 ? [item.slice(0, slash), item.slice(slash)] : null;
  });
  const property = (name: string) => bus(env, ['get-property', service ?? '', path ?? '', ITEM, name]);
  const menuPath = async () => String(await property('Menu'));

  const menu = async (): Promise<readonly MenuEntry[]> => {
    const layout = await bus(env, ['call', service ?? '', await menuPath(), MENU, 'GetLayout', 'iias', '0', '-1', '0']);
    const [, root] = layout as [number, RawEntry];
    return parse(root).entries;
  };
  return {
    menu,
    title: async () => String(await property('Title')),
    tooltip: async () => String(((await property('ToolTip')) as unknown[])[2]),
    async choose(...wanted) {
      const entry = await until(`a menu entry ${wanted.join(' > ')}`, async () => find(await menu(), wanted));
      const event = ['isvu', String(entry.id), 'clicked', 'i', '0', '0'];
      await bus(env, ['call', service ?? '', await menuPath(), MENU, 'Event', ...event]);
    },
    async click() {
      await bus(env, ['call', service ?? '', path ?? '', ITEM, 'Activate', 'ii', '0', '0']);
    },
  };
}

function find(entries: readonly MenuEntry[], [first, ...rest]: readonly (string | RegExp)[]): MenuEntry | null {
  const entry = entries.find(({ label }) => (typeof first === 'string' ? label === first : first?.test(label)));
  return entry && rest.length > 0 ? find(entry.entries, rest) : (entry ?? null);
}

/** (ia{sv}av) as busctl writes it in JSON: variants are {type, data}. */
type RawEntry = [id: number, properties: Record<string, { data: unknown }>, children: { data: RawEntry }[]];

function parse([id, properties, children]: RawEntry): MenuEntry {
  return {
    id,
    // One underscore marks an access key, two are one.
    label: String(properties.label?.data ?? '').replaceAll(/_(_?)/g, '$1'),
    enabled: properties.enabled?.data !== false,
    checked: properties['toggle-state']?.data === 1,
    entries: children.map(({ data }) => parse(data)),
  };
}

async function bus(env: NodeJS.ProcessEnv, args: readonly string[]): Promise<unknown> {
  const answer = await run('busctl', [`--address=${env.DBUS_SESSION_BUS_ADDRESS}`, '--json=short', '--', ...args], env);
  return answer === '' ? [] : (JSON.parse(answer) as { data: unknown }).data;
}
