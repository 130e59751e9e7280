/**
 * How a tone becomes audible: a small program of the system plays it, in a process of its own.
 *
 * Why not Chromium's own audio: without a device it plays into nothing and reports success (tried on Electron 33), and it
 * costs 180 MB. These programs start in milliseconds, need no window, and their exit code is honest.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertNever } from '../../../shared/model/never.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { outputTrouble } from './output-trouble.ts';
import { type Player, playersFor } from './players.ts';
import type { Ran, RunProgram } from './run-program.ts';
import { SAMPLE_RATE, toneMs, toneSamples } from './tones.ts';
import { encodePcm, encodeWav } from './wav.ts';

export type Heard = { readonly heard: true } | { readonly heard: false; readonly reason: string };

export interface Voice {
  /** Plays one tone to its end; aborting silences it at once and counts as heard. Never throws. */
  play(severity: Severity, volume: number, signal: AbortSignal): Promise<Heard>;
  /** Whether a tone would be heard now: plays a moment of silence and looks whether the output is muted. Never throws. */
  ready(signal: AbortSignal): Promise<Heard>;
}

/** Time a player may take beyond the tone itself: waking a Bluetooth speaker is slow. */
const SLACK_MS = 5_000;
const SILENCE_MS = 50;

export function createVoice(platform: NodeJS.Platform, run: RunProgram): Voice {
  let players = playersFor(platform);

  async function playSamples(samples: Float32Array, lengthMs: number, signal: AbortSignal): Promise<Heard> {
    const reasons: string[] = [];
    for (const player of players) {
      const trouble = await playWith(player, samples, { signal, timeoutMs: lengthMs + SLACK_MS });
      if (trouble === null) {
        // The one that works is asked first from now on.
        players = [player, ...players.filter((other) => other !== player)];
        return { heard: true };
      }
      reasons.push(trouble);
    }
    return { heard: false, reason: explain(reasons, platform) };
  }

  async function playWith(player: Player, samples: Float32Array, limits: Limits): Promise<string | null> {
    if (player.wants === 'samples') {
      return troubleOf(player, await run(player.program, player.args(''), { ...limits, input: encodePcm(samples) }));
    }
    return withTemporaryFile(encodeWav(samples, SAMPLE_RATE), async (file) => {
      const env = player.env?.(file) ?? {};
      return troubleOf(player, await run(player.program, player.args(file), { ...limits, env }));
    });
  }

  return {
    play: (severity, volume, signal) => playSamples(toneSamples(severity, volume), toneMs(severity), signal),
    async ready(signal) {
      const silence = new Float32Array((SAMPLE_RATE * SILENCE_MS) / 1_000);
      const heard = await playSamples(silence, SILENCE_MS, signal);
      const trouble = heard.heard && platform === 'linux' ? await outputTrouble(run, signal) : null;
      return trouble === null ? heard : { heard: false, reason: trouble };
    },
  };
}

interface Limits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Null when it was heard, or silenced by us. */
function troubleOf({ program }: Player, ran: Ran): string | null {
  switch (ran.kind) {
    case 'ended':
      return ran.code === 0 ? null : `${program}: ${ran.output.trim().split('\n')[0] || `exit code ${ran.code}`}`;
    case 'stopped':
      return null;
    case 'missing':
      return `${program} is not installed`;
    case 'timed-out':
      return `${program} never finished`;
    default:
      return assertNever(ran, 'end of a program');
  }
}

function explain(reasons: readonly string[], platform: NodeJS.Platform): string {
  const nothingInstalled = platform === 'linux' && reasons.every((reason) => reason.endsWith('is not installed'));
  return nothingInstalled
    ? 'no program to play sound: install pulseaudio-utils, pipewire-bin or alsa-utils'
    : `no sound device answers (${reasons.join('; ')})`;
}

/** A new file each time: folders for temporary files are swept, and the next page may be weeks away. */
async function withTemporaryFile(
  content: Uint8Array,
  use: (file: string) => Promise<string | null>,
): Promise<string | null> {
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), 'watchbell-tone-'));
    const file = join(folder, 'tone.wav');
    await writeFile(file, content);
    return await use(file);
  } catch (error) {
    return `no place for the tone: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    if (folder !== null) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
