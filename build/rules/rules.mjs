/**
 * Who may import whom: the architecture as data. A rule speaks about the files that `from` fits; what they import must
 * fit `may`, or must not fit `never`. Its `instead` reaches whoever broke it.
 */

/** The rooms inside electron/ that know the engine's ports and never each other. */
const ROOMS = ['probes', 'paging', 'store', 'server', 'links', 'desktop', 'config', 'demo', 'drill', 'import'];

const ANY_ROOM = `electron/(engine|${ROOMS.join('|')})/`;

/** The only files that may see more than one room. */
const COMPOSITION = 'electron/(main\\.ts$|cli\\.ts$|compose/)';

const VIEW_LIBRARIES = ['react', 'react-dom', 'zustand', 'radix-ui', 'uplot', '@tanstack/[^/]+'];

const packages = (...names) => `package:(${names.join('|')})$`;

export const RULES = [
  {
    name: 'shared-is-pure',
    from: starts('shared/'),
    may: starts('shared/', packages('zod', 'temporal-polyfill', 'croner')),
    instead:
      'shared/ may import shared/, zod, temporal-polyfill and croner: no Node, no Electron, no React. Pass the rest in.',
  },
  {
    name: 'window-knows-only-shared',
    from: starts('renderer/'),
    may: starts('renderer/', 'shared/', packages(...VIEW_LIBRARIES)),
    instead: 'renderer/ may import renderer/, shared/ and view libraries. Ask the main process through the contract.',
  },
  {
    name: 'main-process-never-knows-window',
    from: starts('electron/'),
    never: starts('renderer/', 'test/', 'build/'),
    instead: 'electron/ never imports renderer/, test/ or build/. What both need belongs to shared/.',
  },
  {
    name: 'engine-knows-no-room',
    from: starts('electron/engine/'),
    never: starts('electron/(?!engine/)'),
    instead: 'electron/engine/ may import shared/ and itself. Give it a port, and an implementation from compose/.',
  },
  ...ROOMS.map((room) => ({
    name: `${room}-knows-only-ports`,
    from: starts(`electron/${room}/`),
    never: starts(`electron/(?!${room}/|engine/ports/)`),
    instead: `electron/${room}/ may import shared/, itself and electron/engine/ports. Hand the rest in from compose/.`,
  })),
  {
    name: 'only-compositions-join-rooms',
    from: starts(`(?!${COMPOSITION}|${ANY_ROOM})electron/`),
    never: starts(ANY_ROOM),
    instead: 'Outside the rooms, only electron/main.ts, electron/cli.ts and electron/compose/ import from them.',
  },
  {
    name: 'electron-stays-at-the-door',
    from: starts('(?!electron/(main\\.ts$|preload\\.ts$|desktop/))electron/'),
    never: starts(packages('electron')),
    instead: "Only electron/main.ts, preload.ts and desktop/ import 'electron': the rest also runs without a screen.",
  },
];

function starts(...patterns) {
  return new RegExp(`^(${patterns.join('|')})`);
}
