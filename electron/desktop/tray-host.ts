/**
 * Does this Linux desktop show tray icons at all? GNOME does not without its AppIndicator extension (electron/electron#10427),
 * and nothing in Electron says so. Asked of the session bus (StatusNotifierItem specification, "StatusNotifierWatcher").
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import type { RunProgram } from './sound/run-program.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PROPERTY = 'IsStatusNotifierHostRegistered';
const TIMEOUT_MS = 2_000;

const TOOLS: readonly (readonly [program: string, args: readonly string[]])[] = [
  [
    'gdbus',
    [
      ...['call', '--session', '--dest', WATCHER, '--object-path', '/StatusNotifierWatcher'],
      ...['--method', 'org.freedesktop.DBus.Properties.Get', WATCHER, PROPERTY],
    ],
  ],
  ['busctl', ['--user', 'get-property', WATCHER, '/StatusNotifierWatcher', WATCHER, PROPERTY]],
];

const row = (level: SelfCheckRow['level'], text: string, fix = ''): SelfCheckRow => ({
  id: 'tray',
  name: 'Tray',
  level,
  text,
  fix,
});

/** The self-check's row about the tray. Never throws. */
export async function trayRow(run: RunProgram, platform: NodeJS.Platform, signal: AbortSignal): Promise<SelfCheckRow> {
  if (platform !== 'linux') {
    return row('green', 'This system always has one');
  }
  for (const [program, args] of TOOLS) {
    const ran = await run(program, args, { signal, timeoutMs: TIMEOUT_MS });
    if (ran.kind === 'missing') {
      continue;
    }
    return ran.kind === 'ended' && ran.code === 0 && ran.output.includes('true')
      ? row('green', 'The desktop shows tray icons')
      : row(
          'amber',
          'This desktop shows no tray icons',
          'On GNOME install and enable the AppIndicator extension; until then start Watchbell again to bring its window back',
        );
  }
  return row('amber', 'Whether this desktop shows tray icons cannot be asked', 'Install libglib2.0-bin (gdbus)');
}
