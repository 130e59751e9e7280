/**
 * The programs that play a sound on each system, and how each wants to be fed.
 *
 * By standard input where that works: a full disk must not silence a pager. Tried with PulseAudio 16.
 */
import { SAMPLE_RATE } from './tones.ts';

export interface Player {
  readonly program: string;
  /** `samples`: raw 16-bit mono on standard input; `file`: a WAV file whose path is given. */
  readonly wants: 'samples' | 'file';
  readonly args: (file: string) => readonly string[];
  readonly env?: (file: string) => Readonly<Record<string, string>>;
}

/** Players of this system, the best first. */
export function playersFor(platform: NodeJS.Platform): readonly Player[] {
  switch (platform) {
    case 'darwin':
      return [{ program: 'afplay', wants: 'file', args: (file) => [file] }];
    case 'win32':
      return [POWERSHELL];
    default:
      return [PAPLAY, PW_PLAY, APLAY];
  }
}

const PAPLAY: Player = {
  program: 'paplay',
  wants: 'samples',
  args: () => [
    '--raw',
    `--rate=${SAMPLE_RATE}`,
    '--channels=1',
    '--format=s16le',
    // The default lets seconds of tone stand in the server's buffer, still sounding after "sound off".
    '--latency-msec=100',
    '--client-name=Watchbell',
    '--stream-name=Page',
  ],
};

const PW_PLAY: Player = { program: 'pw-play', wants: 'file', args: (file) => [file] };

const APLAY: Player = {
  program: 'aplay',
  wants: 'samples',
  args: () => ['--quiet', '--file-type=raw', '--format=S16_LE', `--rate=${SAMPLE_RATE}`, '--channels=1'],
};

const POWERSHELL: Player = {
  program: 'powershell.exe',
  wants: 'file',
  args: () => [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    '(New-Object Media.SoundPlayer $env:WATCHBELL_TONE).PlaySync()',
  ],
  // By the environment, so that no path is ever quoted into a command.
  env: (file) => ({ WATCHBELL_TONE: file }),
};
