/**
 * What goes into the app that people install, and how shut it is.
 *
 * The fuses hold from outside, whatever starts the executable: it cannot be turned into a bare Node, takes no debugger
 * and loads nothing but its own archive. So the packaged app cannot be driven by Playwright; tests drive the unpackaged.
 */

const { WATCHBELL_DIST_PATH: electronDist, WATCHBELL_DIST_VERSION: electronVersion } = process.env;

export default {
  appId: 'dev.watchbell.app',
  productName: 'Watchbell',
  directories: { output: 'dist', buildResources: 'build' },
  electronDist,
  electronVersion,
  npmRebuild: false, // our one addon speaks N-API: the same file serves Node and every Electron
  files: ['out/**', '!out/bench/**', '!out/made-of', '!**/*.map', 'package.json'],
  // Programs are started by path and addons are loaded by the system: neither reads an archive.
  asarUnpack: ['node_modules/node-notifier/vendor/**', 'node_modules/@photostructure/sqlite/**'],
  electronFuses: fuses(),
  icon: 'build/icons/icon.png',
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Network;Monitor',
    executableName: 'watchbell',
    icon: 'build/icons',
    maintainer: 'The Watchbell authors <watchbell@users.noreply.github.com>',
    synopsis: 'A pager in the tray of the engineer on call',
  },
  deb: {
    depends: ['libgtk-3-0', 'libnotify-bin', 'libnss3', 'libgbm1', 'libasound2', 'libglib2.0-bin', 'pulseaudio-utils'],
  },
  mac: { target: 'dmg', category: 'public.app-category.developer-tools' },
  win: { target: 'nsis' },
};

function fuses() {
  return {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    // Linux has no checked archive yet; electron-builder sets the header's hash on the two that have.
    enableEmbeddedAsarIntegrityValidation: process.platform !== 'linux',
  };
}
