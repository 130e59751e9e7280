/**
 * Where the window begins: finds its line to the main process and its language, and starts.
 */
import { chooseBridge } from './app/choose-bridge.ts';
import { systemClock } from './app/clock.ts';
import { startWindow } from './app/start.tsx';
import { chooseWords } from './texts/words.ts';

const place = document.getElementById('place');
if (place !== null) {
  startWindow({
    window,
    place,
    bridge: chooseBridge(window, systemClock),
    clock: systemClock,
    words: chooseWords(navigator.languages),
  });
}
