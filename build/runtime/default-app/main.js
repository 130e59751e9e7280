/**
 * The app inside a bare Electron: `electron <folder> …` starts the app in that folder, as Electron's own default
 * app does.
 *
 * The `await` at the end matters: Electron becomes ready only after it, and some of what an app says about itself
 * (its own URL scheme) must be said before.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (!folder) {
  console.error('usage: electron <folder with a package.json> [arguments]');
  process.exit(1);
}

const home = path.resolve(folder);
const manifest = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version ?? '0.0.0');
app.setAppPath(home);

try {
  await import(pathToFileURL(path.join(home, manifest.main ?? 'index.js')).href);
} catch (error) {
  console.error(error);
  process.exit(1);
}
