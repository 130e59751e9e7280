/**
 * Looking at screenshots: cutting out, enlarging, and how much two of them differ.
 */
import { join } from 'node:path';
import type { DesktopSession } from '../desktop-session.ts';
import { PANEL_PX } from './panel.ts';
import { run } from './run.ts';
import { until } from './until.ts';

/** ms: each look runs three programs. */
const PATIENCE_MS = 60_000;

/**
 * The panel as it is once it has stopped changing, cut out of the screen; returns the file.
 *
 * @param unlike the picture (a file) that it showed before: the panel hears of a new icon, and paints it when it has the time
 */
export async function panelPicture(session: DesktopSession, name: string, unlike?: string): Promise<string> {
  const file = join(session.results, `${name}.png`);
  const old = unlike === undefined ? null : await signature(unlike, session.env);
  let before = '';
  await until(
    `a panel that stands still for ${name}`,
    async () => {
      const screen = await session.screenshot('panel-now');
      await run('convert', [screen, '-crop', `${PANEL_PX * 3}x${PANEL_PX}+0+0`, '+repage', file], session.env);
      const now = await signature(file, session.env);
      const stands = now === before && now !== old;
      before = now;
      return stands;
    },
    PATIENCE_MS,
  );
  return file;
}

/** Grey, then black or white: what is left when colour is taken away. Returns the new file. */
export async function withoutColour(file: string, env: NodeJS.ProcessEnv): Promise<string> {
  const grey = file.replace(/\.png$/, '-grey.png');
  await run('convert', [file, '-colorspace', 'Gray', '-threshold', '35%', grey], env);
  return grey;
}

/** Pixels that differ visibly. */
export async function differingPixels(a: string, b: string, env: NodeJS.ProcessEnv): Promise<number> {
  // `compare` ends with 1 when pictures differ, and writes the number to standard error.
  const words = await run('sh', ['-c', 'compare -metric AE -fuzz 15% "$1" "$2" null: 2>&1 || true', 'sh', a, b], env);
  return Number.parseFloat(words);
}

/** All pictures in one, enlarged, for people to look at. Returns the file. */
export async function contactSheet(files: readonly string[], to: string, env: NodeJS.ProcessEnv): Promise<string> {
  await run('montage', [...files, '-filter', 'point', '-resize', '400%', '-tile', '2x', '-geometry', '+4+4', to], env);
  return to;
}

function signature(file: string, env: NodeJS.ProcessEnv): Promise<string> {
  return run('identify', ['-format', '%#', file], env);
}
