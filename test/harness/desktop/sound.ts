/**
 * Ears: a sound card that is none (PulseAudio's null sink), and a recorder on it. What is measured here was really played.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Processes } from './processes.ts';
import { run } from './run.ts';
import { until } from './until.ts';

export interface Ears {
  /** Records until told to stop; then the loudness of what was heard. */
  listen(name: string): Promise<Recording>;
  /** How many programs play something now. */
  playing(): Promise<number>;
}

export interface Recording {
  /** Waits until so much has been recorded. */
  reaches(seconds: number): Promise<void>;
  stop(): Promise<Loudness>;
}

export interface Loudness {
  readonly seconds: number;
  /** Root mean square, 0 to 1. */
  readonly rms: number;
  readonly peak: number;
}

const SINK = 'wb';

/** As the sink plays: 44,100 times a second, two channels, two bytes. */
const BYTES_PER_SECOND = 44_100 * 2 * 2;

/** Starts PulseAudio for this session. `PULSE_SERVER` must be set in `env` already: the socket in `runtimeFolder`. */
export async function startSound(
  processes: Processes,
  runtimeFolder: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Ears> {
  processes.start('pulseaudio', 'pulseaudio', [
    ...['--daemonize=no', '--exit-idle-time=-1', '-n'],
    ...['-L', `module-null-sink sink_name=${SINK}`],
    ...['-L', `module-native-protocol-unix socket=${join(runtimeFolder, 'pulse.sock')}`],
  ]);
  await until('PulseAudio', () => run('pactl', ['info'], env));
  return {
    async playing() {
      const inputs = await run('pactl', ['list', 'short', 'sink-inputs'], env);
      return inputs.split('\n').filter((line) => line !== '').length;
    },
    async listen(name) {
      const file = join(folder, `${name}.wav`);
      // Its own buffer holds seconds otherwise, and they are lost when it is ended.
      const args = ['--latency-msec=20', '-d', `${SINK}.monitor`, '--file-format=wav', file];
      const recorder = processes.start(`parec-${name}`, 'parec', args);
      await until(
        'the recorder',
        async () => (await run('pactl', ['list', 'short', 'source-outputs'], env)).trim() !== '',
      );
      return {
        reaches: async (seconds) => {
          await until(`${seconds} s recorded`, () => statSync(file).size > seconds * BYTES_PER_SECOND);
        },
        async stop() {
          await recorder.stop();
          return measure(file, env);
        },
      };
    },
  };
}

/** sox writes its statistics to standard error; a shell joins the streams. */
async function measure(file: string, env: NodeJS.ProcessEnv): Promise<Loudness> {
  const words = await run('sh', ['-c', 'sox "$1" -n stat 2>&1', 'sh', file], env);
  const number = (label: RegExp) => Number(words.match(label)?.[1] ?? Number.NaN);
  return {
    seconds: number(/Length \(seconds\):\s+([\d.]+)/),
    rms: number(/RMS\s+amplitude:\s+([\d.]+)/),
    peak: number(/Maximum amplitude:\s+([\d.]+)/),
  };
}
