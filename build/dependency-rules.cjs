/**
 * Who may import whom: architecture as a failing build. Read by dependency-cruiser; its words reach whoever broke a
 * rule, so each comment says what to do instead. (CommonJS because the tool asks for it; @swc/core is what lets it read
 * TypeScript, since it does not speak to TypeScript 7.)
 *
 * Type imports count: a type known is a room known.
 */

/** The rooms inside electron/ that know the engine's ports and never each other. */
const ROOMS = ['probes', 'paging', 'store', 'server', 'links', 'desktop', 'config', 'demo'];

/** A package, installed or not. The folder electron/ is no package, hence the care with a leading `electron`. */
const packages = (...names) => `^(node_modules/)?(${names.join('|')})(/|$)`;

const ELECTRON_PACKAGE = '^(node_modules/electron(/|$)|electron$|electron/(main|renderer|common|utility)$)';

/** The compositions: the only files that may see more than one room. */
const COMPOSITION = '^electron/(main\\.ts$|cli\\.ts$|compose/)';

const forRoom = (room) => ({
  name: `${room}-knows-only-ports`,
  comment: `electron/${room}/ may import shared/, itself and electron/engine/ports. Hand the rest in from electron/compose/.`,
  severity: 'error',
  from: { path: `^electron/${room}/` },
  to: { path: '^(electron|renderer|test|build)/', pathNot: `^electron/(${room}/|engine/ports(\\.ts$|/))` },
});

module.exports = {
  forbidden: [
    {
      name: 'shared-is-pure',
      comment:
        'shared/ may import shared/, zod and temporal-polyfill: no Node, no Electron, no React. Pass the rest in as arguments.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', packages('zod', 'temporal-polyfill')] },
    },
    {
      name: 'window-knows-only-shared',
      comment:
        'renderer/ may import renderer/, shared/ and its view libraries. Ask the main process through the contract.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: {
        pathNot: [
          '^(renderer|shared)/',
          packages(
            'react',
            'react-dom',
            '@types/react',
            '@types/react-dom',
            'zustand',
            'radix-ui',
            'uplot',
            '@tanstack/[^/]+',
            'zod',
            'temporal-polyfill',
          ),
        ],
      },
    },
    {
      name: 'main-process-never-knows-window',
      comment: 'electron/ never imports renderer/, test/ or build/. What both need belongs to shared/.',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(renderer|test|build)/' },
    },
    {
      name: 'engine-knows-no-room',
      comment:
        'electron/engine/ may import shared/ and itself. Give it a port, and an implementation from electron/compose/.',
      severity: 'error',
      from: { path: '^electron/engine/' },
      to: { path: '^electron/', pathNot: '^electron/engine/' },
    },
    ...ROOMS.map(forRoom),
    {
      name: 'only-compositions-join-rooms',
      comment: 'Outside the rooms, only electron/main.ts, electron/cli.ts and electron/compose/ may import from them.',
      severity: 'error',
      from: { path: '^electron/', pathNot: [COMPOSITION, `^electron/(engine|${ROOMS.join('|')})/`] },
      to: { path: `^electron/(engine|${ROOMS.join('|')})/` },
    },
    {
      name: 'electron-stays-at-the-door',
      comment:
        "Only electron/main.ts, electron/preload.ts and electron/desktop/ import 'electron': the rest also runs without a screen.",
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/', pathNot: '^electron/(main\\.ts$|preload\\.ts$|desktop/)' },
      to: { path: ELECTRON_PACKAGE },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or lack a third.',
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/' },
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'This import leads nowhere: a file that moved, or a package that package.json does not name.',
      severity: 'error',
      from: { path: '^(electron|shared|renderer)/' },
      to: { couldNotResolve: true, pathNot: [ELECTRON_PACKAGE, '^node:'] },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '\\.(css|html|svg|png|woff2)$' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
