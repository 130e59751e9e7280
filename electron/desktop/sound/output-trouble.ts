/**
 * Why a tone would be played and yet not be heard: the output is muted, turned down, or no output at all.
 *
 * Asked of PulseAudio's own tool (PipeWire answers it too). Where that is missing nothing is claimed.
 */
import type { RunProgram } from './run-program.ts';

/** PulseAudio and PipeWire invent this output when there is no hardware. */
const NO_HARDWARE = 'auto_null';

/** Below this a tone at full level is lost in a quiet room. */
const TOO_LOW_PERCENT = 10;

const TIMEOUT_MS = 2_000;

/** Null when nothing speaks against it. Never throws. */
export async function outputTrouble(run: RunProgram, signal: AbortSignal): Promise<string | null> {
  const ask = async (question: string, ...of: readonly string[]) => {
    // Its answers are translated otherwise.
    const ran = await run('pactl', [question, ...of], { signal, timeoutMs: TIMEOUT_MS, env: { LC_ALL: 'C' } });
    return ran.kind === 'ended' && ran.code === 0 ? ran.output.trim() : '';
  };
  const [sink, mute, volume] = await Promise.all([
    ask('get-default-sink'),
    ask('get-sink-mute', '@DEFAULT_SINK@'),
    ask('get-sink-volume', '@DEFAULT_SINK@'),
  ]);
  if (sink === NO_HARDWARE) {
    return 'there is no sound hardware: tones are played into nothing';
  }
  if (mute === 'Mute: yes') {
    return 'the sound output is muted: unmute it in the system’s sound settings';
  }
  const percents = [...volume.matchAll(/(\d+)%/g)].map(([, percent]) => Number(percent));
  const loudest = Math.max(...percents);
  return percents.length > 0 && loudest < TOO_LOW_PERCENT
    ? `the sound output is turned down to ${loudest} %: turn it up in the system’s sound settings`
    : null;
}
