/**
 * Drawn pictures as Electron wants them: one image that carries every scale the system may ask for.
 */
import { type NativeImage, nativeImage } from 'electron';
import type { Picture } from '../../../shared/contract/view.ts';
import { drawPicture } from './draw.ts';
import type { Panel } from './palette.ts';
import { encodePng } from './png.ts';

/** Edge lengths in px by scale factor. Panels on Linux and macOS are built around 22 px, on Windows around 16. */
const SCALES: Readonly<Record<'win32' | 'other', readonly (readonly [scaleFactor: number, size: number])[]>> = {
  win32: [
    [1, 16],
    [1.5, 24],
    [2, 32],
  ],
  other: [
    [1, 22],
    [1.5, 33],
    [2, 44],
  ],
};

const WINDOW_ICON_PX = 128;

export function trayImage(picture: Pick<Picture, 'shape' | 'count'>, panel: Panel): NativeImage {
  const image = nativeImage.createEmpty();
  for (const [scaleFactor, size] of SCALES[process.platform === 'win32' ? 'win32' : 'other']) {
    const buffer = encodePng(drawPicture(picture, size, panel));
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer });
  }
  return image;
}

export function windowIcon(): NativeImage {
  return nativeImage.createFromBuffer(encodePng(drawPicture({ shape: 'calm', count: 0 }, WINDOW_ICON_PX, 'dark')));
}
